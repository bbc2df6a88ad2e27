"""The arrays of the engine, on a few outcomes worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.outcomes.moves import SMALL, Arcs, Moves
from detente.outcomes.preferences import Array, Preferences
from detente.stability.concepts import ANY_MOVES, CONCEPTS, IMPROVEMENTS, NO_ANSWERS, Closure, Concept
from detente.stability.engines.arrays import Engine, best_reply, least_after

RANK = [[0], [2], [1], [3]]


def arcs(count: int, *pairs: tuple[int, int]) -> Arcs:
    """Arcs of one mover from pairs (start, end), in order."""
    table = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return Arcs(table[:, 0], table[:, 1], count)


def column(*values: int) -> Array:
    """One draw: outcomes × 1."""
    return np.array(values, np.int16)[:, None]


def engine(ranks: dict[str, Array], alone: dict[str, Arcs], transitive: bool = False) -> Engine:
    values = np.array(list(ranks.values()))
    return Engine(Moves(alone, {}, {}, transitive), tuple(ranks), values, values)


def concept(closure: Closure, seed: str = "rank") -> Concept:
    return Concept("tried", "T", seed, closure)  # type: ignore[arg-type]


def closed(found: Engine, seed: Array, closure: Closure, movers: str = "bc") -> list[int]:
    return [int(value) for value in found.closed(seed, list(movers), concept(closure))[:, 0]]


def test_the_best_reply_is_the_best_of_staying_and_moving_once() -> None:
    rank = np.array(RANK)
    assert best_reply(rank, arcs(4, (0, 1), (0, 2), (1, 2), (2, 3))).tolist() == [[2], [2], [3], [3]]
    assert rank.tolist() == RANK


def test_the_least_after_a_move_counts_the_moves_that_may_be_made() -> None:
    """Two draws; a row filled up with the outcome itself is no move."""
    value = np.array([[5, 1], [2, 2], [1, 9], [0, 0]], np.int16)
    otherwise = np.array([[7, 7], [7, 1], [0, 7], [7, 7]], np.int16)
    mover = arcs(4, (0, 1), (0, 2), (1, 2))
    ranks = np.array([[1, 0], [2, 1], [0, 2], [5, 5]], np.int16)
    found = engine({"a": ranks}, {"a": mover})
    every, better = (found.shut("a", improving, value.dtype) for improving in (False, True))
    assert least_after(value, mover, every, otherwise).tolist() == [[1, 2], [1, 1], [0, 7], [7, 7]]
    assert least_after(value, mover, better, otherwise).tolist() == [[2, 2], [7, 1], [0, 7], [7, 7]]
    assert otherwise.tolist() == [[7, 7], [7, 1], [0, 7], [7, 7]]


@pytest.mark.parametrize(("highest", "kind"), [(2**15 - 2, np.int16), (2**15 - 1, np.int32), (2**15, np.int32)])
def test_ranks_take_two_bytes_where_they_fit_and_four_elsewhere(highest: int, kind: type) -> None:
    """draws × actors × outcomes become, for each actor, outcomes × draws."""
    rank = np.array([[[0, 1, 2], [3, 4, 5]], [[6, 7, 8], [9, 10, 11]]], np.int32)
    lifted = rank + 1
    lifted[1, 1, 2] = highest
    found = Engine.of(Moves({}, {}, {}, True), Preferences(("a", "b"), rank, lifted, {}))
    assert found.actors == ("a", "b") and found.moves.transitive
    assert {actor: ranks.tolist() for actor, ranks in found.rank.items()} == {
        "a": [[0, 6], [1, 7], [2, 8]],
        "b": [[3, 9], [4, 10], [5, 11]],
    }
    assert {actor: ranks.tolist() for actor, ranks in found.lifted.items()} == {
        "a": [[1, 7], [2, 8], [3, 9]],
        "b": [[4, 10], [5, 11], [6, highest]],
    }
    for ranks in (*found.rank.values(), *found.lifted.values()):
        assert ranks.dtype == kind and ranks.flags.c_contiguous


def test_no_actors_make_an_engine_of_nothing() -> None:
    none = np.zeros((1, 0, 3), np.int32)
    assert Engine.of(Moves({}, {}, {}, True), Preferences((), none, none, {})).rank == {}


def test_answers_in_turn_go_as_deep_as_they_may_and_nobody_moves_twice_in_succession() -> None:
    """0 –b→ 1 –c→ 3 –b→ 5 –c→ 6; b alone would go on from 1 to 2, c from 3 to 4."""
    moves = {"b": arcs(7, (0, 1), (1, 2), (3, 5)), "c": arcs(7, (1, 3), (3, 4), (5, 6))}
    ranks = {"b": column(0, 1, 0, 0, 0, 0, 0), "c": column(0, 0, 0, 1, 2, 0, 1)}
    found = engine(ranks, moves)
    seed = column(9, 8, 1, 6, 0, 4, 2)
    assert closed(found, seed, NO_ANSWERS) == [9, 8, 1, 6, 0, 4, 2]
    assert closed(found, seed, Closure("1", "any", 1)) == [8, 1, 1, 0, 0, 2, 2]
    assert closed(found, seed, Closure("2", "any", 2)) == [6, 1, 1, 0, 0, 2, 2]
    assert closed(found, seed, Closure("3", "any", 3)) == [4, 1, 1, 0, 0, 2, 2]
    assert closed(found, seed, Closure("4", "any", 4)) == [2, 1, 1, 0, 0, 2, 2]
    assert closed(found, seed, ANY_MOVES) == [2, 1, 1, 0, 0, 2, 2]
    assert closed(found, seed, IMPROVEMENTS) == [6, 6, 1, 0, 0, 2, 2]  # b gains neither from 1 to 2 nor from 3 to 5
    assert closed(found, seed, ANY_MOVES, "c") == [9, 6, 1, 0, 0, 2, 2]
    assert closed(found, seed, ANY_MOVES, "") == [9, 8, 1, 6, 0, 4, 2]
    assert seed[:, 0].tolist() == [9, 8, 1, 6, 0, 4, 2]


def test_answers_in_turn_go_on_while_they_change_for_any_mover() -> None:
    """0 –b→ 1 –c→ 2: in the first round only what follows b's move changes, and that matters to c, or the reverse."""
    found = engine({"b": column(0, 0, 0), "c": column(0, 0, 0)}, {"b": arcs(3, (0, 1)), "c": arcs(3, (1, 2))})
    for movers in ("bc", "cb"):
        assert closed(found, column(5, 9, 1), ANY_MOVES, movers) == [1, 1, 1]


