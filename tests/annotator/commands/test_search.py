import json

from annotator.cli import main
from tests.labels.projects import SENTENCES, project


def test_a_search_prints_sentences_with_links(tmp_path, capsys):
    path = project(tmp_path)
    assert main(["search", str(path), "may", "open"]) == 0
    place, link, count = capsys.readouterr().out.splitlines()
    assert place == "Dam / State News: The dam may open on Monday."
    assert link.startswith("  /?event=e")
    assert SENTENCES[2].id.replace(":", "%3A") in link
    assert count == "1 sentence."


def test_a_phrase_that_the_shell_unquoted_stays_a_phrase_in_json(tmp_path, capsys):
    path = project(tmp_path)
    assert main(["search", str(path), "--json", "open may"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["search", str(path), "--json", "may open"]) == 0
    hit = json.loads(capsys.readouterr().out)
    assert (hit["place"], hit["sentence"], hit["outlet"]) == ("text", SENTENCES[2].id, "State News")


def test_the_index_can_be_made_anew_and_an_unknown_person_is_refused(tmp_path, capsys):
    path = project(tmp_path)
    assert main(["search", str(path), "--rebuild"]) == 0
    assert "sentences indexed anew" in capsys.readouterr().out
    assert main(["search", str(path), "dam", "--annotator", "Nobody"]) == 1
    assert "no annotator 'Nobody'" in capsys.readouterr().err
