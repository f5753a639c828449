"""Keys: those a codebook gives, those it leaves to the tool, and those that would have two meanings."""

import pytest

from labels.codebook.codebook import Codebook, shipped
from labels.codebook.keys import STROKES
from labels.codebook.shared import RESERVED_KEYS, SHARED
from labels.errors import CodebookError

HEAD = 'id = "a"\nversion = "1"\ntitle = "A"\n'


def layer(name, keys, *, values=0, **fields):
    """A nominal layer with a value for each key, or with some values without keys."""
    lines = [f'[[layer]]\nid = "{name}"\ntitle = "{name.title()}"\nmeasurement = "nominal"\n']
    lines += [f"{field} = {value}\n" for field, value in fields.items()]
    lines += [f'[[layer.value]]\nid = "v{n}"\ntitle = "V"\nkey = {key!r}\n' for n, key in enumerate(keys)]
    lines += [f'[[layer.value]]\nid = "w{n}"\ntitle = "W"\n' for n in range(values)]
    return "".join(lines)


def faults(*layers):
    with pytest.raises(CodebookError) as error:
        Codebook.parse(HEAD + "".join(layers))
    return error.value.faults


def keys_of(codebook, name):
    return [value.key for value in codebook.layer(name).values]


@pytest.mark.parametrize("key", sorted(RESERVED_KEYS))
def test_no_value_can_have_a_key_that_the_tool_uses(key):
    assert "belongs to the tool" in faults(layer("x", [key]))[0]


@pytest.mark.parametrize("key", ["Home", "End", "PageUp", "PageDown", "ArrowUp", " ", "J", "Delete"])
def test_the_tools_keys_are_those_that_the_page_binds(key):
    assert key.lower() in {name.lower() for name in SHARED["commands"]}
    assert "belongs to the tool" in faults(layer("x", [key]))[0]


@pytest.mark.parametrize(
    "key",
    ["Shift", "KeyZ", "Numpad1", "Digit1", "Spacebar", "Dead", "Ctrl+a", "M1", "é1", "\u200b", "\u3000"],
)
def test_what_no_press_prints_is_not_a_key(key):
    assert "is not a key" in faults(layer("x", [key]))[0]


def test_the_kelvin_sign_is_the_letter_k():
    assert faults(layer("x", ["\u212a"])) == [
        "layer x, value v0: the key 'k' belongs to the tool; choose another."
    ]


def test_a_key_of_two_strokes_is_taken():
    assert keys_of(Codebook.parse(HEAD + layer("x", ["m1", "m2", "01"])), "x") == ["m1", "m2", "01"]


def test_no_key_begins_another():
    [fault] = faults(layer("x", ["m1"]), layer("y", ["m"]))
    assert fault == (
        "layer x, value v0: 'm1' begins with 'm', which is the key of layer y, value v0; choose another "
        "first stroke."
    )


def test_a_command_can_not_begin_a_key():
    assert faults(layer("x", ["j1"])) == [
        "layer x, value v0: the key 'j' belongs to the tool, so it can't begin 'j1'; choose another."
    ]


def test_values_without_keys_get_two_strokes_from_their_layers_key():
    book = Codebook.parse(HEAD + layer("x", [], values=12, key='"m"'))
    assert keys_of(book, "x") == [f"m{stroke}" for stroke in "1234567890ab"]


def test_a_few_values_without_any_key_get_free_digits():
    book = Codebook.parse(HEAD + layer("x", ["1"]) + layer("y", [], values=3))
    assert keys_of(book, "y") == ["2", "3", "4"]


def test_many_values_without_any_key_get_two_strokes():
    book = Codebook.parse(HEAD + layer("frame", [], values=12))
    assert keys_of(book, "frame")[:2] == ["r1", "r2"]


def test_the_keys_that_the_tool_gives_are_no_part_of_the_version():
    given = Codebook.parse(HEAD + layer("x", [], values=2))
    assert keys_of(given, "x") == ["1", "2"]
    assert given.hash != Codebook.parse(HEAD + layer("x", ["1", "2"])).hash


def test_the_shipped_codebook_keeps_the_keys_of_its_file():
    assert [value.key for value in shipped().layer("anchor").values] == ["", "i", ""]


def test_more_values_than_second_strokes_are_refused():
    assert "too many for the second stroke" in faults(layer("x", [], values=len(STROKES) + 1, key='"m"'))[0]


def test_keys_by_place_and_keys_by_letter_do_not_mix():
    [fault] = faults(layer("x", ["z"], physical_keys="true"), layer("y", ["a"]))
    assert fault.startswith("layers x bind keys by place (physical_keys), y by letter.")


def test_a_codebook_may_bind_every_key_by_place():
    by_place = [layer(name, [key], physical_keys="true") for name, key in (("x", "z"), ("y", "a"))]
    assert Codebook.parse(HEAD + "".join(by_place)).is_by_place


def test_a_project_opens_with_a_codebook_that_was_checked_by_older_rules():
    book = Codebook.stored(HEAD + layer("x", ["End"]))
    assert keys_of(book, "x") == ["End"]
