"""Texts as the page has them: edits lead there and back whatever ends the lines; changes of two are joined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.web.contracts.asking import Edit
from detente.web.texts import applied, between, differences, merged, shown

LINES = st.lists(st.text("ab :é\u0645\U0001f40d\u2028", max_size=6), max_size=6)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def joined(lines: list[str], end: str) -> str:
    return end.join(lines)


@given(LINES, LINES, ENDS, st.booleans())
def test_edits_lead_from_one_text_to_another_and_back(one: list[str], other: list[str], end: str, mark: bool) -> None:
    before, after = (("\ufeff" if mark else "") + joined(lines, end) for lines in (one, other))
    there, here = between(shown(before), shown(after)), between(shown(after), shown(before))
    assert shown(applied(before, there)) == shown(after)
    if end in before and end in after:
        assert applied(before, there) == after
        assert applied(after, here) == before


@given(LINES, LINES)
def test_the_edits_are_no_larger_than_the_lines_that_differ(one: list[str], other: list[str]) -> None:
    before, after = joined(one, "\n"), joined(other, "\n")
    assert (between(before, after) == []) == (before == after)
    assert sum(len(edit.text) for edit in between(before, after)) <= len(after)


@given(LINES, LINES)
def test_what_one_side_alone_changed_is_taken(one: list[str], other: list[str]) -> None:
    base, ours = joined(one, "\n"), joined(other, "\n")
    assert merged(base, ours, base) == ours
    assert merged(base, base, ours) == ours
    assert merged(base, ours, ours) == ours
    assert bool(differences(base, ours, base)) == (base != ours)


def test_changes_of_two_are_joined_where_they_do_not_meet() -> None:
    base = "a\nb\nc\nd\ne\n"
    assert merged(base, "a\nB\nc\nd\ne\n", "a\nb\nc\nd\nE\nf\n") == "a\nB\nc\nd\nE\nf\n"
    assert merged(base, "a\nB\nc\nd\ne\n", "a\nX\nc\nd\ne\n") is None
    (one,) = differences(base, "a\nB\nc\nd\ne\n", "a\nX\nc\nd\ne\n")
    assert (one.line, one.before, one.ours, one.theirs) == (2, "b", "B", "X")


@pytest.mark.parametrize(
    "edits", [[Edit(from_=2, to=9, text="")], [Edit(from_=0, to=2, text="x"), Edit(from_=1, to=3, text="y")]]
)
def test_edits_that_overlap_or_lie_outside_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(DetenteError) as caught:
        applied("abc", edits)
    assert str(caught.value) == "two edits overlap, or one lies outside the text; nothing was changed"
