"""The smallest sets of parties that no package suits: against every set, and within their time."""

from __future__ import annotations

import json
import time
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.packages.result import Deal
from detente.bargaining.packages.zone import MOST_SETS, smallest_clashes
from detente.exchange.formats import read
from detente.exchange.negotiations.negotiation_files import answer
from detente.time_left import within

LARGE = Path(__file__).parents[2] / "fuzz" / "seeds" / "deals"


def literal(met: set[frozenset[int]], parties: int) -> set[frozenset[int]]:
    """Every set that no package suits, of which each smaller one is suited."""
    sets = [frozenset(group) for size in range(parties + 1) for group in combinations(range(parties), size)]
    hopeless = [group for group in sets if not any(group <= one for one in met)]
    return {group for group in hopeless if not any(other < group for other in hopeless)}


@given(
    st.integers(1, 6).flatmap(
        lambda n: st.tuples(st.just(n), st.sets(st.frozensets(st.integers(0, n - 1)), min_size=1))
    )
)
def test_exactly_the_smallest_sets(drawn: tuple[int, set[frozenset[int]]]) -> None:
    parties, met = drawn
    found = smallest_clashes(met, parties, 60)
    assert found.complete
    assert {frozenset(group) for group in found.sets} == literal(met, parties)
    assert [len(group) for group in found.sets] == sorted(map(len, found.sets))


@pytest.mark.parametrize("name", ["p20_5x3", pytest.param("p60_4x3", marks=pytest.mark.slow)])
def test_many_parties_within_their_time(name: str) -> None:
    """20 parties and 243 packages; 60 and 81."""
    path = LARGE / f"{name}.json"
    found = answer(read(path, ("negotiation",)).required(), {}, 12.0)
    assert isinstance(found, Deal)
    began = time.process_time()
    clashes = found.clashes
    assert time.process_time() - began < 1
    assert len(clashes.sets) == MOST_SETS and not clashes.complete
    met = [{i for i, gain in enumerate(point.u) if gain >= found.d[i]} for point in found.frontier.points]
    assert not any(set(group) <= one for group in clashes.sets for one in met)
    for group in clashes.sets[:50]:
        assert all(any(set(group) - {party} <= one for one in met) for party in group)
    said = found.sentences("en")
    assert time.process_time() - began < 12
    assert said[-1].startswith("Time, or room, ended before all of this was worked out: all sets of parties that clash")
    assert said[-1].endswith("what mixtures of packages would give. More time: --seconds.")
    assert "clashes" in json.loads(found.to_json())["unfinished"]


def test_a_programme_ends_with_its_time() -> None:
    path = LARGE / "p20_5x3.json"
    found = answer(read(path, ("negotiation",)).required(), {}, 60.0)
    assert isinstance(found, Deal)
    with within(0.0):
        assert found.certificate is None and found.hull is None
    assert found.unfinished == ["certificate", "hull"]
