"""A table of labels as numbers: what is the same, what comes first, and what is left out."""

import numpy as np
import pytest

from exports.agreement.tables.label_table import Column, label_table
from exports.agreement.tables.rows import Reading, TextColumn, read_rows
from labels.errors import TableError

HEADER = "annotator,unit,value\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "labels.csv"

    def read(text, **reading):
        path.write_text(text, encoding="utf-8")
        return label_table(read_rows(path, Reading(**reading)))

    return read


def column(*texts):
    taken = TextColumn()
    taken.take(texts)
    return taken


def test_a_column_holds_each_text_once_and_where_it_came_first():
    taken = column("b", "a", "b")
    taken.take(["a", "c"])
    assert taken.first == {"b": 0, "a": 1, "c": 4}
    assert taken.codes.tolist() == [0, 1, 0, 1, 4]


def test_the_first_blank_row_is_found_whatever_its_white_space():
    assert column("a", "b").first_blank() is None
    assert column("a", " \t", "", " \t").first_blank() == 1


def test_cells_that_differ_in_white_space_around_them_are_one_text(table):
    units = table(HEADER + "a,u,x\nb, u ,x\nc,v,x\n").units
    assert (units.names, units.codes.tolist()) == (("u", "v"), [0, 0, 1])


def test_numbers_follow_the_first_label_not_the_first_row(table):
    given = table(HEADER + "b,v,\na,u,x\nb,v,x\nc,w,NA\n", missing=frozenset({"NA"}))
    assert (given.units.names, given.annotators.names) == (("u", "v"), ("a", "b"))
    assert (given.lines.tolist(), given.n_missing) == ([3, 4], 2)


@pytest.mark.parametrize("blank", [",u,x", "a, ,x"])
def test_a_row_without_annotator_or_unit_is_refused_before_a_later_fault(table, blank):
    rows = "".join(f"a{n},u,x\n" for n in range(300))
    with pytest.raises(TableError, match=r"line 302: no (annotator|unit)\."):
        table(f"{HEADER}{rows}{blank}\nb,u\n")


def test_a_fault_of_form_is_refused_before_a_later_row_without_annotator(table):
    with pytest.raises(TableError, match="line 3: 2 values"):
        table(HEADER + "a,u,x\nb,u\n,u,x\n")


def test_some_rows_of_a_column_number_their_texts_anew():
    some = Column(("x", "y", "z"), np.array([2, 0, 1, 2])).chosen(np.array([False, False, True, True]))
    assert (some.names, some.codes.tolist()) == (("y", "z"), [0, 1])


def test_renamed_texts_that_become_the_same_are_one():
    merged = Column(("x", "y", "X"), np.array([0, 1, 2])).renamed(["x", "y", "x"])
    assert (merged.names, merged.codes.tolist(), merged.counts()) == (("x", "y"), [0, 1, 0], {"x": 2, "y": 1})


@pytest.mark.parametrize(("duplicates", "kept"), [("first", ["x", "z"]), ("last", ["y", "z"])])
@pytest.mark.parametrize("others", [0, 40])
def test_the_chosen_one_of_several_labels_stays_in_tables_of_few_units_and_of_many(
    table, duplicates, kept, others
):
    alone = "".join(f"p{n},q{n},w\n" for n in range(others))
    given = table(HEADER + "a,u,x\na,u,y\nb,u,z\n" + alone, duplicates=duplicates)
    assert [*given.values] == kept + ["w"] * others
    assert given.n_duplicates == 1
