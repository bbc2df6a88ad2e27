"""Balance against brute force, on random signed weighted graphs: parallel and contradicting ties, isolated actors."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.influence.balance import frustration, splits
from detente.influence.balance.annealing import good_split
from detente.influence.balance.bound import Bound, lower_bound
from detente.influence.balance.frustration import best_split, rounded
from detente.influence.balance.signed import SAME, cost, signed_graph, torn, triads
from detente.influence.balance.splits import alignments, best_splits, prices

Edges = list[tuple[int, int, float]]


@st.composite
def graphs(draw: Any, most: int = 8) -> tuple[int, Edges]:
    """Up to eight actors; ties may repeat a pair, contradict each other, or be missing altogether."""
    count = draw(st.integers(1, most))
    if count == 1:
        return count, []
    weight = st.sampled_from([-3.0, -2.0, -1.5, -1.0, -1.0, -0.5, 0.5, 1.0, 1.0, 1.5, 2.0])
    end = st.integers(0, count - 1)
    ties = draw(st.lists(st.tuples(end, end, weight), max_size=20))
    return count, [tie for tie in ties if tie[0] != tie[1]]


def lost(edges: Edges, camps: tuple[int, ...]) -> float:
    """The weight a split contradicts, by the words of the definition."""
    return sum(abs(w) for a, b, w in edges if (camps[a] == camps[b]) != (w > 0))


def every(count: int, camps: int) -> list[tuple[int, ...]]:
    return list(product(range(camps), repeat=count))


@given(graphs(), st.sampled_from([2, 3]))
def test_the_index_is_the_least_of_all_splits(graph: tuple[int, Edges], camps: int) -> None:
    count, edges = graph
    if camps == 3 and count > 6:
        count, edges = 6, [edge for edge in edges if max(edge[:2]) < 6]
    found = best_split(signed_graph(count, edges), camps)
    assert found.value == pytest.approx(min(lost(edges, one) for one in every(count, camps)))
    assert found.proven
    assert lost(edges, found.camps) == pytest.approx(found.value)
    assert len(set(found.camps)) <= camps


@given(graphs(7))
def test_all_best_splits_the_second_best_and_what_none_spares(graph: tuple[int, Edges]) -> None:
    count, edges = graph
    whole = signed_graph(count, edges)
    result = best_splits(whole)
    splits = [one for one in every(count, 2) if one[0] == 0]
    values = [lost(edges, one) for one in splits]
    best = [one for one, value in zip(splits, values, strict=True) if value <= min(values) + SAME]
    assert result.optima == len(best)
    ways = {tuple(torn(whole, np.array(one)).tolist()) for one in best}
    assert {tuple(torn(whole, np.array(one)).tolist()) for one in result.ways} == ways
    always = set.intersection(*(set(np.flatnonzero(way).tolist()) for way in ways))
    assert set(result.always) == always
    second = min((value for value in values if value > min(values) + SAME), default=None)
    assert result.second == (None if second is None else pytest.approx(second))


@pytest.mark.parametrize("tried", [1, 3])
@given(graph=graphs(7))
def test_large_blocks_are_answered_as_small_ones(graph: tuple[int, Edges], tried: int) -> None:
    """Held groups, barred splits and prices by search, where all splits are too many to try."""
    whole = signed_graph(*graph)
    expected, priced = best_splits(whole), prices(whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(splits, "COUNTED_WHOLE", tried)
        patch.setattr(splits, "LISTED_WHOLE", 1)
        found = best_splits(whole)
        assert prices(whole) == pytest.approx(priced)
    assert (found.optima, found.always) == (expected.optima, expected.always)
    assert {tuple(torn(whole, np.array(one)).tolist()) for one in found.ways} == {
        tuple(torn(whole, np.array(one)).tolist()) for one in expected.ways
    }
    assert found.second in (None, pytest.approx(expected.second))


@given(graphs(8), st.sampled_from([2, 3, 4]))
def test_a_bound_is_below_the_index_and_its_walks_are_contradicted(graph: tuple[int, Edges], camps: int) -> None:
    """Whatever split the search begins with, and whether or not it is the best."""
    count, edges = graph
    whole = signed_graph(count, edges)
    best = best_split(whole, camps).value - whole.base
    start = np.arange(count) % 2
    found = lower_bound(whole, start, camps)
    assert found.value <= best + SAME
    for cycle in found.cycles:
        minus = int((whole.weights[cycle] < 0).sum())
        assert minus % 2 == 1 if camps == 2 else minus >= 1


@given(graphs(7))
def test_prices_are_what_it_costs_to_have_a_tie_otherwise(graph: tuple[int, Edges]) -> None:
    count, edges = graph
    whole = signed_graph(count, edges)
    splits = [np.array(one) for one in every(count, 2)]
    values = np.array([lost(edges, tuple(one.tolist())) for one in splits])
    against = np.array([torn(whole, one) for one in splits]).reshape(len(splits), whole.ties)
    for tie, price in enumerate(prices(whole)):
        cheapest = [values[against[:, tie] == state].min() for state in (False, True)]
        assert price == pytest.approx(max(cheapest) - min(cheapest))


@given(graphs(7))
def test_alignments_are_in_order_and_cost_what_they_contradict(graph: tuple[int, Edges]) -> None:
    count, edges = graph
    whole = signed_graph(count, edges)
    listed = alignments(whole, best_splits(whole).ways[0], 2**count)
    assert len(listed) == 2 ** max(count - 1, 0)
    assert [one.cost for one in listed] == sorted(one.cost for one in listed)
    for one in listed:
        assert one.cost == pytest.approx(lost(edges, one.camps))
        assert 2 * len(one.changed) <= count


@given(graphs(8), st.sampled_from([2, 3]))
def test_where_walks_prove_nothing_a_search_does(graph: tuple[int, Edges], camps: int) -> None:
    """The same answer with no walk known and a start that is far from the best."""
    whole = signed_graph(*graph)
    expected = best_split(whole, camps)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frustration, "lower_bound", lambda one, *_: Bound(0.0, [], np.zeros(one.ties)))
        patch.setattr(frustration, "good_split", lambda one, *_: np.zeros(one.count, np.int64))
        found = best_split(whole, camps)
    assert found.proven
    assert (found.value, found.bound) == pytest.approx((expected.value, expected.bound))


@given(graphs(8), st.sampled_from([2, 3]))
def test_a_good_split_is_the_same_every_time_and_no_actor_gains_alone(graph: tuple[int, Edges], camps: int) -> None:
    count, edges = graph
    whole = signed_graph(count, edges)
    found = good_split(whole, camps, (4, 3)).tolist()
    assert found == good_split(whole, camps, (4, 3)).tolist()
    for actor in range(count):
        for camp in range(camps):
            assert lost(edges, tuple(found)) <= lost(edges, (*found[:actor], camp, *found[actor + 1 :])) + SAME


@given(graphs(8), st.permutations(range(8)))
def test_names_do_not_matter(graph: tuple[int, Edges], order: list[int]) -> None:
    count, edges = graph
    place = [one for one in order if one < count]
    renamed = [(place[a], place[b], w) for a, b, w in edges]
    one, other = (best_splits(signed_graph(count, ties)) for ties in (edges, renamed))
    assert (one.value, one.optima, one.second) == pytest.approx((other.value, other.optima, other.second))


@given(graphs(8))
def test_swapping_the_signs_around_an_actor_changes_nothing(graph: tuple[int, Edges]) -> None:
    """Frustration is invariant under switching (Zaslavsky 1982)."""
    count, edges = graph
    switched = [(a, b, -w if 0 in (a, b) else w) for a, b, w in edges]
    one, other = (best_split(signed_graph(count, ties)) for ties in (edges, switched))
    assert one.value == pytest.approx(other.value)


@given(graphs(8))
def test_triads_are_counted_as_they_are_defined(graph: tuple[int, Edges]) -> None:
    count, edges = graph
    whole = signed_graph(count, edges)
    sign = {tuple(pair): weight > 0 for pair, weight in zip(whole.pairs.tolist(), whole.weights.tolist(), strict=True)}
    counts = {"+++": 0, "++-": 0, "+--": 0, "---": 0}
    for a in range(count):
        for b in range(a + 1, count):
            for c in range(b + 1, count):
                if (a, b) in sign and (b, c) in sign and (a, c) in sign:
                    minus = sum(not sign[pair] for pair in ((a, b), (b, c), (a, c)))
                    counts["+" * (3 - minus) + "-" * minus] += 1
    assert triads(whole).counts == counts


@pytest.mark.parametrize("count", range(2, 10))
def test_all_enemies(count: int) -> None:
    """A complete graph of negative ties: floor((n-1)²/4) for two camps; the most even splits are the best."""
    edges = [(a, b, -1.0) for a in range(count) for b in range(a)]
    result = best_splits(signed_graph(count, edges))
    assert result.value == (count - 1) ** 2 // 4
    half = count // 2
    choose = np.prod([(count - k) / (k + 1) for k in range(half)])
    assert result.optima == round(choose) // (2 if count % 2 == 0 else 1)


def test_petersen() -> None:
    """All ties of the Petersen graph negative: its largest cut has 12 of 15 ties, so 3 are contradicted."""
    edges = [(k, (k + 1) % 5, -1.0) for k in range(5)]
    edges += [(k, k + 5, -1.0) for k in range(5)] + [(5 + k, 5 + (k + 2) % 5, -1.0) for k in range(5)]
    assert best_split(signed_graph(10, edges)).value == 3


def test_when_time_runs_out_the_bound_is_said() -> None:
    """A hard graph and next to no time: the value is that of a split, the bound is no more, and nothing is proven."""
    random = np.random.default_rng(1)
    edges = [(a, b, float(random.choice([-1, 1]))) for a in range(60) for b in range(a)]
    graph = signed_graph(60, edges)
    found = best_split(graph, seconds=0.3)
    assert not found.proven
    assert found.bound < found.value
    assert found.value == pytest.approx(lost(edges, found.camps))
    rest = best_splits(graph, seconds=0.3)
    assert rest.optima is None and rest.second is None and rest.always == ()


def test_ways_are_counted_even_where_they_are_not_all_listed() -> None:
    edges = [(a, b, -1.0) for a in range(14) for b in range(a)]
    result = best_splits(signed_graph(14, edges), most=5)
    assert len(result.ways) == 5 and not result.complete
    assert result.optima == 1716  # half of 14 choose 7


def test_more_than_a_few_actors_by_the_programme_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same answers where blocks are too large to try every split."""
    from detente.influence.balance import splits

    random = np.random.default_rng(3)
    for _ in range(6):
        edges = [
            (a, b, float(random.choice([-2, -1, 1, 2]))) for a in range(8) for b in range(a) if random.random() < 0.6
        ]
        graph = signed_graph(8, edges)
        tried = best_splits(graph)
        with monkeypatch.context() as patch:
            patch.setattr(splits, "COUNTED_WHOLE", 1)
            solved = best_splits(graph)
        assert (solved.value, solved.optima, solved.always) == (tried.value, tried.optima, tried.always)
        assert solved.second is None or solved.second == pytest.approx(tried.second)


