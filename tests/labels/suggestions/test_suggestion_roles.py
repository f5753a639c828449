"""The codebook's table [suggestion]: which layers suggestions fill."""

import pytest

from labels.codebook.codebook import Codebook, shipped
from labels.errors import CodebookError
from labels.suggestions.suggest import suggest
from tests.labels.projects import article

SCHEME = """
id = "small"
version = "1"
title = "Small"
[[layer]]
id = "words"
title = "Words"
measurement = "span"
[[layer]]
id = "name"
title = "Name"
measurement = "span"
[[layer]]
id = "given"
title = "Given"
measurement = "nominal"
[[layer.value]]
id = "yes"
title = "Yes"
[[layer.value]]
id = "no"
title = "No"
[[layer]]
id = "sure"
title = "Sure"
measurement = "ordinal"
[[layer.value]]
id = "low"
title = "Low"
[[layer.value]]
id = "high"
title = "High"
[[layer]]
id = "stance"
title = "Stance"
measurement = "nominal"
derived = "cue_stance"
[layer.derivation]
cue = "words"
default = "plain"
[[layer.value]]
id = "plain"
title = "Plain"
[[layer]]
id = "topics"
title = "Topics"
measurement = "set"
[[layer.value]]
id = "sea"
title = "Sea"
[cue_lexicon]
plain = ["murmur"]
[certainty_markers]
low = ["perhaps"]
""".replace('id = "name"', 'id = "namer"')
ARTICLE = article("Headline\nThe mayor murmured that the dam was perhaps safe.", "Outlet")


def faults(table: str) -> str:
    with pytest.raises(CodebookError) as error:
        Codebook.parse(f"{SCHEME}\n[suggestion]\n{table}")
    return str(error.value)


def values(table: str):
    [[one]] = suggest(ARTICLE, Codebook.parse(f"{SCHEME}\n[suggestion]\n{table}")).values()
    return one.values


def test_a_codebook_without_the_table_has_no_suggestions():
    assert suggest(ARTICLE, Codebook.parse(SCHEME)) == {}


def test_the_layers_are_those_that_the_table_names():
    table = 'cue = "words"\nmention = "namer"\nset = { given = "yes" }\ncertainty = "sure"'
    assert values(table) == {"words": [[19, 27]], "namer": [[9, 18]], "given": "yes", "sure": "low"}


def test_a_role_that_is_left_out_fills_nothing():
    assert values("") == {}
    assert values('mention = "namer"') == {"namer": [[9, 18]]}


def test_only_words_of_the_lexicon_are_cues():
    text = article("Headline\nThe mayor said that the dam was perhaps safe.", "Outlet")
    assert suggest(text, Codebook.parse(f"{SCHEME}\n[suggestion]")) == {}


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ('cue = "given"', "suggestion: 'cue' takes a span layer (words, namer), not 'given'."),
        ('mention = "nomen"', "suggestion: 'mention' takes a span layer (words, namer), not 'nomen'."),
        (
            'cue = "words"\nmention = "words"',
            "suggestion: 'cue' and 'mention' are both words; give each its own layer, or leave one out.",
        ),
        ('certainty = "given"', "suggestion: 'low' is not a value of layer given, which has yes, no."),
        ('certainty = "shure"', "suggestion: there is no layer 'shure'"),
        ('set = { gifen = "yes" }', "suggestion: 'set': there is no layer 'gifen'"),
        ('set = { given = "maybe" }', "suggestion: 'set': 'maybe' is not a value of layer given"),
        ('set = { stance = "plain" }', "suggestion: 'set' can't give stance a value"),
        ('set = { topics = "sea" }', "suggestion: 'set' can't give topics a value"),
        (
            'certainty = "sure"\nset = { sure = "high" }',
            "suggestion: 'set' can't give sure a value: it takes layers of one value that nothing else",
        ),
        ('cues = "words"', "'cues' is not a field here; these are: cue, mention, set, certainty."),
    ],
)
def test_each_fault_of_the_table_is_named_in_words(table, fault):
    assert fault in faults(table)


def test_the_table_is_part_of_the_version():
    assert Codebook.parse(SCHEME).hash != Codebook.parse(f"{SCHEME}\n[suggestion]\ncue = 'words'").hash


def test_the_browser_gets_the_table_under_the_names_of_the_file():
    assert shipped().as_json()["suggestion"] == {
        "cue": "cue",
        "mention": "source_mention",
        "set": {"anchor": "explicit"},
        "certainty": "certainty",
    }
