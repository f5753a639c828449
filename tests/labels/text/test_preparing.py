"""Articles are prepared in order, in one process or several, with what options say about them."""

import pytest

from labels.errors import FileRefusedError
from labels.text.incoming import FilePosition, IncomingArticle
from labels.text.preparing import Page, Task, prepared

TEXT = "The dam is safe, the operator said on Monday. It holds and it will hold, she added.\n\n" * 40


def _task(source, given=None, **names):
    known = {"event": "Dam", "outlet": "a", "grouped": False, "date_format": ""} | names
    return Task(source, given or {}, **known)


def _incoming(text, **fields):
    return IncomingArticle(FilePosition("a.txt"), text, **fields)


def _only(source, given=None, **names):
    (article,) = prepared([_task(source, given, **names)])
    return article


@pytest.mark.parametrize("processes", [1, 2])
def test_results_keep_the_order_of_the_tasks(processes):
    tasks = (_task(_incoming(f"Report {n}.\n\n{TEXT}")) for n in range(500))
    found = [each.incoming.text.partition("\n")[0] for each in prepared(tasks, processes)]
    assert found == [f"Report {n}." for n in range(500)]


@pytest.mark.parametrize("processes", [1, 2])
def test_nothing_follows_a_refusal(processes):
    tasks = (_task(_incoming(" " if n == 400 else f"Report {n}.\n\n{TEXT}")) for n in range(500))
    with pytest.raises(FileRefusedError, match=r"a\.txt: no text in it"):
        list(prepared(tasks, processes))


def test_tasks_are_taken_as_results_are_asked_for():
    taken = []
    tasks = (taken.append(n) or _task(_incoming(f"Report {n}.")) for n in range(100))
    next(prepared(tasks))
    assert taken == [0]


@pytest.mark.parametrize(
    ("fields", "names", "outlet", "named"),
    [
        ({}, {}, "a", False),
        ({}, {"grouped": True}, "a", True),
        ({"outlet": "Probe"}, {}, "Probe", True),
        ({"url": "https://www.probe.example/1"}, {}, "probe.example", True),
    ],
)
def test_an_outlet_is_named_by_anything_but_a_file_alone(fields, names, outlet, named):
    article = _only(_incoming(TEXT, **fields), **names)
    assert (article.outlet, article.named) == (outlet, named)


def test_options_win_over_the_file_and_this_is_noted():
    article = _only(_incoming(TEXT, title="Old", licence="CC0"), {"title": "New", "published": "May 4, 2026"})
    assert (article.incoming.title, article.incoming.published) == ("New", "2026-05-04")
    assert article.notes == ["a.txt: title as given, not as in the file."]


def test_a_page_is_parsed_where_its_sentences_are_found():
    source = f"<article><h1>Dam</h1><p>{TEXT}</p></article>".encode()
    article = _only(Page(FilePosition("a.html"), source, None, accept_loss=False))
    assert article.spans[0].kind == "headline"
