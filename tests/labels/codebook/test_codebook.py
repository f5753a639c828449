"""Reading a codebook: what it holds, what is refused and in which words."""

import json
import os
import re
from pathlib import Path

import pytest

from labels.codebook.codebook import RESERVED_LAYERS, Codebook, shipped
from labels.errors import CodebookError, DecisionRefusedError
from tests.shared_cases.build import written
from tests.steps import steps

TESTS = Path(__file__).parents[2]
DATA = Path(__file__).parents[1] / "data"
SMALL = """
id = "small"
version = "1"
title = "Small"

[[layer]]
id = "mood"
title = "Mood"
measurement = "nominal"
[[layer.value]]
id = "good"
key = "g"
title = "Good"
[[layer.value]]
id = "bad"
key = "b"
title = "Bad"

[[layer]]
id = "place"
title = "Place"
measurement = "nominal"
[[layer.value]]
id = "here"
title = "Here"

[[layer]]
id = "words"
title = "Words"
measurement = "span"
"""
PRESET = '[[constraint]]\nid = "{id}"\nrule = "preset"\nkinds = ["byline"]\nlayer = "mood"\nvalue = "good"\n'
LAYERS = SMALL[SMALL.index("[[layer]]") :]


def faults(text, name="small.toml"):
    with pytest.raises(CodebookError) as error:
        Codebook.parse(text, name)
    return error.value.faults


def changed(old, new):
    assert old in SMALL
    return SMALL.replace(old, new, 1)


def in_mood(line):
    """The small codebook with a line more in its layer mood."""
    return changed('id = "mood"\n', f'id = "mood"\n{line}\n')


def in_good(line):
    """The small codebook with a line more in the value good."""
    return changed('title = "Good"\n', f'title = "Good"\n{line}\n')


def check(layer, value, codebook=None):
    return (codebook or shipped()).check_value(layer, value, text_length=100, sources={"s1", "s2"})


def refusal(layer, value, codebook=None):
    with pytest.raises(DecisionRefusedError) as error:
        check(layer, value, codebook)
    return str(error.value)


def test_the_shipped_codebook_has_the_layers_of_the_scheme_in_order():
    assert shipped().layer_ids == (
        *("claim_type", "anchor", "source_kind", "source", "source_mention", "cue", "relays", "mode"),
        *("certainty", "outlet_stance"),
    )


def test_every_value_of_the_shipped_codebook_is_explained_with_examples_and_a_near_miss():
    values = [*(value for layer in shipped().layers for value in layer.values), *shipped().relations]
    assert [
        value.id
        for value in values
        if not value.title or not value.definition or len(value.examples) < 2 or not value.near_misses
    ] == []


def test_every_asked_value_of_the_shipped_codebook_has_a_test():
    asked = [layer for layer in shipped().layers if layer.values and not layer.derived]
    assert [value.id for layer in asked for value in layer.values if not value.test] == []


def test_every_layer_of_the_shipped_codebook_is_defined():
    assert [layer.id for layer in shipped().layers if not layer.definition] == []


def test_three_keys_are_enough_for_a_plain_sentence():
    required = [layer for layer in shipped().layers if layer.required]
    implied = {layer for kind in shipped().layer("source_kind").values for layer in kind.implies}
    asked = [layer.id for layer in required if layer.id not in implied]
    assert asked == ["claim_type", "source_kind", "certainty"]


def test_choosing_the_outlet_itself_leaves_nothing_that_its_constraint_forbids():
    together = next(one for one in shipped().constraints if one.id == "C2")
    author = shipped().layer("source_kind").values[0]
    assert author.implies == {"anchor": "none"}
    assert set(together.without) - {"mode"} <= set(author.clears)


