"""Articles labeled completely by keyboard; the export holds the claims that a person found in them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from labels.codebook.codebook import shipped
from tests.annotator.served import Server, do
from tests.browser.workspace_page import WorkspacePage
from tests.trial import LAYERS, OWN, SEEDS, Range, TrialClaim, claims, lines, outlet_of

KEYS = {layer.id: {value.id: value.key for value in layer.values} for layer in shipped().layers}

TRIALS = {"ours": OWN} | ({"seeds": SEEDS} if SEEDS.exists() else {})


class Typist:
    """Labels with the keyboard only; looks at the page to know what to press, as a person does."""

    def __init__(self, work: WorkspacePage):
        self.work = work
        self.pressed = 0
        self.known: set[str] = set()  # sources of the article at hand

    def press(self, *keys: str) -> None:
        self.pressed += len(keys)
        self.work.keys(*keys)

    def label(self, claims: list[TrialClaim]) -> None:
        """Label the focused sentence and go on to the next."""
        before: TrialClaim | None = None
        for claim in claims:
            if before is not None:
                self.press("s")
                self.mark("", claim.content)
            self.choose(claim, before)
            if claim.cue is not None and claim.cue != (before and before.cue):
                self.mark("e", (claim.cue,))
            if before is None:
                self.mark("w", claim.content)
            self.name(claim, before)
            if claim.is_override:
                self.press("[")
            before = claim
        if not claims:
            self.press("0")
        self.press("Enter")

    def choose(self, claim: TrialClaim, before: TrialClaim | None) -> None:
        """Type, source and certainty; a further claim begins with the attribution of the one before."""
        given = {} if before is None else dict(before.chosen)
        for layer, value in claim.chosen:
            key = KEYS[layer][value]
            is_given = layer in ("anchor", "source_kind") and given.get(layer) == value
            if (
                key
                and not is_given
                and not (layer == "source_kind" and ("anchor", "carried") in claim.chosen)
            ):
                self.press(key)

    def name(self, claim: TrialClaim, before: TrialClaim | None) -> None:
        """The source and who passed it on, by typing what is needed of their names."""
        set_already = before.source if before is not None else None
        if ("anchor", "carried") not in claim.chosen and claim.source != set_already:
            self.press("-")
            if claim.source is None:
                self.press("Tab", "Enter")  # the button that clears
            else:
                self.pick(claim.source)
        if claim.relays:
            self.press("r")
            for relay in claim.relays:
                self.pick(relay)
            self.press("Enter")

    def pick(self, name: str) -> None:
        """Take a source from the open picker: the proposed one, or after as few letters as it takes."""
        for letter in ["", *name]:
            if letter:
                self.pressed += 1
                self.work.page.keyboard.type(letter)
            first = self.work.page.locator(".cd-pick-option[aria-selected=true]")
            if first.count() and first.get_attribute("data-name") == name:
                break
        self.press("Enter")

    def mark(self, key: str, ranges: tuple[Range, ...]) -> None:
        """Mark words with the arrows; marking is on already where no key is given."""
        if key:
            self.press(key)
        first = self.ranges()
        while self.ranges() != list(ranges):
            self.press("ArrowDown")  # the next suggestion
            if self.ranges() == first:
                break
        if self.ranges() != list(ranges):
            [(start, end)] = ranges
            for _ in range(99):
                [(first_start, first_end)] = self.ranges()
                if first_start < end and start < first_end:
                    break
                self.press("ArrowRight" if first_start < start else "ArrowLeft")
            self.reach("[", 0, start)
            self.reach("]", 1, end)
        assert self.ranges() == list(ranges)
        self.press("Enter")

    def reach(self, turn: str, side: int, goal: int) -> None:
        """Move one end of the range: word by word, and by letter once that would pass the goal."""
        if self.ranges()[0][side] == goal:
            return
        self.press(turn)
        before, by = goal, "Shift"
        for _ in range(99):
            here = self.ranges()[0][side]
            if here == goal:
                return
            if (here < goal) != (before < goal) and before != goal:
                by = "Alt+Shift"
            self.press(f"{by}+ArrowRight" if here < goal else f"{by}+ArrowLeft")
            before = here
        pytest.fail("no word begins or ends there")

    def ranges(self) -> list[Range]:
        text = self.work.page.get_attribute(".cd-range-bar", "data-ranges") or "[]"
        return [(start, end) for start, end in json.loads(text)]


def sentences(server: Server) -> dict[str, tuple[str, int, int]]:
    """Outlet and place of every sentence of the project."""
    query = 'select s.id, a.outlet, s."start", s."end" from sentence s join article a on a.id = s.article'
    return {str(row[0]): (str(row[1]), int(str(row[2])), int(str(row[3]))) for row in server.rows(query)}


def exported(project: Path, out: Path) -> set[tuple[str, TrialClaim]]:
    """The claims that the dataset holds, in the same form."""
    do("export", project, out, "--layout", "full")
    found = set()
    for line in out.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        [label] = row["labels"]
        values = {**label["derived"], **label["values"]}
        if values["claim_type"] == "none":
            continue
        cue = [(one["start"], one["end"]) for one in values.get("cue", [])]
        found.add(
            (
                row["outlet"],
                TrialClaim(
                    content=tuple((one["start"], one["end"]) for one in row["ranges"]),
                    chosen=tuple((layer, values[layer]) for layer in LAYERS),
                    source=values.get("source"),
                    cue=cue[0] if cue else None,
                    relays=tuple(values.get("relays", ())),
                    mode=values.get("mode"),
                    stance=values["outlet_stance"],
                    is_override="outlet_stance" in label["values"],
                ),
            )
        )
    return found


@pytest.mark.parametrize("name", TRIALS)
def test_two_articles_are_labeled_completely_by_keyboard(
    name: str, tmp_path: Path, sit: Callable[..., WorkspacePage]
) -> None:
    project, folder = tmp_path / "trial.db", TRIALS[name]
    do("init", project)
    for document in dict.fromkeys(line["doc"] for line in lines(folder)):
        do("add", project, folder / document, "--event", "Trial", "--outlet", outlet_of(document))
    wanted = [(outlet_of(document), claim) for document, claim in claims(folder)]
    with Server(project) as server:
        work = sit(server, alone=True)
        typist = Typist(work)
        places = sentences(server)
        total = int(work.page.inner_text(".cd-progress").split()[2])
        typist.press("Home")
        for _ in range(total):
            outlet, start, end = places[work.focused()]
            typist.label([c for o, c in wanted if o == outlet and start <= c.content[0][0] < end])
        work.saved()
        assert work.page.inner_text(".cd-progress").startswith(f"{total} of {total} done")
        assert work.page.locator("[data-notice^=refused]").count() == 0
        work.context.close()
    print(f"{typist.pressed} keys for {total} sentences with {len(wanted)} claims")
    assert exported(project, tmp_path / "out.jsonl") == set(wanted)
