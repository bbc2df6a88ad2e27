"""Divisible terms against fine grids, the nucleolus by its definition, stages and ratifiers by brute force."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.bargaining.mediation.comparisons import compared
from detente.bargaining.mediation.deadline import offers
from detente.bargaining.mediation.ratification import ratified, says_yes
from detente.bargaining.mediation.robust_packages import acceptance
from detente.bargaining.mediation.share_results import Divided, Payable
from detente.bargaining.mediation.stages import Item, Swap, delivered
from detente.bargaining.packages.negotiation import Issue, Negotiation, Part, Utility
from detente.bargaining.shares import share_points
from detente.bargaining.shares.gain_sets import Divisible, Limit, Shares, Slope, gain_set
from detente.bargaining.shares.money import transfers, with_money
from detente.bargaining.shares.share_frontier import frontier
from detente.bargaining.sharing.games import coalitions
from detente.bargaining.sharing.least_core import core, nucleolus
from detente.errors import DetenteError
from tests.conftest import examples

whole = st.integers(-9, 9).map(Fraction)
GRID = 12  # cuts of a range of 12: every whole level, where all points and limits lie


@st.composite
def values(draw: st.DrawFn, term: int) -> tuple[Slope, ...]:
    """What a party makes of a divisible term: a line bent at a whole level, at times more by one plan."""
    bend = Fraction(draw(st.integers(1, 11)))
    always = Slope(term, ((Fraction(0), draw(whole)), (bend, draw(whole)), (Fraction(12), draw(whole))))
    if not draw(st.booleans()):
        return (always,)
    ends = ((Fraction(0), draw(whole)), (Fraction(12), draw(whole)))
    return always, Slope(term, ends, ((0, draw(st.integers(0, 1))),))


@st.composite
def shares(draw: st.DrawFn, parties: int = 2) -> Shares:
    """Two plain issues (a plan, and one with three levels) beside one or two divisible terms from 0 to 12, at times a
    limit on the sum of these."""
    names, count = tuple("ABC"[:parties]), draw(st.integers(1, 2))
    terms = tuple(Divisible(name, Fraction(0), Fraction(12)) for name in "st"[:count])
    issues = (Issue("plan", ("no", "yes")), Issue("site", ("x", "y", "z")))[: draw(st.integers(0, 2))]
    utilities, slopes = [], []
    for _ in names:
        slopes.append(tuple(one for term in range(count) for one in draw(values(term)) if issues or not one.when))
        parts = [
            Part((place,), np.array([draw(whole) for _ in issue.levels], object)) for place, issue in enumerate(issues)
        ]
        utilities.append(Utility(tuple(parts)))
    without = tuple(draw(whole) for _ in names)
    negotiation = Negotiation(names, issues, tuple(utilities), without)
    most = Fraction(draw(st.integers(4, 20)))
    limits = (Limit((Fraction(1),) * count, most),) if draw(st.booleans()) else ()
    return Shares(negotiation, terms, tuple(slopes), limits)


def gains_at(asked: Shares, package: tuple[int, ...], levels: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """By the definition: what each party makes of the plain issues and of every level, less no deal."""
    return tuple(
        sum((part.table[package[part.issues[0]]] for part in utility.parts), Fraction(0))
        + sum(
            (slope.at(levels[slope.term]) for slope in slopes if all(package[i] == at for i, at in slope.when)),
            Fraction(0),
        )
        - without
        for utility, slopes, without in zip(
            asked.negotiation.utilities, asked.slopes, asked.negotiation.disagreement, strict=True
        )
    )


def grid(asked: Shares) -> list[tuple[Fraction, ...]]:
    """The gains at every whole level (where all bends and limits lie) of every package, each once."""
    found = {}
    for package in itertools.product(*(range(len(issue.levels)) for issue in asked.negotiation.issues)):
        for levels in itertools.product([Fraction(n) for n in range(GRID + 1)], repeat=len(asked.terms)):
            if all(sum(f * x for f, x in zip(one.factors, levels, strict=True)) <= one.most for one in asked.limits):
                found[gains_at(asked, package, levels)] = None
    return list(found)


@given(shares())
@examples(25)
def test_no_package_of_a_grid_is_better_than_what_is_told(asked: Shares) -> None:
    found, packages = gain_set(asked), grid(asked)
    known = set(packages)
    assert all(gains in known for cell in found.pieces for gains in cell.gains)  # every corner, exactly
    zone = share_points.zone(found.hulls)
    assert zone.smallest >= max(min(gains) for gains in packages)
    assert zone.hull >= zone.smallest
    corners = share_points.undominated_corners(found)
    assert all(not beats(gains, corner) for gains in packages for corner in corners)
    pieces = frontier(found)
    for piece in pieces:
        middle = tuple((a + b) / 2 for a, b in zip(piece.left, piece.right, strict=True))
        inside = [middle, *([] if piece.left_open else [piece.left]), *([] if piece.right_open else [piece.right])]
        assert all(not beats(gains, point) for gains in packages for point in inside)
    for gains in packages:
        assert any(covered(piece, gains) for piece in pieces), gains
    acceptable = [gains for gains in packages if min(gains) >= 0]
    cells = share_points.acceptable(found.hulls, len(asked.parties))
    assert bool(cells) == zone.weak
    if not cells:
        assert not acceptable
        return
    nash = share_points.nash(cells, 2)
    ideal = share_points.ideal(cells, 2)
    equal = share_points.levelled(cells, (Fraction(1), Fraction(1)))
    for gains in acceptable:
        assert all(g <= i for g, i in zip(gains, ideal, strict=True))
        assert tuple(sorted(gains)) <= equal.sorted
        gainers = [g for g in gains if g > 0]
        assert len(gainers) <= nash.gainers
        if nash.gainers == 2 and len(gainers) == 2:
            assert gainers[0] * gainers[1] <= nash.product
    for point in nash.gains:
        assert all(not beats(gains, point) for gains in acceptable) or nash.gainers < 2


def beats(gains: Any, point: Any) -> bool:
    return all(g >= p for g, p in zip(gains, point, strict=True)) and tuple(gains) != tuple(point)


def covered(piece: Any, gains: Any) -> bool:
    """Some point of the piece, its ends included, is at least as good for both."""
    if piece.right[0] < gains[0]:
        return False
    x = max(piece.left[0], gains[0])
    return bool(piece.at(x) >= gains[1])


@given(shares(parties=3))
@examples(8)
def test_three_parties_have_a_certified_product(asked: Shares) -> None:
    found = gain_set(asked)
    cells = share_points.acceptable(found.hulls, len(asked.parties))
    assume(bool(cells))
    nash = share_points.nash(cells, 3)
    assert nash.gap <= 1e-6
    for gains in grid(asked):
        if min(gains) >= 0 and nash.gainers == 3:
            assert float(gains[0] * gains[1] * gains[2]) <= float(nash.product) * (1 + 1e-6) + 1e-9


@given(st.lists(st.integers(0, 12), min_size=7, max_size=7))
@examples(60)
def test_the_nucleolus_is_least_in_its_excesses(values: list[int]) -> None:
    """Of all divisions near it that give each what it is worth alone, none has smaller sorted excesses."""
    groups = coalitions(3)
    worths = dict(zip(groups, map(Fraction, values), strict=True))
    everyone = frozenset(range(3))
    alone = [worths[frozenset([player])] for player in range(3)]
    found = nucleolus(worths.__getitem__, 3, core(worths.__getitem__, 3))
    if found is None:
        assert sum(alone) > worths[everyone]
        return
    assert sum(found) == worths[everyone]

    def excesses(division: tuple[Fraction, ...]) -> list[Fraction]:
        return sorted((worths[g] - sum(division[p] for p in g) for g in groups if g != everyone), reverse=True)

    for size in (Fraction(1), Fraction(1, 3), Fraction(1, 40)):
        for giver, taker in itertools.permutations(range(3), 2):
            other = [*found]
            other[giver] -= size
            other[taker] += size
            if all(value >= least for value, least in zip(other, alone, strict=True)):
                assert excesses(found) <= excesses(tuple(other))


@given(st.lists(st.tuples(whole, whole, whole), min_size=1, max_size=6))
@examples(40)
def test_payments_share_the_surplus_and_leave_nobody_worse_off(gains: list[tuple[Fraction, ...]]) -> None:
    found = with_money(gains, (Fraction(1), Fraction(2), Fraction(1, 2)), (Fraction(0),) * 3)
    assert found.surplus == max(g[0] + g[1] / 2 + g[2] * 2 for g in gains)
    for receives in (*found.nash_receives, *found.egalitarian_receives):
        assert sum(receives) == 0
        paid = transfers(receives)
        assert len(paid) <= 2
        for party in range(3):
            net = sum(a for _, taker, a in paid if taker == party) - sum(a for giver, _, a in paid if giver == party)
            assert net == receives[party]


@given(st.lists(st.tuples(*[st.integers(-2, 3)] * 5), min_size=1, max_size=6), st.integers(0, 3))
@examples(60)
def test_ratifiers_pass_what_their_rules_say(rows: list[tuple[int, ...]], shape: int) -> None:
    names = ("A", "B", "p", "q", "r")
    rule: Any = ({"all": ["p", "q"]}, {"any": ["p", {"all": ["q", "r"]}]}, {"majority_of": ["p", "q", "r"]}, "p")[shape]
    gains = {f"x{at}": dict(zip(names, map(Fraction, row), strict=True)) for at, row in enumerate(rows)}
    found = ratified(gains, ("A", "B"), {"A": rule}, {})
    yes = {x: frozenset(n for n in "pqr" if one[n] >= 0) for x, one in gains.items()}
    zone = sorted(x for x, one in gains.items() if one["A"] > 0 and one["B"] > 0)
    assert list(found.zone) == zone
    assert list(found.passes) == [x for x in zone if says_yes(rule, yes[x])]
    for package, sets in found.missing.items():
        for more in sets:
            assert says_yes(rule, yes[package] | set(more))
            assert all(not says_yes(rule, yes[package] | (set(more) - {one})) for one in more)


@st.composite
def swaps(draw: st.DrawFn) -> Swap:
    items = []
    for name, giver in (("land", "A"), ("money", "B")):
        costs = {
            giver: Fraction(-draw(st.integers(0, 9))),
            "B" if giver == "A" else "A": Fraction(draw(st.integers(0, 12))),
        }
        items.append(Item(name, giver, draw(st.integers(1, 3)), costs, draw(st.booleans())))
    inertia = {party: Fraction(draw(st.integers(0, 8)), 2) for party in "AB"}
    return Swap(("A", "B"), tuple(items), inertia, {"A": Fraction(draw(st.integers(0, 2)))}, draw(st.booleans()))


@given(swaps())
@examples(60)
def test_an_order_of_steps_is_safe_by_trying_all_of_them(swap: Swap) -> None:
    found = delivered(swap)
    pieces = [name for item in swap.items for name in [item.name] * item.pieces]
    safe = [order for order in set(itertools.permutations(pieces)) if is_safe(swap, order)]
    assert (found.order is not None) == bool(safe)
    if found.order is not None:
        assert is_safe(swap, found.order)
        assert found.exposure == min(exposure(swap, order) for order in safe)
        assert found.needed == 0
    else:
        more = {party: swap.inertia[party] + found.needed for party in swap.parties}
        helped = Swap(swap.parties, swap.items, more, swap.bonds, swap.takes_back)
        assert swap.takes_back or delivered(helped).order is not None  # more inertia also holds back who answers
        assert found.needed > 0


def states_of(swap: Swap, order: tuple[str, ...]) -> list[tuple[int, ...]]:
    names = [item.name for item in swap.items]
    return [tuple(order[:done].count(name) for name in names) for done in range(len(order) + 1)]


def is_safe(swap: Swap, order: tuple[str, ...]) -> bool:
    whole_ = {party: swap.value(swap.whole, party) for party in swap.parties}
    for state in states_of(swap, order):
        for party in swap.parties:
            if swap.can_stop(state, party):
                stake = swap.inertia[party] + swap.bonds.get(party, Fraction(0))
                if stopping(swap, state, party) - whole_[party] > stake:
                    return False
    return True


def stopping(swap: Swap, state: tuple[int, ...], party: str) -> Fraction:
    """Two parties: the other answers once, by taking back any pieces that return, if that gains it enough."""
    worst = swap.value(state, party)
    if swap.takes_back:
        (other,) = set(swap.parties) - {party}
        spans = [
            range(done + 1) if item.giver == other and item.returns else [done]
            for done, item in zip(state, swap.items, strict=True)
        ]
        for there in itertools.product(*spans):
            if swap.value(there, other) - swap.value(state, other) > swap.inertia[other]:
                worst = min(worst, swap.value(there, party))
    return worst


def exposure(swap: Swap, order: tuple[str, ...]) -> Fraction:
    start = {party: swap.value(tuple(0 for _ in swap.items), party) for party in swap.parties}
    return max(start[p] - swap.value(state, p) for state in states_of(swap, order) for p in swap.parties)


def test_offers_by_hand() -> None:
    nine = Fraction(9, 10)
    assert offers((nine, nine)) == (Fraction(10, 19), Fraction(9, 19))
    assert offers((nine, nine), rounds=1) == (1, 0)
    assert offers((nine, nine), rounds=2) == (Fraction(1, 10), nine)
    assert offers((nine, nine), (Fraction(0), Fraction(3, 5))) == (Fraction(2, 5), Fraction(3, 5))
    assert offers((nine, nine), (Fraction(0), Fraction(1, 5))) == (Fraction(10, 19), Fraction(9, 19))
    assert offers((nine, nine), (Fraction(3, 5), Fraction(3, 5))) is None


def test_comparisons_that_contradict_by_hand() -> None:
    scores = {"x": {"a": Fraction(1), "b": Fraction(0)}, "y": {"a": Fraction(0), "b": Fraction(1)}}
    found = compared(("a", "b"), scores, [("x", "y"), ("y", "x")])
    assert not found.consistent
    assert found.contradiction == ((0, 1),)


def test_a_tie_accepts() -> None:
    span = {"A": (Fraction(3), Fraction(3)), "B": (Fraction(0), Fraction(4))}
    assert acceptance({"x": {"A": Fraction(3), "B": Fraction(3)}}, span) == {"x": Fraction(3, 4)}


@pytest.mark.parametrize("parties", [2, 3])
def test_limits_that_leave_nothing_are_said(parties: int) -> None:
    names = tuple("ABC"[:parties])
    term, limit = Divisible("t", Fraction(0), Fraction(10)), Limit((Fraction(-1),), Fraction(-20))
    negotiation = Negotiation(names, (), (Utility(),) * parties, (Fraction(0),) * parties)
    asked = Shares(negotiation, (term,), ((),) * parties, (limit,))
    for result in (Divided(asked), Payable(asked, (Fraction(1),) * parties, (Fraction(0),) * parties)):
        with pytest.raises(DetenteError) as caught:
            result.data()
        assert str(caught.value) == (
            "no package is left: the bans and limits together forbid all of them. Loosen one of them"
        )