@pytest.mark.parametrize(
    ("weight", "found", "bound", "proven"),
    [
        (
            1.0,
            0.25,
            1.0,
            True,
        ),  # none contradicts a quarter of a tie: the one found is best
        (1.0, 1.0, 1.0, True),  # a bound that is whole already stays, and so does one that rounding lifts a hair
        (1.0, 1.0 + 1e-9, 1.0, True),
        (1.5, 0.25, 0.25, False),  # weights that are not whole
    ],
)
def test_bounds_of_whole_weights_are_rounded_up(weight: float, found: float, bound: float, proven: bool) -> None:
    """A triangle with one negative tie, all three together."""
    graph = signed_graph(3, [(0, 1, weight), (1, 2, weight), (0, 2, -weight)])
    split = rounded(graph, np.zeros(3, dtype=np.int64), found)
    assert (split.value, split.bound, split.proven) == (weight, pytest.approx(bound), proven)


def test_what_cancels_within_a_pair_is_no_part_of_what_is_rounded() -> None:
    """Half a tie lost whatever the split, and one of three whole ones."""
    edges = [(0, 1, 1.0), (1, 2, 1.0), (0, 2, -1.0), (3, 4, 1.5), (3, 4, -0.5)]
    graph = signed_graph(5, edges)
    assert graph.base == 0.5
    assert rounded(graph, np.zeros(5, dtype=np.int64), 0.75).bound == pytest.approx(1.5)