SQUARE = {"b": arcs(4, (0, 1), (1, 0), (2, 3), (3, 2)), "c": arcs(4, (0, 2), (2, 0), (1, 3), (3, 1))}


@pytest.mark.parametrize(
    ("b", "c", "movers", "expected"),
    [
        ((0, 1, 0, 1), (0, 0, 0, 1), "bc", [0, 0, 0, 0]),  # b, then c, which b must hear of once more
        ((0, 0, 0, 0), (0, 0, 1, 0), "bc", [1, 2, 1, 0]),  # c alone gains, by going to outcome 2
        ((0, 0, 0, 0), (0, 0, 1, 0), "cb", [1, 2, 1, 0]),
        ((0, 1, 0, 0), (0, 0, 0, 0), "bc", [2, 2, 1, 0]),
        ((0, 1, 0, 1), (0, 0, 0, 1), "b", [2, 2, 0, 0]),
    ],
)
def test_answers_in_any_order_go_on_until_nothing_changes(
    b: tuple[int, ...], c: tuple[int, ...], movers: str, expected: list[int]
) -> None:
    """b sets the first bit of an outcome's number, c the second, so that each can undo what it did."""
    found = engine({"b": column(*b), "c": column(*c)}, SQUARE, transitive=True)
    assert closed(found, column(3, 2, 1, 0), IMPROVEMENTS, movers) == expected


def test_where_two_moves_are_one_the_depth_still_counts() -> None:
    found = engine({"b": column(0, 0, 0, 0), "c": column(0, 0, 0, 0)}, SQUARE, transitive=True)
    seed = column(3, 2, 1, 0)
    assert closed(found, seed, Closure("1", "any", 1)) == [1, 0, 0, 0]
    assert closed(found, seed, ANY_MOVES) == [0, 0, 0, 0]
    assert closed(found, seed, NO_ANSWERS) == [3, 2, 1, 0]


