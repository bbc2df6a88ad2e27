"""Many discrete packages with divisible terms: what is pruned answers as all cells do, to the last fraction."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.mediation.share_results import Divided
from detente.bargaining.packages.negotiation import Ban, Bonus, Issue, Negotiation, Part, Utility
from detente.bargaining.shares import pruned_gains, share_points
from detente.bargaining.shares.gain_sets import Divisible, Limit, Shares, Slope, gain_set
from detente.errors import LimitError
from tests.bargaining.literal_frontier import literal_frontier
from tests.conftest import examples

ONE, TWO = Fraction(1), Fraction(2)


def table(values: Any, shape: tuple[int, ...]) -> Any:
    found = np.empty(len(values), object)
    found[:] = values
    return found.reshape(shape)


@st.composite
def asked(draw: st.DrawFn) -> Shares:
    """Up to three issues, one or two divisible terms; values bent or straight, at times conditional; bans, limits."""
    span = draw(st.sampled_from([2, 9, 40]))
    worth = st.builds(Fraction, st.integers(-span, span), st.sampled_from([1, 1, 2, 3]))
    lengths = draw(st.lists(st.integers(1, 3), max_size=3))
    issues = tuple(Issue(f"i{at}", tuple("abc"[:length])) for at, length in enumerate(lengths))
    terms = tuple(Divisible(name, Fraction(0), Fraction(12)) for name in "st"[: draw(st.integers(1, 2))])
    opposed = draw(st.booleans())  # the second party loses what the first gains, now and then all of it
    utilities: list[Utility] = []
    slopes: list[tuple[Slope, ...]] = []
    for party in range(2):
        if party and opposed and draw(st.booleans()):
            first = utilities[0]
            utilities.append(Utility(tuple(Part(part.issues, -part.table) for part in first.parts)))
        else:
            over: list[tuple[int, ...]] = [(at,) for at in range(len(lengths))]
            if len(lengths) > 1:
                over.append(draw(st.sampled_from([(0, 1), (1, 0), (len(lengths) - 1, 0)])))
            parts = []
            for places in over:
                shape = tuple(lengths[at] for at in places)
                count = int(np.prod(shape))
                parts.append(Part(places, table(draw(st.lists(worth, min_size=count, max_size=count)), shape)))
            bonus = (Bonus(((0, (0, lengths[0] - 1)),), draw(worth)),) if lengths and draw(st.booleans()) else ()
            utilities.append(Utility(tuple(parts), bonus, draw(worth)))
        if party and opposed:
            slopes.append(
                tuple(Slope(one.term, tuple((at, -value) for at, value in one.points), one.when) for one in slopes[0])
            )
            continue
        mine = []
        for term in range(len(terms)):
            for conditional in [False, True] if lengths and draw(st.booleans()) else [False]:
                bend = Fraction(draw(st.integers(1, 11)))
                points = ((Fraction(0), draw(worth)), (bend, draw(worth)), (Fraction(12), draw(worth)))
                mine.append(Slope(term, points, ((0, 0),) if conditional else ()))
        slopes.append(tuple(mine))
    bans: tuple[Ban, ...] = ()
    if lengths and lengths[0] > 1 and draw(st.booleans()):
        bans = (Ban("no", (0,), np.arange(lengths[0]) == 1),)
    limits = (Limit((ONE,) * len(terms), Fraction(draw(st.integers(4, 20)))),) if draw(st.booleans()) else ()
    without = (draw(worth), draw(worth))
    return Shares(Negotiation(("A", "B"), issues, tuple(utilities), without, bans), terms, tuple(slopes), limits)


def literal(shares: Shares) -> dict[str, Any]:
    """The answers from all cells, one linear programme at a time."""
    found = gain_set(shares)
    cells = share_points.acceptable(found.hulls, 2)
    answers: dict[str, Any] = {
        "packages": found.packages,
        "cells": found.cells,
        "zone": share_points.zone(found.hulls),
        "sum": share_points.largest_sum(found.hulls, 2, in_zone=False),
        "corners": share_points.undominated_corners(found),
        "frontier": literal_frontier(found),
    }
    if cells:
        ideal = share_points.ideal(cells, 2)
        answers |= {
            "ideal": ideal,
            "nash": share_points.nash(cells, 2),
            "ks": share_points.levelled(cells, ideal),
            "egalitarian": share_points.levelled(cells, (ONE, ONE)),
            "sum in zone": share_points.largest_sum(cells, 2, in_zone=True),
        }
    return answers


def pruned(shares: Shares) -> dict[str, Any]:
    divided = Divided(shares)
    told = divided.answer()
    answers: dict[str, Any] = {
        "packages": told["discrete_packages"],
        "cells": told["cells"],
        "zone": divided.zone,
        "sum": told["utilitarian_all"]["surplus"],
        "corners": told["frontier_corners"],
        "frontier": divided.frontier,
    }
    if divided.cells:
        answers |= {
            "ideal": divided.ideal,
            "nash": divided.nash,
            "ks": divided.kalai_smorodinsky,
            "egalitarian": divided.egalitarian,
            "sum in zone": told["utilitarian"]["surplus"],
        }
    return answers


@given(asked())
@examples(200)
def test_pruned_answers_are_those_of_all_cells(shares: Shares) -> None:
    assert pruned(shares) == literal(shares)


def a_line(values: list[Fraction], without: Fraction = Fraction(0)) -> Shares:
    """One issue of which A has so much, B nothing; a term of 1 that A gives to B at par."""
    issue = Issue("i", tuple(map(str, range(len(values)))))
    give = Slope(0, ((Fraction(0), ONE), (ONE, Fraction(0))))
    take = Slope(0, ((Fraction(0), Fraction(0)), (ONE, ONE)))
    utilities = (Utility((Part((0,), table(values, (len(values),))),)), Utility())
    negotiation = Negotiation(("A", "B"), (issue,), utilities, (without, Fraction(0)))
    return Shares(negotiation, (Divisible("t", Fraction(0), ONE),), ((give,), (take,)))


def test_what_floats_cannot_tell_apart_is_left_to_fractions() -> None:
    """Ten packages better by 10⁻³⁰ each: the last alone is on the frontier, whose ends are exact."""
    tiny = Fraction(1, 10**30)
    shares = a_line([at * tiny for at in range(10)])
    divided = Divided(shares)
    assert [(one.left, one.right) for one in divided.frontier] == [((9 * tiny, ONE), (1 + 9 * tiny, Fraction(0)))]
    assert pruned(shares) == literal(shares)


@pytest.mark.parametrize("far", [Fraction(10**400), Fraction(-(10**25), 7), Fraction(1, 10**400)])
def test_numbers_beyond_floats(far: Fraction) -> None:
    shares = a_line([far, far + Fraction(1, 3), far - 2], far)
    assert pruned(shares) == literal(shares)


def test_parts_are_compared_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few edges at a time give the same cells."""
    shares = a_line([Fraction(n * n % 101, 7) for n in range(60)])
    found = pruned_gains.pruned_gain_set(shares)
    assert len(found.pieces) < 60
    monkeypatch.setattr(pruned_gains, "TOGETHER", 5)
    assert pruned_gains.pruned_gain_set(shares) == found


def test_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = a_line([ONE, TWO, ONE])
    monkeypatch.setattr(pruned_gains, "MOST_PACKAGES", 2)
    with pytest.raises(LimitError, match="more than 2 combinations"):
        pruned_gains.pruned_gain_set(shares)
