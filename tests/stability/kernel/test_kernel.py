"""The compiled kernel, the NumPy engine and the literal definitions say the same, draw by draw."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente.outcomes.numbers import uncertain
from detente.outcomes.preferences import Preferences, preferences_of
from detente.stability.concepts import CONCEPTS
from detente.stability.kernel.kernel import ANSWERS, UNKNOWN, Verdicts, verdicts
from detente.stability.kernel.predicted import answers, ends
from detente.stability.solve import Model
from tests.stability import foreseen, literal
from tests.stability import literal_foresight as foresight
from tests.strategies import models
from tests.uncertainty.studies import situation

pytest.importorskip("numba")

from detente.stability.kernel import kernel, predicted, profile, profile_compiled

DRAWS = 5
ENGINES: tuple[Literal["compiled"], Literal["numpy"]] = ("compiled", "numpy")


def check_same(model: Model, given: Any, truths: Any) -> dict[str, Verdicts]:
    """Both engines say the same; what they say."""
    compiled = verdicts(model, given, list(CONCEPTS), truths, "compiled")
    plain = verdicts(model, given, list(CONCEPTS), truths, "numpy")
    for concept in CONCEPTS:
        for part in ("predicted", "possible", "numbers", "stable"):
            one, other = getattr(compiled[concept], part), getattr(plain[concept], part)
            assert np.array_equal(one, other), (concept, part)
    one, other = (answers(model, given, list(CONCEPTS), truths, engine) for engine in ENGINES)
    for concept, told in plain.items():
        expected = told.possible if model.space.status_quo is None else told.predicted
        assert np.array_equal(one[concept], expected) and np.array_equal(other[concept], expected), concept
    return compiled


def check_literal(model: Model, preferences: Preferences, truths: Any, found: dict[str, Verdicts]) -> None:
    """What is told of every draw is what the definitions say."""
    for draw in range(len(preferences.rank)):
        game = literal.game_of(model.moves, preferences, draw)
        for concept, told in found.items():
            definition, start = CONCEPTS[concept], model.space.status_quo
            check_ends(model, preferences, draw, concept, foresight.arcs(foresight.reading(game, definition)), game)
            arcs = foresight.arcs(foresight.reading(game, definition))
            classes = literal.terminal_classes(arcs, game.outcomes)
            equilibria = [s for s in game.outcomes if all(literal.stable(game, definition, a, s) for a in game.actors)]
            cycles = sum(len(members) > 1 for members in classes)
            assert told.numbers[draw].tolist() == [len(classes), cycles, len(equilibria)]
            bits = np.unpackbits(told.stable[draw], bitorder="little")
            assert np.flatnonzero(bits).tolist() == equilibria
            ahead = None if start is None else literal.predicted(arcs, game.outcomes, start)
            for place, truth in enumerate(truths):
                assert ANSWERS[told.possible[draw, place]] == literal.answer(truth, classes)
                if ahead is None:
                    assert told.predicted[draw, place] == UNKNOWN
                else:
                    assert ANSWERS[told.predicted[draw, place]] == literal.answer(truth, ahead)


def check_ends(model: Model, given: Preferences, draw: int, concept: str, arcs: Any, game: Any) -> None:
    """Both engines find where things end from an outcome that is none in particular, and whether it holds."""
    start = draw % model.space.count
    expected = sorted({s for members in literal.predicted(arcs, game.outcomes, start) for s in members})
    leaving = start not in literal.holds(arcs, game.outcomes)
    for engine in ENGINES if not given.pairs else ("numpy",):
        told = ends(model, given, (concept,), start, engine)[concept]
        assert told.members()[draw].tolist() == expected
        assert told.rests()[draw] != leaving


def preferences_like(model: Model, seed: int) -> Preferences:
    """The model's own, and draws with few or many ties, with and without gains too small to count."""
    own = preferences_of(model.numbers())
    random = np.random.default_rng(seed)
    shape = (DRAWS - 1, len(own.actors), model.space.count)
    utility = random.integers(0, random.integers(1, 9, DRAWS - 1)[:, None, None] + 1, shape)
    inertia = random.choice([0, 0, 1, 2], (*shape[:2], 1))
    rank, lifted = np.concatenate([own.rank, utility]), np.concatenate([own.lifted, utility + inertia])
    return Preferences(own.actors, rank.astype(np.int32), lifted.astype(np.int32), own.pairs)


def truths_of(model: Model) -> Any:
    return np.stack([model.space.holds(model.situation.questions["q"].statement), np.arange(model.space.count) % 2 > 0])


def check_all(model: Model, seed: int) -> None:
    if any(p.kind == "prefers" for p in model.situation.preferences.values()):  # served by NumPy alone
        preferences = preferences_of(model.numbers())
        check_literal(
            model, preferences, truths_of(model), verdicts(model, preferences, list(CONCEPTS), truths_of(model))
        )
        return
    preferences = preferences_like(model, seed)
    check_literal(model, preferences, truths_of(model), check_same(model, preferences, truths_of(model)))