# What projects and exports hold of the shipped scheme: ids in order, keys, scores, classes.
SCHEME = {
    "claim_type": "none:0 event:1 state:2 quantity:3 cause:4 rule:5 future:6 judgement:7",
    "anchor": "explicit carried:i none",
    "source_kind": "author:a official:o organisation:g person:p unnamed:u document:d media:m",
    "source": "",
    "relays": "",
    "cue": "",
    "mode": "direct mixed indirect",
    "certainty": "denied:z open:x possible:c probable:v certain:b",
    "outlet_stance": "rejected distanced neutral endorsed own",
}
SCORES = {"certainty": [-3, 0, 1, 2, 3], "outlet_stance": [0, 1, 2, 3, 4]}
CLASSES = {
    "binary": {"none": "none", "*": "claim"},
    "coarse": {
        **dict.fromkeys(("event", "state", "quantity", "cause", "rule"), "factual"),
        "none": "none",
        "future": "future",
        "judgement": "judgement",
    },
    "fullfact7": {
        "none": "not_a_claim",
        "quantity": "quantity",
        "cause": "correlation_causation",
        "rule": "laws_rules",
        "future": "prediction",
        **dict.fromkeys(("event", "state", "judgement"), "other"),
    },
    "claimbuster_fact": {**dict.fromkeys(("none", "judgement", "future"), "NFS"), "*": "factual"},
}


def test_the_shipped_scheme_keeps_its_values_their_order_and_their_keys():
    written = {layer: " ".join(f"{v.id}:{v.key}" if v.key else v.id for v in shipped().layer(layer).values)
               for layer in SCHEME}  # fmt: skip
    assert written == SCHEME


def test_the_shipped_scheme_keeps_its_scores_and_classes():
    assert {layer: [v.score for v in shipped().layer(layer).values] for layer in SCORES} == SCORES
    assert shipped().layer("claim_type").collapse == CLASSES
    order = "none future judgement cause quantity rule event state"
    assert " ".join(shipped().layer("claim_type").decision_order) == order


def test_the_shipped_scheme_keeps_its_constraints_and_no_cue_has_two_stances():
    assert [constraint.id for constraint in shipped().constraints] == [f"C{n}" for n in range(1, 11)]
    sizes = {stance: len(lemmas) for stance, lemmas in shipped().cue_lexicon.items()}
    assert sizes == {"endorsed": 36, "neutral": 99, "distanced": 15, "rejected": 6}
    lemmas = [lemma for lemmas in shipped().cue_lexicon.values() for lemma in lemmas]
    assert len(lemmas) == len(set(lemmas))


def test_collapsed_names_the_class_of_a_value_and_the_rest_by_the_star():
    layer = shipped().layer("claim_type")
    assert [layer.collapsed("binary", value) for value in ("none", "event")] == ["none", "claim"]


def test_comments_layout_and_written_defaults_do_not_change_the_hash():
    other = (
        SMALL.replace('title = "Small"', 'title="Small"   # a comment\nguideline = ""').replace("\n", "\r\n")
        + "\r\n# the end"
    )
    assert Codebook.parse(other).hash == Codebook.parse(SMALL).hash


def test_the_hash_is_a_sha_256_in_hex():
    assert re.fullmatch("[0-9a-f]{64}", shipped().hash)


@pytest.mark.parametrize(
    ("old", "new"), [('"Bad"', '"Worse"'), ('key = "g"', 'key = "p"'), ('"bad"', '"evil"'), ('"1"', '"2"')]
)
def test_any_change_of_content_changes_the_hash(old, new):
    assert Codebook.parse(changed(old, new)).hash != Codebook.parse(SMALL).hash


def test_the_order_of_values_is_content():
    data = shipped().as_json()
    data["layer"][8]["value"].reverse()
    for value in data["layer"][8]["value"]:
        value["score"] = None
    assert Codebook.from_data(data).hash != shipped().hash


@pytest.mark.parametrize("name", ["codebook_mood.toml", "codebook_frames.toml"])
def test_what_the_browser_gets_is_the_same_codebook(name):
    codebook = Codebook.load(DATA / name)
    again = Codebook.from_data(json.loads(json.dumps(codebook.as_json())))
    assert again.as_json() == codebook.as_json()


def test_the_browser_gets_the_names_of_the_file():
    data = shipped().as_json()
    assert data["layer"][0]["value"][0]["id"] == "none"
    assert data["constraint"][2]["if"] == {"layer": "anchor", "values": ["explicit"]}
    assert data["flags"] == {"unsure": "q", "note": "/"}


def test_what_is_generated_for_the_page_is_up_to_date():
    stale = [file.name for file, text in written().items() if file.read_text(encoding="utf-8") != text]
    assert stale == [], "run python tests/shared_cases/build.py"


