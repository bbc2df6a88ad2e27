"""Any number of parties share items: equal shares against adjusted winner, the largest product by its own proof."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.mediation.sentences import mediation_sentences
from detente.bargaining.mediation.share_results import FairlyDivided
from detente.bargaining.sharing.adjusted_winner import adjusted_winner
from detente.bargaining.sharing.fair_division import equal_shares, largest_product
from detente.cli import group
from tests.conftest import examples

Points = list[tuple[Fraction, ...]]
WHOLE = st.integers(0, 12).map(Fraction)


@st.composite
def spreads(draw: st.DrawFn, least: int = 2, most: int = 4) -> Points:
    """Points of so many parties for two to five items, none of them without any."""
    items = draw(st.integers(2, 5))
    row = st.tuples(*[WHOLE] * items).filter(any)
    return draw(st.lists(row, min_size=least, max_size=most))


@given(spreads(2, 2))
@examples(60)
def test_two_parties_have_equal_shares_as_by_adjusted_winner(points: Points) -> None:
    found = adjusted_winner(*points)
    assert found is not None
    shares = tuple(have / sum(row) for have, row in zip(found.points, points, strict=True))
    assert equal_shares(points).own == shares


@given(spreads())
@examples(25)
def test_the_largest_product_is_largest_and_nobody_envies(points: Points) -> None:
    found = largest_product(points)
    assert found is not None and found.envies == () and found.proportional
    assert all(sum(row[item] for row in found.shares) == 1 for item in range(len(points[0])))
    best = prod(found.own)
    # The gains of any division lie below the plane through these: Σ own' / own ≤ n, so no product is larger.
    for wholes in product(range(len(points)), repeat=len(points[0])):
        own = [
            sum((v for v, who in zip(row, wholes, strict=True) if who == party), Fraction(0)) / sum(row)
            for party, row in enumerate(points)
        ]
        assert sum((one / have for one, have in zip(own, found.own, strict=True)), Fraction(0)) <= len(points)
        assert prod(own) <= best
    assert min(equal_shares(points).own) >= min(found.own)


def test_three_parties_with_equal_shares_may_envy() -> None:
    """Brams and Taylor (1996): with three, equal and efficient need not be free of envy; the market is."""
    points = [tuple(map(Fraction, row)) for row in ((40, 50, 10), (30, 40, 30), (30, 30, 40))]
    asked = FairlyDivided(("Ann", "Ben", "Cat"), ("boat", "hut", "piano"), tuple(points))
    assert asked.equal.own == (Fraction(2, 5),) * 3 and asked.equal.envies == ((0, 1),)
    assert asked.market is not None and asked.market.own == (Fraction(9, 20), Fraction(9, 25), Fraction(2, 5))
    assert mediation_sentences(asked, "en")[4:6] == [
        "Envy: Ann would rather have what Ben has.",
        "Everybody has its part, one of as many as there are parties, or more.",
    ]
    assert mediation_sentences(asked, "ar")[4] == "حسد: يفضل \u2068Ann\u2069 ما عند \u2068Ben\u2069."


def test_it_is_asked_for_like_the_others(tmp_path: Path) -> None:
    path = tmp_path / "division.json"
    points = {"A": {"boat": 3, "hut": 1}, "B": {"boat": 1, "hut": 1}, "C": {"boat": 1, "hut": 2}}
    asked = {"parties": ["A", "B", "C"], "items": ["boat", "hut"], "points": points}
    path.write_text(json.dumps({"format": "deals-case/1", "type": "division", "input": asked}))
    run = CliRunner().invoke(group, ["deal", str(path), "--format", "json"], catch_exceptions=False)
    told = json.loads(run.stdout)
    assert told["largest_product"]["envies"] == [] and told["largest_product"]["proportional"]
    boats = [Fraction(str(share["boat"])) for share in told["largest_product"]["shares"].values()]
    assert sum(boats) == 1