@given(models(), st.integers(0, 2**32))
def test_compiled_is_numpy_is_the_definition(model: Model, seed: int) -> None:
    """Also with infeasible outcomes, one-way options, cuts, leaving, joint moves, held actors, inertia, and graphs."""
    check_all(model, seed)


@given(foreseen.models(), st.integers(0, 2**32))
def test_outsiders_who_answer_a_deal_are_followed(model: Model, seed: int) -> None:
    check_all(model, seed)


@pytest.mark.slow
@given(st.one_of(models(), foreseen.models()), st.integers(0, 2**32))
def test_compiled_is_numpy_is_the_definition_many_times(model: Model, seed: int) -> None:
    check_all(model, seed)


def scaled(model: Model, seed: int, count: int = 12) -> Any:
    """Numbers of draws in which weights and inertia are counted a little more or less, some by next to nothing."""
    random = np.random.default_rng(seed)
    paths = [f"actors.{actor}.inertia" for actor in model.situation.actors]
    for actor, preference in model.situation.preferences.items():
        paths += [f"preferences.{actor}.goals.{name}.weight" for name in preference.goals or {}]
        paths += [
            f"preferences.{actor}.points.{key}.{level}"
            for key, table in (preference.points or {}).items()
            for level in table
        ]
    factors = np.array([0, 0.5, 1, 1, 1, 1 + 3e-10, 1 - 8e-10, 2])
    return model.numbers(count, scale={path: random.choice(factors, count) for path in paths})


@given(models(graph=False), st.integers(0, 2**32))
def test_ranks_from_numbers(model: Model, seed: int) -> None:
    """Added up and ranked by compiled code, utilities have the ranks that the definition gives them."""
    numbers = scaled(model, seed)
    plain = preferences_of(numbers)
    found = profile.profile_of(numbers, plain.actors)
    for place, ranks in enumerate(found):
        assert np.array_equal(ranks.rank[ranks.row][:, ranks.kind], plain.rank[:, place])
        assert np.array_equal(ranks.lifted[ranks.row][:, ranks.kind], plain.lifted[:, place])
    check_same(model, numbers, truths_of(model))


SEVERAL = """\
detente: 1
actors: {a: INERTIA}
drivers: {x: 0..1}
options: {a: {o: , p: , q: }}
preferences: {a: {any: [ALTERNATIVES]}}
questions: {q: a.p}
"""
WANTS = {
    "priorities": "{priorities: [a.o, not a.p]}",
    "ranking": "{ranking: [[a.p, a.q and a.o], [a.o], ['true']]}",
    "in some draws": "{priorities: [{want: a.o, when: x > 0.5}, {want: a.p, when: x < 0.7}, a.q]}",
    "weights": "{goals: {g: {want: a.o, weight: 2}, h: {want: a.q, weight: 0.1}}}",
    "uncertain": "{goals: {g: {want: a.o, weight: x}, h: {want: a.q, weight: 0.5}}}",
}


@pytest.mark.parametrize("second", WANTS)
@pytest.mark.parametrize("first", WANTS)
def test_one_of_several_preferences_has_its_own_ranks_in_each_draw(first: str, second: str) -> None:
    """With gains too small to count where both are weights."""
    inertia = "{inertia: 0.3}" if {first, second} <= {"weights", "uncertain"} else ""
    written = SEVERAL.replace("INERTIA", inertia)
    wants = WANTS[first], WANTS[second]
    both = Model.of(situation(written.replace("ALTERNATIVES", ", ".join(wants))))
    alone = [Model.of(situation(written.replace("ALTERNATIVES", one))) for one in wants]
    chosen, x = np.array([1, 0, 0, 1, 1, 0, 1]), np.array([0, 0.2, 0.6, 0.6, 1, 0.9, 0.2])
    for draws in (chosen >= 0, chosen == 1, chosen > 1):  # both, the second alone, none at all
        columns = {"preferences.a.any": chosen[draws], "x": x[draws]}
        (ranks,) = profile.profile_of(both.numbers(int(draws.sum()), columns=columns), ["a"])
        rank, lifted = ranks.rank[ranks.row][:, ranks.kind], ranks.lifted[ranks.row][:, ranks.kind]
        assert len(rank) == draws.sum()
        for draw, (place, value) in enumerate(zip(chosen[draws], x[draws], strict=True)):
            one = preferences_of(alone[place].numbers(1, columns={"x": np.array([value])}))
            assert np.array_equal(rank[draw], one.rank[0, 0]) and np.array_equal(lifted[draw], one.lifted[0, 0])


