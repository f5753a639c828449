"""``annotator search``: sentences by their words, with a link to each."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from annotator.commands.parameters import project_argument
from annotator.server.handover.client import changing
from annotator.terminal import in_one_line
from annotator.views.links import sentence_link
from labels.errors import UnknownNameError
from labels.names import same_name
from labels.plural import counted
from labels.store.corpus.operations import RebuildIndex
from labels.store.corpus.search import search as find
from labels.store.queries import ProjectReader


@click.command()
@project_argument
@click.argument(
    "words",
    nargs=-1,
    metavar="WORDS...",
    help='Words in any order; "in quotation marks" next to each other; flood* for every ending.',
)
@click.option("--annotator", "name", metavar="NAME", help="Search this person's labels as well.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@click.option("--rebuild", is_flag=True, help="First make the index of words anew.")
def search(project: Path, words: tuple[str, ...], name: str | None, *, as_json: bool, rebuild: bool) -> None:
    """Find sentences by their words, outlets, sources and labels."""
    if rebuild:
        _rebuild(project)
        if not words:
            return
    if not words:
        raise click.UsageError("Name the words to search for.")
    with ProjectReader(project) as store:
        person = "" if name is None else _person(store, name)
        hits = find(store.connection, _joined(words), annotator=person)
    for hit in hits:
        link = sentence_link(hit.event, hit.sentence)
        if as_json:
            print(json.dumps({**asdict(hit), "link": link}, ensure_ascii=False))
            continue
        about = f" [{hit.about}]" if hit.about else ""
        print(in_one_line(f"{hit.event_name} / {hit.outlet}{about}: {hit.text}"))
        print(f"  {link}")
    if not as_json:
        print(f"{counted(len(hits), 'sentence')}.")


def _joined(words: tuple[str, ...]) -> str:
    """The words as one search; a shell has taken the quotation marks off a phrase."""
    return " ".join(f'"{word}"' if " " in word.strip() and '"' not in word else word for word in words)


def _person(store: ProjectReader, name: str) -> str:
    people = store.annotators()
    person = next((each for each in people if same_name(each.name, name)), None)
    if person is None:
        raise UnknownNameError("annotator", name, [each.name for each in people])
    return person.id


def _rebuild(project: Path) -> None:
    with changing(project, "search --rebuild") as changes:
        sentences = changes.run(RebuildIndex())
    print(f"{project}: {counted(sentences, 'sentence')} indexed anew.")
