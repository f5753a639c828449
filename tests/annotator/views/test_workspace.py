import re
from dataclasses import replace

from annotator.views.workspace import article_view
from annotator.workspace import ASSETS
from labels.article import METADATA
from tests.labels.projects import ARTICLES, CODEBOOK

TEXTS = (ASSETS / "texts.js").read_text(encoding="utf-8")


def test_the_details_of_an_article_are_its_metadata_and_the_other_values_of_its_record():
    known = dict.fromkeys(METADATA, "x") | {"byline": ""}
    article = replace(ARTICLES[0], **known, meta='{"section": "sport", "pages": [1, 2]}')
    fields = [(name, "x") for name in METADATA if name != "byline"]
    details = article_view(article, CODEBOOK)["details"]
    assert details == [*fields, ("section", "sport"), ("pages", "[1, 2]")]


def test_the_page_has_a_word_for_every_metadata_field():
    block = re.search(r"\n  metadata: \{\n(.*?)\n  \},", TEXTS, re.DOTALL)[1]
    assert set(re.findall(r"^    (\w+):", block, re.MULTILINE)) == {"outlet", *METADATA}