@given(st.integers(0, 2**32), st.sampled_from([1, 2, 40]))
def test_utilities_are_sorted_wherever_they_are_nearly_the_same(seed: int, different: int) -> None:
    """Few that differ in their last bits are put right, many are sorted anew; of either sign, and 0."""
    random = np.random.default_rng(seed)
    sums = random.choice(random.normal(0, 2.0 ** random.integers(-30, 30), different), (3, 50))
    sums *= 1 + random.integers(-3, 4, sums.shape) * np.finfo(float).eps
    order = profile.order_of(sums)
    assert np.array_equal(np.sort(order, axis=1), np.tile(np.arange(50), (3, 1)))
    assert (np.diff(np.take_along_axis(sums, order, axis=1), axis=1) >= 0).all()


CHAIN = """\
detente: 1
actors: {a: {inertia: 0}}
drivers: {x: 0..1}
options: {a: {o: {levels: [l0, l1, l2, l3]}, p: }}
status_quo: {a.p: no}
preferences: {a: {goals: {g: {want: a.p, weight: 1}}, points: {a.o: {l0: 0, l1: x, l2: 2 * x, l3: 3 * x}}}}
questions: {q: a.p}
"""  # outcomes worth 0, 1, 2 and 3 times a number that is next to nothing beside the weight of another goal


def test_neighbours_nearer_than_the_tolerance_share_a_rank_in_a_chain() -> None:
    numbers = Model.of(situation(CHAIN)).numbers(4, columns={"x": np.array([0.0, 4e-10, 9e-10, 0.1])})
    plain = preferences_of(numbers)
    assert [len(np.unique(plain.rank[draw])) for draw in range(4)] == [2, 2, 2, 8]  # l0 to l3 are 2.7e-9 apart
    (ranks,) = profile.profile_of(numbers, ["a"])
    assert np.array_equal(ranks.rank[ranks.row][:, ranks.kind], plain.rank[:, 0])


@given(st.integers(0, 2**32), st.booleans())
def test_equal_profiles_are_found_once(seed: int, clash: bool) -> None:
    """Whatever the hash: where it tells nothing apart, comparing does."""
    random = np.random.default_rng(seed)
    rank = random.integers(0, 2, (40, 2, 3)).astype(np.int32)
    lifted = rank + random.integers(0, 2, (40, 2, 1)).astype(np.int32)
    found = profile.profile_from(Preferences(("a", "b"), rank, lifted, {}), ("a", "b"))
    with pytest.MonkeyPatch.context() as patch:
        if clash:
            patch.setattr(profile_compiled, "hashed", lambda *_: None)
        first, which = profile.distinct(found)
    whole = np.concatenate([rank, lifted], axis=1)
    assert np.array_equal(whole[first[which]], whole)
    if not clash:
        assert len(first) == len(np.unique(whole.reshape(40, -1), axis=0))


def test_draws_with_equal_ranks_cost_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.stability.kernel import kernel_classes

    model = Model.of(dt.load("stability/chicken").situation)
    worked: list[int] = []
    original = kernel_classes.solved

    def counted(*given: Any) -> None:
        worked.append(given[1].rank.shape[2])
        original(*given)

    monkeypatch.setattr(kernel_classes, "solved", counted)
    found = verdicts(model, model.numbers(5000), ["seq"], np.ones((1, model.space.count), bool), "compiled")
    assert worked == [1] and len(found["seq"].numbers) == 5000


def test_blocks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut into blocks of any size, the verdicts are the same."""
    model = Model.of(situation())
    rank = np.random.default_rng(8).integers(0, 9, (900, 2, model.space.count)).astype(np.int32)
    preferences = Preferences(("a", "b"), rank, rank, {})
    whole = check_same(model, preferences, np.eye(model.space.count, dtype=bool))
    assert 8 < (whole["nash"].numbers[:, 1] > 0).sum() < 800
    for module in (kernel, predicted):
        monkeypatch.setattr(module, "blocks", lambda draws, _: [draws[k : k + 7] for k in range(0, len(draws), 7)])
    check_same(model, preferences, np.eye(model.space.count, dtype=bool))


def test_kuril_within_its_ranges() -> None:
    model = Model.of(dt.load("kuril/2019-01").situation)
    random = np.random.default_rng(3)
    columns = {
        name: random.uniform(*(float(bound) for bound in spread.bounds), 20)
        for name, spread in uncertain(model.situation).items()
    }
    truths = np.array([model.space.holds(q.statement) for q in model.situation.questions.values()])
    check_same(model, model.numbers(20, columns=columns), truths)


def test_without_a_status_quo_nothing_is_predicted() -> None:
    situation = dt.load("stability/chicken").situation.model_copy(update={"status_quo": None})
    model = Model.of(situation)
    truths = np.array([model.space.holds(q.statement) for q in situation.questions.values()])
    found = verdicts(model, preferences_of(model.numbers()), ["nash"], truths, "compiled")["nash"]
    assert (found.predicted == UNKNOWN).all()
    assert found.numbers[:, 0].tolist() == [2]
