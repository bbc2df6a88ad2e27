"""Tables on a terminal or in a file: drawn at once where nothing has to be folded, exactly as they would be else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.cli.printing import DIVIDER, folded, in_columns
from tests.cli.test_commands import run
from tests.conftest import examples

WORD = st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" سلام你e\u0301"), max_size=12)


@examples(100)
@given(st.data())
def test_a_table_that_needs_no_folding_is_drawn_as_one_that_may(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    row = st.lists(WORD, min_size=count, max_size=count)
    headings, cells = data.draw(row), data.draw(st.lists(row, max_size=4))
    right = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    title = data.draw(st.none() | WORD)
    drawn = in_columns(headings, cells, right, title, 160)
    assert drawn in ("", folded(headings, cells, right, title, 160))


def test_most_tables_are() -> None:
    told = in_columns(["actor", "points"], [["سلام", "3"], ["A", "12"]], [False, True], "Told", 160)
    assert [line.rstrip() for line in told.replace(DIVIDER, " ").split("\n")] == [
        "Told", "", " actor   points", f" {'─' * 14}", " سلام         3", " A           12", "", "",
    ]  # fmt: skip
    assert in_columns(["a" * 200], [], [False], None, 160) == "" == in_columns(["a"], [["b\nc"]], [False], None, 160)


def test_a_study_lists_once_what_all_ways_of_looking_ahead_agree_on() -> None:
    from detente.cli.study import _agreed

    row = {"question": "a", "concept": "R", "answer": "yes", "share": "80%"}
    other = {**row, "question": "b"}
    rows = [row, {**row, "concept": "SEQ"}, other, {**other, "concept": "SEQ", "share": "70%"}]
    assert _agreed(rows, "en") == [{**row, "concept": "all"}, *rows[2:]]
    assert _agreed(rows[::2], "en") == rows[::2]  # one way alone keeps its name


def test_tables_of_papers_name_actors_and_options_too() -> None:
    """As every table on a terminal; with ``--ids`` and in files the ids."""
    words = ("show", "docs/examples/dam.gmcr", "--options", "--rankings", "--moves")
    told, ids, filed = (run(*words, *more).stdout for more in ((), ("--ids",), ("--format", "csv")))
    assert "Ethiopia   Fill the reservoir" in told and "ethiopia" not in told
    assert "ethiopia   fill_the_reservoir" in ids and "Ethiopia" not in ids and "Ethiopia" not in filed