def test_a_byte_order_mark_does_no_harm(tmp_path):
    file = tmp_path / "book.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert Codebook.load(file).hash == Codebook.parse(SMALL).hash


def test_quite_another_codebook_is_read():
    codebook = Codebook.load(DATA / "codebook_mood.toml")
    assert [layer.measurement for layer in codebook.layers] == ["nominal", "nominal", "ordinal"]
    assert codebook.empty is None
    assert codebook.constraints == ()


def test_a_codebook_that_uses_q_itself_gives_up_the_usual_key_for_unsure():
    assert Codebook.load(DATA / "codebook_mood.toml").as_json()["flags"] == {"unsure": "", "note": "/"}


def test_capital_letters_name_the_same_key():
    assert Codebook.parse(changed('key = "g"', 'key = "G"')).layer("mood").values[0].key == "g"


def test_text_that_looks_like_markup_stays_text():
    codebook = Codebook.parse(changed('"Good"', "'<b style=\"color:red\">Good</b>'"))
    assert codebook.layer("mood").values[0].title == '<b style="color:red">Good</b>'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (changed('title = "Small"', 'titel = "Small"'), "'title' is missing."),
        (in_mood("coluor = 1"), "layer mood: 'coluor' is not a field here"),
        (in_good('defintion = "x"'), "layer mood, value good: 'defintion' is not a field here"),
        (
            changed('"nominal"', '"nominl"'),
            "layer mood: 'measurement' can't be 'nominl'; it is one of 'nominal', 'ordinal',",
        ),
        (changed('"mood"', "5"), "layer number 1: 'id' takes text in quotation marks, not 5."),
        (
            changed('"mood"', '"My mood"'),
            "layer My mood: 'id' can't be 'My mood'. It has small letters, digits and _",
        ),
        (
            changed('"good"', "true"),
            "layer mood, value number 1: 'id' takes text in quotation marks, not True.",
        ),
        (changed('"Good"', '""'), "layer mood, value good: 'title' is empty; write a few words."),
        (
            changed('"Good"', f'"{"x" * 201}"'),
            "layer mood, value good: 'title' has 201 characters; at most 200 are allowed.",
        ),
        (
            in_good(f'definition = "{"x" * 10_001}"'),
            "layer mood, value good: 'definition' has 10,001 characters;",
        ),
        (
            changed('"Good"', '"a\\u0000b"'),
            r"layer mood, value good: 'title' can't be 'a\x00b': it holds a control character.",
        ),
        (SMALL + '[flags]\nunsur = "q"\n', "flags: 'unsur' is not a field here; these are: unsure, note."),
        (SMALL + '[cue_lexicon]\nx = "say"\n', "cue_lexicon: 'x' takes a list, not 'say'."),
        (
            in_mood('required = "yes"'),
            "layer mood: 'required' can't be 'yes': input should be a valid boolean.",
        ),
        (
            in_good('score = "3"'),
            "layer mood, value good: 'score' can't be '3': input should be a valid number.",
        ),
        (
            in_good("score = nan"),
            "layer mood, value good: 'score' can't be nan: input should be a finite number.",
        ),
        (changed('"1"', "1"), "'version' takes text in quotation marks, not 1."),
        (
            SMALL + '[[constraint]]\nid = "C"\n',
            "constraint C: 'rule' is missing; it is one of alone, together,",
        ),
        (
            SMALL + '[[constraint]]\nid = "C"\nrule = "alon"\n',
            "constraint C: 'alon' is not a rule; the rules are",
        ),
        (
            SMALL + '[[constraint]]\nid = "C"\nrule = "alone"\nlayer = "mood"\n',
            "constraint C: 'value' is missing.",
        ),
        (
            SMALL + '[[constraint]]\nid = "C"\nrule = "distinct"\nlayers = ["mood"]\nwhen = "never"\n',
            "constraint C: 'when' can't be 'never'; it is one of 'always', 'done', 'advise'.",
        ),
        (
            SMALL + '[[constraint]]\nid = "C"\nrule = "preset"\nkinds = ["bylin"]\n',
            "constraint C: 'kinds' can't be 'bylin'; it is one of 'headline', 'kicker', 'byline',",
        ),
        (changed("[[layer]]", "[layerx]\n[[layer]]"), "'layerx' is not a field here"),
        ('id = "x"\nversion = "1"\ntitle = "X"\nlayer = []\n', "'layer' needs at least one entry."),
        (
            'id = "x"\nversion = "1"\ntitle = "X"\nlayer = "mood"\n',
            "'layer' takes a list, not 'mood'. Write [[layer]]",
        ),
        (
            'id = "x"\nversion = "1"\ntitle = "X"\nlanguage = "english"\n' + LAYERS,
            "'language' can't be 'english'",
        ),
    ],
)
def test_a_fault_in_a_part_is_named_with_its_place(text, fault):
    assert any(found.startswith(fault) for found in faults(text)), faults(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (changed('"place"', '"mood"'), "layer mood: the id is used 2 times; give each its own."),
        (changed('"bad"', '"good"'), "layer mood, value good: the id is used 2 times; give each its own."),
        (
            changed('"place"', '"content"'),
            "layer content: 'content' is one of the tool's own names (content, name, note, state, unsure);",
        ),
        (
            changed('"b"', '"g"'),
            "layer mood, value bad: the key 'g' is already that of layer mood, value good; ",
        ),
        (changed('"b"', '"j"'), "layer mood, value bad: the key 'j' belongs to the tool; choose another."),
        (changed('"b"', '" "'), "layer mood, value bad: the key space belongs to the tool; choose another."),
        (
            changed('"b"', '"Enter"'),
            "layer mood, value bad: the key 'Enter' belongs to the tool; choose another.",
        ),
        (changed('"b"', '"bbb"'), "layer mood, value bad: 'bbb' is not a key; give one character, two"),
        (
            changed("[[layer]]", '[flags]\nunsure = "g"\n[[layer]]'),
            "flags unsure: the key 'g' is already that of",
        ),
        (
            in_mood('empty = "godo"'),
            "layer mood: 'empty': 'godo' is not a value of layer mood, which has good, bad. ",
        ),
        (
            in_mood('decision_order = ["bad"]'),
            "layer mood: 'decision_order' leaves out good; name every value once.",
        ),
        (
            in_mood('collapse = { two = { good = "x" } }'),
            "layer mood, collapse two: no class for bad; name them or add",
        ),
        (
            in_mood('collapse = { two = { god = "x", "*" = "y" } }'),
            "layer mood, collapse two: 'god' is not a value of",
        ),
        (
            in_mood('maps = { other = { god = "x" } }'),
            "layer mood, maps other: 'god' is not a value of layer mood",
        ),
        (
            in_mood('step_keys = ["[", "]"]'),
            "layer mood: 'step_keys' are two keys, down and up, of an ordinal",
        ),
        (
            in_mood('derived = "quote_mode"'),
            "layer mood: 'quote_mode' gives direct, mixed, indirect, but direct,",
        ),
        (
            in_mood('derived = "cue_stance"\nderivation = { cue = "word", default = "good" }'),
            "layer mood: derivation: 'cue' names the span layer of the cue's words, not 'word'. Did you mean",
        ),
        (
            in_mood('derivation = { default = "good" }'),
            "layer mood: 'derivation' is given, but 'derived' is empty;",
        ),
        (
            changed('"nominal"', '"interval"'),
            "layer mood: values of an interval layer need a 'score'; good, bad have",
        ),
        (
            changed('"nominal"', '"ordinal"').replace('"Bad"', '"Bad"\nscore = 1'),
            "layer mood: either all values have",
        ),
        (
            changed('"nominal"', '"text"'),
            "layer mood: a text layer has no values; it is filled in the text or",
        ),
        (changed('"span"', '"nominal"'), "layer words: a nominal layer needs values ([[layer.value]])."),
        (
            in_good('implies = { plce = "here" }'),
            "layer mood, value good: 'implies': there is no layer 'plce'; ",
        ),
        (
            in_good('implies = { place = "her" }'),
            "layer mood, value good: 'implies': 'her' is not a value of layer place",
        ),
        (
            in_good('implies = { mood = "bad" }'),
            "layer mood, value good: 'implies' sets other layers, not its own.",
        ),
        (
            in_good('clears = { mood = ["*"] }'),
            "layer mood, value good: 'clears' empties other layers, not its own.",
        ),
        (
            in_good('implies_unless = { place = ["here"] }'),
            "layer mood, value good: 'implies_unless' names 'place'",
        ),
        (
            in_good('implies = { place = "here" }').replace(
                'title = "Here"', 'title = "Here"\nimplies = {mood = "bad"}'
            ),
            "layer mood, value good: 'implies' leads back to mood = bad.",
        ),
        (
            SMALL + '[[constraint]]\nid = "C"\nrule = "distinct"\nlayers = ["content", "moode"]\n',
            "constraint C: there is no layer 'moode'; there are mood, place, words. Did you mean 'mood'?",
        ),
        (
            SMALL
            + '[[constraint]]\nid = "C"\nrule = "quotes"\nif = { layer = "mood", values = ["goood"] }\n',
            "constraint C: 'if': 'goood' is not a value of layer mood, which has good, bad. Did you mean",
        ),
        (
            SMALL + '[[constraint]]\nid = "C"\nrule = "required"\nwhen = "always"\nlayers = ["mood"]\n',
            'constraint C: a layer can\'t be required "always", since the first key would be refused;',
        ),
        (
            SMALL + '[[edge_rule]]\nid = "e"\ntitle = "E"\ntext = "."\nlayers = ["mod"]\n',
            "edge rule e: there is no layer 'mod'; there are mood, place, words. Did you mean 'mood'?",
        ),
        (
            SMALL + '[cue_lexicon]\ngood = ["say"]\n',
            "cue_lexicon: no layer is derived as 'cue_stance', so the lists",
        ),
        (
            SMALL + '[certainty_markers]\ngod = ["may"]\n',
            "certainty_markers: 'god' is not a value of layer mood",
        ),
        (
            changed('"b"', r'"\t"'),
            "layer mood, value bad: '\\t' is not a key; give one character that can be seen.",
        ),
        (
            SMALL + "".join(PRESET.format(id=name) for name in "ab"),
            "constraint b: 'byline' already has a preset in a; keep one.",
        ),
        (
            SMALL + '[[relation]]\nid = "a"\nkey = "?"\ntitle = "A"\n',
            "relation a: the key '?' belongs to the tool; choose another.",
        ),
        (
            in_mood("physical_keys = true").replace('"b"', '"ß"'),
            "layer mood: 'ß' has no fixed place on keyboards;",
        ),
    ],
)
def test_a_fault_between_parts_is_named_with_its_place(text, expected):
    found = faults(text)
    assert any(fault.startswith(expected) for fault in found), found


