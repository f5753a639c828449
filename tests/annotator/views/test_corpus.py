"""What the page Corpus shows and asks for."""

import pytest

from annotator.views.corpus import (
    add_words,
    article_line,
    changed_values,
    field_values,
    matching,
    upload_fault,
)
from labels.article import METADATA
from labels.store.corpus.articles import ArticleRow

KNOWN = {**dict.fromkeys(METADATA, ""), "title": "Crue à Orléans", "published": "2024-10-23"}
ROW = ArticleRow("a1", "Flood", 2, "", "", 3, "x.txt", "Le Monde", KNOWN)


def test_only_what_was_typed_anew_is_corrected_and_an_emptied_field_is_a_dash():
    typed = {**field_values(ROW), "outlet": " Le  Figaro ", "published": ""}
    assert changed_values(ROW, typed) == {"outlet": "Le Figaro", "published": "-"}


def test_articles_are_found_by_words_in_any_case_and_without_accents():
    assert [matching([ROW], words) for words in ("ORLEANS monde", "flood a1", "Orléans Figaro")] == [
        *([ROW], [ROW], []),
    ]


def test_an_article_is_named_with_its_date_and_labels():
    assert article_line(ROW) == "Flood / Le Monde: Crue à Orléans (2024-10-23 · 3 labels)"


@pytest.mark.parametrize("name", ["../x.txt", "a/b.txt", "..", "", "a\nb.txt", "x" * 300])
def test_a_file_name_that_leads_elsewhere_is_refused(name):
    assert "can't be used" in upload_fault([name])


def test_two_files_of_one_name_are_refused():
    assert "Two files are called 'a.txt'" in upload_fault(["a.txt", "b.txt", "a.txt"])


def test_a_file_or_value_that_looks_like_an_option_is_none():
    words = add_words(["--dry-run"], {"event": "--by", "outlet": ""}, ["accept-loss"])
    assert words == ["--event=--by", "--accept-loss", "--", "--dry-run"]