def test_a_threshold_is_what_an_outcome_is_worth_after_the_answers_of_the_others() -> None:
    """a moves from 1 to 2; b answers at 0 by 1, c at 2 by 3. With a reply, a has 2's worth at 1."""
    ranks = {"a": column(3, 1, 2, 0), "b": column(0, 0, 0, 0), "c": column(0, 0, 0, 0)}
    found = engine(ranks, {"a": arcs(4, (1, 2)), "b": arcs(4, (0, 1)), "c": arcs(4, (2, 3))})
    assert found.threshold("a", concept(NO_ANSWERS))[:, 0].tolist() == [3, 1, 2, 0]
    assert found.threshold("a", concept(ANY_MOVES))[:, 0].tolist() == [1, 1, 0, 0]
    assert found.threshold("a", concept(ANY_MOVES), ["b"])[:, 0].tolist() == [1, 1, 2, 0]
    assert found.threshold("a", concept(ANY_MOVES, "best_reply"))[:, 0].tolist() == [2, 1, 0, 0]
    assert found.threshold("b", concept(ANY_MOVES))[:, 0].tolist() == [0, 0, 0, 0]


def test_the_best_open_improvement_is_the_best_that_no_answer_spoils() -> None:
    ranks = {"a": column(0, 1, 2, 3)}
    found = engine(ranks, {"a": arcs(4, (0, 1), (0, 2), (1, 2), (2, 3))})
    stable, best = found.best_open("a", column(0, 1, 0, 3))  # who goes to 2 is sent back to the worst
    assert stable[:, 0].tolist() == [False, True, False, True]
    assert best[:, 0].tolist() == [1, -1, 3, -1]
    stable, best = engine(ranks, {"a": arcs(4)}).best_open("a", column(0, 1, 2, 3))
    assert stable.all() and (best == -1).all() and best.shape == (4, 1)


def game(seed: int, shape: tuple[int, ...], draws: int) -> Engine:
    """A game with many ties, in which some gains are too small and some moves are missing."""
    rng = np.random.default_rng(seed)
    count = int(np.prod(shape))
    levels = np.array(np.unravel_index(np.arange(count), shape)).T
    alone = {}
    for place in range(len(shape)):
        others = np.delete(levels, place, axis=1)
        move = (others[:, None] == others[None]).all(axis=2) & (rng.random((count, count)) < rng.choice([0.6, 1.0]))
        alone[f"p{place}"] = arcs(count, *((s, t) for s, t in np.argwhere(move).tolist() if s != t))
    rank = rng.integers(0, rng.integers(1, 8), (draws, len(shape), count), np.int32)
    lifted = rank if rng.random() < 0.5 else rank + rng.integers(0, 3, (draws, len(shape), 1), np.int32)
    return Engine.of(Moves(alone, {}, {}, False), Preferences(tuple(alone), rank, lifted, {}))


@given(
    seed=st.integers(0, 2**32 - 1),
    shape=st.lists(st.integers(1, 3), min_size=1, max_size=4).map(tuple),
    draws=st.integers(1, 4),
    concept=st.sampled_from(list(CONCEPTS)),
)
def test_all_actors_at_once_are_each_alone(seed: int, shape: tuple[int, ...], draws: int, concept: str) -> None:
    found, rule = game(seed, shape, draws), CONCEPTS[concept]
    assert found.moves.all_padded(found.actors) is not None
    thresholds = found.thresholds(rule)
    stable, best = found.all_best_open(rule, thresholds)
    assert list(thresholds) == list(stable) == list(best) == list(found.actors)
    for actor in found.actors:
        worth = found.threshold(actor, rule)
        same(thresholds[actor], worth)
        for mine, wanted in zip((stable[actor], best[actor]), found.best_open(actor, worth), strict=True):
            same(mine, wanted)


def same(one: Array, other: Array) -> None:
    assert one.dtype == other.dtype and one.shape == other.shape and (one == other).all()


def test_many_moves_or_draws_are_taken_actor_by_actor() -> None:
    count = int(SMALL**0.5) + 2
    every = Arcs(*np.nonzero(~np.eye(count, dtype=bool)), count)
    ranks = np.arange(count, dtype=np.int32)[None, None] // 2
    large = Engine.of(Moves({"a": every}, {}, {}, True), Preferences(("a",), ranks, ranks, {}))
    assert large.moves.all_padded(large.actors) is None
    for found in (large, game(2, (3, 3), SMALL // 36 + 1)):
        stable, best = found.all_best_open(CONCEPTS["nash"], found.thresholds(CONCEPTS["nash"]))
        for actor in found.actors:
            one, other = found.best_open(actor, found.rank[actor])
            same(stable[actor], one)
            same(best[actor], other)
