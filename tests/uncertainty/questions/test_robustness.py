"""How far an answer holds: known radii, and swaps against every order there is."""

from __future__ import annotations

import pytest

from detente.uncertainty.questions.robustness import robustness
from tests.uncertainty.asked import rule_study, says_all, simple


def test_radius_of_the_rule() -> None:
    """From the middle of unit ranges x0 < 0.4 is 0.1 away of 0.5: a fifth of the way."""
    result = robustness(rule_study())
    (margin,) = result.margins
    assert margin.radius == pytest.approx(0.2, abs=1e-6)
    assert margin.changed is not None and margin.changed.count == 0
    says_all(result)


def test_radius_of_a_sloped_border() -> None:
    """u + v > 1.5 from (0.5, 0.5): both move by half of the way; a corner that a draw alone would not hit."""
    (margin,) = robustness(simple("u + v - 1.5", {"u": "0..1", "v": "0..1"}, 500)).margins
    assert margin.radius == pytest.approx(0.5, abs=1e-6)


def test_ways_to_the_ends_differ_by_side() -> None:
    """A triangle with its centre at 2 of 1 to 6: turns at 3, a quarter of the way up."""
    (margin,) = robustness(simple("u - 3", {"u": {"low": 1, "likely": 2, "high": 6}})).margins
    assert margin.radius == pytest.approx(0.25, abs=1e-6)


def test_without_another_answer_there_is_no_radius() -> None:
    result = robustness(simple("1 + u", {"u": "0..1"}, 200))
    assert result.margins[0].radius is None
    says_all(result)


def test_swaps_of_a_ranking() -> None:
    """Two options of one actor; the order of its four outcomes says how many exchanges turn the answer."""
    options = {"options": {"a": {"x": None, "y": None}}, "questions": {"q": "a.x"}}

    def swaps(*order: str) -> tuple[int | None, int]:
        ranking = [[text] for text in order]
        margin = robustness(simple("1", {}, 5, preferences={"a": {"ranking": ranking}}, **options)).margins[0]
        return margin.swaps, margin.swaps_tried

    both, x, y, none = "a.x and a.y", "a.x and not a.y", "a.y and not a.x", "not a.x and not a.y"
    assert swaps(both, y, x, none) == (1, 1)
    assert swaps(both, x, y, none) == (2, 2)
    says_all(robustness(simple("1", {}, 5, preferences={"a": {"ranking": [[both], [x], [y], [none]]}}, **options)))


def test_swaps_are_not_asked_where_a_gain_is_needed_to_move() -> None:
    blocks = {"actors": {"a": {"inertia": "0.1"}}}
    assert robustness(simple("u", {"u": "0.2..1"}, 50, **blocks)).margins[0].swaps_tried == 0


@pytest.mark.parametrize("draws", [1, 2, 7])
def test_few_draws(draws: int) -> None:
    says_all(robustness(rule_study(draws)))
