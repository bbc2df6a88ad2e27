"""What is offered where a file is being written, and how its mistakes are mended."""

from __future__ import annotations

from pathlib import Path

import pytest

import detente as dt
from detente.load import check_text
from detente.situation.writing.completing import offers
from detente.situation.writing.mending import mends
from tests.broken_cases import BROKEN

KURIL = dt.load("kuril/2019-01").situation


@pytest.mark.parametrize(
    ("text", "begins", "word", "kind"),
    [
        ("que|", 3, "questions", "key"),
        ("actors:\n  japan: {na|", 2, "name", "key"),
        ("preferences:\n  |", 0, "russia", "actor"),
        ('preferences:\n  japan: {goals: {x: {want: "japan.pa|', 8, "japan.partnership", "option"),
        ('questions:\n  x:\n    statement: "peace.islands == |', 0, "four", "level"),
        ("preferences:\n  japan:\n    goals:\n      x:\n        weight: us|", 2, "us_reliability", "driver"),
        ("drivers:\n  x:\n    cites: [d|", 1, "doubt", "cite"),
        ("agreements:\n  peace:\n    parties: [japan, ru|", 2, "russia", "actor"),
        ("agreements:\n  peace:\n    terms:\n      x:\n        leave: |", 0, "never", "value"),
        ("status_quo:\n  pe|", 2, "peace.treaty", "term"),
        ("status_quo:\n  peace.islands: |", 0, "keep", "level"),
    ],
)
def test_what_fits_is_offered(text: str, begins: int, word: str, kind: str) -> None:
    at = text.index("|")
    start, found = offers(text.replace("|", ""), at, KURIL)
    assert start == at - begins
    assert (word, kind) in [(one.word, one.kind) for one in found]


def test_keys_are_offered_in_a_text_that_is_not_right_yet() -> None:
    _, found = offers("detente: 1\nac", 13, None)
    assert "actors" in [one.word for one in found]
    assert all(one.text for one in found)


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_mend_makes_its_mistake_go_away(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    for problem in check_text(text, BROKEN).problems:
        for mend in mends(problem):
            assert problem.place is not None
            lines = text.split("\n")
            line = lines[problem.place.line - 1]
            lines[problem.place.line - 1] = line[: mend.start] + mend.text + line[mend.end :]
            codes = [(one.code, str(one.place)) for one in check_text("\n".join(lines), BROKEN).problems]
            assert (problem.code, str(problem.place)) not in codes, (problem.message(), mend)