def test_every_fault_is_named_and_not_only_the_first():
    text = in_good('colour = "red"\nscore = "x"') + '[[edge_rule]]\nid = "e"\ntitle = "E"\n'
    places = [fault.split(":")[0] for fault in faults(text)]
    assert places == ["layer mood, value good", "layer mood, value good", "edge rule e"]


def test_every_wrong_reference_and_key_is_named():
    text = in_good('implies = { plac = "here" }').replace('key = "b"', 'key = "j"')
    places = [fault.split(":")[0] for fault in faults(text)]
    assert places == ["layer mood, value good", "layer mood, value bad"]


def test_the_error_reads_one_fault_a_line_with_the_file():
    with pytest.raises(CodebookError) as error:
        Codebook.parse(changed('"b"', '"j"').replace('"g"', '"k"'), "mine.toml")
    assert str(error.value) == (
        "mine.toml: layer mood, value good: the key 'k' belongs to the tool; choose another.\n"
        "mine.toml: layer mood, value bad: the key 'j' belongs to the tool; choose another."
    )


def test_unknown_fields_come_with_the_nearest_known_one():
    [fault] = faults(in_good('defintion = "x"'))
    assert fault.endswith("Did you mean 'definition'?")


@pytest.mark.parametrize(
    ("text", "name", "fault"),
    [
        (
            "id = no\n",
            "a.toml",
            "line 1, column 6: this is not TOML: Invalid value. Put text in quotation marks",
        ),
        (SMALL + "[[layer]\n", "a.toml", f"line {SMALL.count(chr(10)) + 1}, column 8: this is not TOML:"),
        ('id = "a"\nid = "b"\n', "a.toml", "line 2, column 9: this is not TOML: Cannot overwrite a value."),
        ("id: mine\nlayer:\n  - a\n", "a.yaml", "this is YAML; a codebook is a TOML file"),
        ("id: mine\nlayer:\n  - a\n", "a.toml", "this looks like YAML; a codebook is a TOML file"),
        ('{"id": "a"}', "a.json", "this is JSON; a codebook is a TOML file"),
        ("x = " + "[" * 5_000, "a.toml", "tables or lists are nested too deeply."),
        ("", "a.toml", "'id' is missing."),
    ],
)
def test_text_that_is_no_codebook_is_refused_with_the_reason(text, name, fault):
    assert faults(text, name)[0].startswith(fault)


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path):
    file = tmp_path / "book.toml"
    file.write_bytes('id = "x"\ntitle = "Gemüse"\n'.encode("latin-1"))
    with pytest.raises(CodebookError, match="line 2: this is not UTF-8"):
        Codebook.load(file)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CodebookError, match=r"book\.toml: this file does not exist\."):
        Codebook.load(tmp_path / "book.toml")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(CodebookError, match="this is not a file"):
        Codebook.load(tmp_path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(CodebookError, match="this is not a file"):
        Codebook.load(tmp_path / "pipe.toml")


def test_a_huge_file_is_refused(tmp_path):
    file = tmp_path / "book.toml"
    file.write_bytes(b"#" * 1_100_000)
    with pytest.raises(CodebookError, match="1,100,000 bytes are too many for a codebook"):
        Codebook.load(file)


def test_more_layers_or_values_than_allowed_are_refused():
    layers = "".join(f'[[layer]]\nid = "x{n}"\ntitle = "X"\nmeasurement = "text"\n' for n in range(41))
    values = "".join(f'[[layer.value]]\nid = "v{n}"\ntitle = "V"\n' for n in range(201))
    head = 'id = "a"\nversion = "1"\ntitle = "A"\n'
    assert faults(head + layers) == ["'layer' has 41 entries; at most 40 are allowed."]
    layer = '[[layer]]\nid = "x"\ntitle = "X"\nmeasurement = "nominal"\n'
    assert faults(head + layer + values)[0] == "layer x: 'value' has 201 entries; at most 200 are allowed."


def test_twice_as_many_faults_take_twice_the_work():
    def work(size):
        text = 'id = "a"\nversion = "1"\ntitle = "A"\n' + "[[layer]]\nx = 1\n" * size
        return steps(lambda: faults(text))

    assert work(4_000) < 2.2 * work(2_000)


def test_values_are_taken_as_they_are():
    assert check("claim_type", "event") == "event"
    assert check("source", "s1") == "s1"
    assert check("relays", ["s2", "s1"]) == ["s2", "s1"]


@pytest.mark.parametrize("layer", ["claim_type", "cue", "relays", "content", "state", "note", "name"])
def test_every_layer_can_be_cleared(layer):
    assert check(layer, None) is None


def test_a_set_comes_back_in_the_codebooks_order():
    book = Codebook.load(DATA / "codebook_frames.toml")
    assert check("frame", ["morality", "conflict"], book) == ["conflict", "morality"]


def test_ranges_that_touch_become_one():
    assert check("content", [[1, 3], [3, 5], [7, 9]]) == [[1, 5], [7, 9]]


def test_reserved_layers_take_what_they_are_for():
    assert check("state", "done") == "done"
    assert check("unsure", "") == ""
    assert check("note", "a\nb") == "a\nb"
    assert check("name", {"article": "A", "name": " The Port "}) == {"article": "A", "name": "The Port"}
    assert {"content", "state", "unsure", "note", "name"} == RESERVED_LAYERS


@pytest.mark.parametrize(
    ("layer", "value", "message"),
    [
        (
            "claim_typ",
            "event",
            "The codebook claims-in-news has no layer 'claim_typ', but claim_type, anchor,",
        ),
        ("claim_type", "evnt", "'evnt' is not a value of layer 'claim_type', which has none, event, state,"),
        ("claim_type", 1, "1 is not a value of layer 'claim_type'"),
        ("claim_type", ["event"], "['event'] is not a value of layer 'claim_type'"),
        (
            "source",
            "s9",
            "'source' takes an entry of this article's source list, and 's9' is none. Add the source",
        ),
        ("relays", "s1", "'relays' takes a list of sources, not 's1'."),
        ("relays", [], "'relays' takes a list of sources, not []. Clear it to say that there is none."),
        ("relays", ["s1", "s1"], "'relays' names something twice: ['s1', 's1']. Name each once."),
        ("relays", ["s1"] * 51, "'relays' takes at most 50 sources, not 51."),
        (
            "cue",
            [[5, 5]],
            "'cue': the range [5, 5] is empty or outside the article, which has 100 characters.",
        ),
        ("cue", [[-1, 5]], "'cue': the range [-1, 5] is empty or outside the article"),
        ("content", [[90, 101]], "'content': the range [90, 101] is empty or outside the article"),
        (
            "content",
            [[5, 9], [1, 3]],
            "'content' takes ranges in reading order that do not overlap, and [1, 3] comes",
        ),
        ("content", [[1, 5], [4, 9]], "'content' takes ranges in reading order that do not overlap"),
        ("content", [], "'content' takes a list of [start, end] ranges, not []."),
        ("content", [1, 5], "'content' takes ranges of two whole numbers, [start, end], not 1."),
        ("content", [[1, 5, 7]], "'content' takes ranges of two whole numbers"),
        ("content", [[1.0, 5]], "'content' takes ranges of two whole numbers"),
        ("content", [[False, True]], "'content' takes ranges of two whole numbers"),
        ("content", [[n, n + 1] for n in range(201)], "'content' takes at most 200 ranges, not 201."),
        ("state", "finished", "'state' is 'done' or cleared, not 'finished'."),
        ("note", 5, "'note' takes text, not 5."),
        ("note", "x" * 10_001, "'note' takes at most 10,000 characters, not 10,001."),
        ("unsure", "a\0b", "'unsure' holds a character that can't be stored (NUL or a surrogate)."),
        ("note", "a\ud800b", "'note' holds a character that can't be stored (NUL or a surrogate)."),
        ("name", "The Port", "'name' takes an object with exactly 'article' and 'name'."),
        ("name", {"article": "A", "name": " "}, "A source needs an article and a name, not empty"),
        (
            "name",
            {"article": "A", "name": "a\x07b"},
            "A source needs an article and a name, not empty and without",
        ),
        ("name", {"article": "A", "name": "x" * 201}, "'name' takes at most 200 characters, not 201."),
        (5, "event", "A layer is named by text, not by 5."),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(layer, value, message):
    assert refusal(layer, value).startswith(message)


def test_a_misspelled_value_comes_with_the_nearest():
    assert refusal("claim_type", "evnt").endswith("Did you mean 'event'?")
    assert refusal("claim_typ", "event").endswith("Did you mean 'claim_type'?")


def test_a_long_value_is_quoted_in_part_only():
    assert len(refusal("claim_type", "x" * 5_000)) < 400


def test_a_text_layer_takes_text():
    book = Codebook.load(DATA / "codebook_frames.toml")
    assert check("remark", "so", book) == "so"
    assert refusal("remark", ["so"], book) == "'remark' takes text, not ['so']."


def test_the_example_in_the_docs_is_a_codebook():
    docs = (TESTS.parent / "docs" / "codebook.md").read_text(encoding="utf-8")
    example = docs.split("```toml\n")[1].split("```")[0]
    assert Codebook.parse(example).layer_ids == ("topic", "alarm")


def test_the_docs_name_every_field_and_rule():
    docs = (TESTS.parent / "docs" / "codebook.md").read_text(encoding="utf-8")
    data = shipped().as_json()
    fields = {*data, *data["layer"][0], *data["layer"][0]["value"][0], *data["layer"][0]["derivation"]}
    rules = {constraint.rule for constraint in shipped().constraints}
    names = {*fields, *rules} - {"value"}
    assert [name for name in sorted(names) if not re.search(rf"[`\[.]{name}\b", docs)] == []