def test_all_best_splits_of_a_network_of_132_states() -> None:
    """Correlates of War 1976-79 (Doreian & Mrvar 2015): 64 best splits, as barring known ones finds."""
    cases = json.loads((Path(__file__).parent / "cases" / "cow_signed.json").read_text(encoding="utf-8"))["cases"]
    given_ = next(case["input"] for case in cases if case["id"] == "cow-76-79")
    found = best_splits(signed_graph(given_["n"], given_["edges"]))
    assert (found.value, found.bound, found.optima, found.second, len(found.always)) == (50, 50, 64, 51, 38)


def test_three_thousand_ties_are_proven() -> None:
    """Two camps of 600 actors, a tenth of 3,000 ties against them: annealing and walks meet."""
    random = np.random.default_rng(1)
    camps, ends = random.integers(0, 2, 600), np.sort(random.integers(0, 600, (3000, 2)), axis=1)
    signs = np.where((camps[ends[:, 0]] == camps[ends[:, 1]]) != (random.random(3000) < 0.1), 1.0, -1.0)
    edges = {(a, b): sign for (a, b), sign in zip(ends.tolist(), signs.tolist(), strict=True) if a != b}
    graph = signed_graph(600, [(*pair, sign) for pair, sign in edges.items()])
    found = best_split(graph, seconds=None)
    assert found.proven
    assert found.value == cost(graph, np.array(found.camps)) <= cost(graph, camps)
