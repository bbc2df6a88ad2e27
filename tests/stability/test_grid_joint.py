"""Joint moves on a grid, none of them listed, against the listed graph: what holds, where it goes, and the cycles."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import LimitError
from detente.outcomes import moves
from detente.outcomes.grid_ranks import Ranks
from detente.outcomes.moves import active_parties
from detente.outcomes.preferences import Preferences
from detente.situation.model import Situation
from detente.stability.engines import dominance, grid_ahead, grid_foresight, grid_joint, grid_walk, large
from detente.stability.engines.board import Board, board_of
from detente.stability.engines.dominance import Apart, points_of
from detente.stability.engines.grid_agreement import agreements_of
from detente.stability.engines.large_found import found_of
from detente.stability.engines.sweeps import sweep
from detente.stability.solve import Model, solve_preferences
from detente.stability.what_follows import anticipated, sacrifices
from detente.stability.witness.witness import View
from tests.conftest import examples
from tests.stability import foreseen
from tests.stability.test_sweeps import IMPLEMENTATIONS, plain, served


@examples(60)
@given(st.integers(0, 2**32 - 1))
def test_a_question_about_points_is_answered_as_by_trying_them_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    respects, points, questions = rng.integers(0, 5), rng.integers(0, 80), rng.integers(1, 40)
    apart = Apart(np.array([4, 1, 2]), np.array([2, 2, 2]))
    cells, asked = rng.integers(0, 32, points), rng.integers(0, 32, questions)
    high = rng.choice([2, 9, 100_000])
    values = rng.integers(-high, high, (points, respects)).astype(np.int32)
    wanted = rng.integers(-high, high, (questions, respects)).astype(np.int32)
    for compiled in IMPLEMENTATIONS:
        found = points_of(cells, cells // 8, values)
        for lowered in (False, True):
            if lowered and points:
                places = rng.integers(0, points, 5)
                found.lower(places, found.nodes[places] - 3)
            now = np.empty_like(values)
            now[found.order] = found.nodes[:points]
            above = (cells // 8 == asked[:, None] // 8) & (now > wanted[:, None]).all(axis=2)
            above &= apart.differ(cells[None], asked[:, None])
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(dominance, "ASKED", 7)
                at = found.some_above(asked, asked // 8, wanted, apart, compiled)
            assert np.array_equal(at >= 0, above.any(axis=1))
            hit = np.flatnonzero(at >= 0)
            assert above[hit, found.order[at[hit]]].all()


def reranked(situation: Situation, seed: int) -> tuple[Board, Preferences]:
    """Ranks at random, half the time of interests in common, some with inertia: on the grid and as lists."""
    rng = np.random.default_rng(seed)
    board = board_of(situation)
    count, actors = board.grid.count, tuple(situation.actors)
    high = int(rng.choice([3, 8, 200]))
    values = rng.integers(0, high, (len(actors), count))
    if rng.random() < 0.5:
        values = (values + 2 * rng.integers(0, high, count)) // 2
    ranks, tables = {}, np.zeros((2, 1, len(actors), count), np.int32)
    for place, actor in enumerate(actors):
        kinds = np.unique(values[place])
        inertia = int(rng.choice([0, 0, 0, 1]))
        both = []
        for part, found in enumerate((kinds, kinds + inertia)):
            tables[part, 0, place] = np.searchsorted(kinds, found, "right")[np.searchsorted(kinds, values[place])] - 1
            whole = np.zeros(board.grid.cells, np.uint16)
            whole[board.feasible] = tables[part, 0, place]
            both.append(whole)
        ranks[actor] = Ranks(both[0], both[1] if inertia else both[0])
    return Board(board.grid, board.actors, board.sides, ranks), Preferences(actors, *tables, {})


def check(situation: Situation, seed: int) -> None:
    """Every concept, by both implementations, against the listed graph."""
    model = Model.of(situation)
    if not model.space.count:
        return
    board, preferences = reranked(situation, seed)
    listed = solve_preferences(model, preferences)
    agreements = agreements_of(board.grid, active_parties(situation))

    def numbers(cells: Any) -> tuple[int, ...]:
        return tuple(map(int, board.grid.numbers_of(np.asarray(cells))))

    for compiled in IMPLEMENTATIONS:
        for verdicts in sweep(board, compiled=compiled):
            graph = listed[verdicts.concept.name].arrows[0].graph
            found = found_of(board, verdicts, agreements, compiled)
            assert found.holds is not None and found.cycles is not None
            holds = np.unpackbits(found.holds, count=board.grid.cells).view(np.bool_)[board.feasible]
            assert np.array_equal(holds, graph.holds())
            classes = graph.classes()
            assert sorted([*((int(s),) for s in np.flatnonzero(holds)), *map(numbers, found.cycles)]) == classes
            start = model.space.status_quo
            if start is not None:
                ahead = found.predicted
                assert ahead is not None
                ends = [(number,) for number in numbers(ahead.resting)] + [numbers(cells) for cells in ahead.cycles]
                assert sorted(ends) == graph.predicted(start, classes)
                view = View(model.moves, preferences)
                arrows = listed[verdicts.concept.name].arrows[0]
                for moves, expected in (
                    (found.anticipated, anticipated(model, view, verdicts.concept, arrows)),
                    (found.sacrifices, sacrifices(model, view, verdicts.concept, start)),
                ):
                    assert moves is not None
                    assert sorted((move.mover, *numbers([move.landing]), numbers(move.ends)) for move in moves) == [
                        (one.mover, one.landing, one.ends) for one in expected if one.start == start
                    ]


@st.composite
def signed(draw: Any) -> Situation:
    """Two to four actors, agreements of two parties or more, terms of every kind, rules."""
    count = draw(st.integers(2, 4))
    actors = [f"a{number}" for number in range(count)]
    room, options, agreements = 48, {}, {}
    references: list[tuple[str, int]] = []

    def axis(name: str) -> dict[str, Any] | None:
        nonlocal room
        levels = draw(st.sampled_from([2, 2, 3]))
        if levels > room:
            return None
        room //= levels
        references.append((name, levels))
        move = draw(st.sampled_from(["both", "both", "both", "forward", "back"]))
        return {"levels": [f"l{number}" for number in range(levels)], "move": move}

    for name in (f"g{number}" for number in range(draw(st.sampled_from([1, 1, 2])))):
        terms = {f"t{place}": axis(f"{name}.t{place}") for place in range(draw(st.sampled_from([1, 2])))}
        kept = {key: term for key, term in terms.items() if term}
        for key in kept:
            kept[key] |= {"leave": draw(st.sampled_from(["all", "never"])), "without": f"l{draw(st.integers(0, 1))}"}
        if kept:
            most = draw(st.sampled_from([2, 2, count]))
            agreements[name] = {"parties": draw(st.permutations(actors))[:most], "terms": kept}
    for actor in actors:
        own = {f"o{place}": axis(f"{actor}.o{place}") for place in range(draw(st.sampled_from([0, 1, 1, 2])))}
        options[actor] = {key: option for key, option in own.items() if option}
    rules = {}
    for number in range(draw(st.sampled_from([0, 0, 1])) if len(references) > 1 else 0):
        one, two = (f"{name} == l{draw(st.integers(0, 1))}" for name, _ in draw(st.permutations(references))[:2])
        rules[f"r{number}"] = {"never": f"{one} and {two}"}
    status_quo = {name: f"l{draw(st.integers(0, levels - 1))}" for name, levels in references}
    return Situation.model_validate(
        {"detente": "1", "actors": {actor: {} for actor in actors}, "options": options, "agreements": agreements,
         "rules": rules, "status_quo": status_quo}
    )  # fmt: skip


together = st.one_of(served, foreseen.models().map(lambda model: plain(model.situation)), signed(), signed())


@examples(40)
@given(together, st.integers(0, 2**32 - 1))
def test_the_grid_is_the_listed_graph(situation: Situation, seed: int) -> None:
    check(situation, seed)


@pytest.mark.slow
@given(together, st.integers(0, 2**32 - 1))
def test_the_grid_is_the_listed_graph_many_times(situation: Situation, seed: int) -> None:
    check(situation, seed)


@examples(20)
@given(foreseen.models(), st.integers(0, 2**32 - 1))
def test_it_does_not_matter_how_much_is_looked_at_together(model: Model, seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid_foresight, "TOGETHER", 1)
        patch.setattr(grid_foresight, "AT_ONCE", 1)
        patch.setattr(grid_ahead, "AT_ONCE", 1)
        patch.setattr(grid_joint, "PAIRS", 1)
        check(plain(model.situation), seed)


def reward(chase: bool = False) -> Situation:
    """Two sign because a third then moves; or, where it chases a fourth who runs from it, who knows."""
    return Situation.model_validate(
        {
            "detente": "1",
            "actors": {"ann": {}, "bob": {}, "carl": {}, "dora": {}},
            "options": {"carl": {"o": {}, "p": {}} if chase else {"o": {}}, "dora": {"o": {}}},
            "agreements": {"pact": {"parties": ["ann", "bob"], "terms": {"t": {"leave": "all"}}}},
            "status_quo": {"carl.o": "no"},
            "preferences": {
                "ann": {"priorities": ["carl.o", "not pact.t"]},
                "bob": {"priorities": ["pact.t"]},
                "carl": {"priorities": ["carl.o iff pact.t", *(["carl.p iff dora.o"] if chase else [])]},
                "dora": {"priorities": ["not (carl.p iff dora.o)" if chase else "dora.o"]},
            },
            "questions": {"q": "pact.t"},
        }
    )


def test_what_is_signed_for_what_follows_is_signed_on_a_grid_too() -> None:
    found = large.large_stability(reward())
    assert [found.answers("q", name)[0] for name in ("seq", "sseq", "nash")] == ["every", "every", "none"]
    said = "Ann and bob would agree on: t. This is signed for what then follows: carl would o; dora would o."
    assert said in found.sentences() and "ويُوقع ذلك من أجل ما يليه" in " ".join(found.sentences("ar"))


def test_answers_that_are_too_many_to_go_through_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid_foresight, "MAX_SEARCHED", 0)
    found = large.large_stability(reward())
    data = found.data()
    assert {name: ids is None for name, ids in data["holds"].items()} == dict.fromkeys(
        ("nash", "smr", "gmr"), False
    ) | dict.fromkeys(("seq", "sseq"), True)
    assert data["predicted"]["seq"] is None and data["drift"]["seq"] is not None
    with pytest.raises(LimitError) as error:
        found.holds("seq")
    assert error.value.render() == (
        "what others do after joint steps is too much to go through here, so it is not known what holds. Hold options "
        "that only set the scene, or ask what is stable alone"
    )
    said = found.sentences("en")
    assert any("too much to go through; so nothing is said about what holds" in sentence for sentence in said)
    assert len(found.sentences("ar")) == len(said)


@pytest.mark.parametrize("limit", ["MAX_AHEAD", "MAX_ARCS", "MAX_CIRCLING"])
def test_what_is_too_far_ahead_is_said(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid_walk, limit, 0)
    found = large.large_stability(reward(chase=True), ("nash",))
    data = found.data()
    assert data["holds"] == {"nash": []} and data["predicted"] == {"nash": None}
    assert any("too many outcomes lie ahead" in sentence for sentence in found.sentences("en"))


def test_many_ways_to_end_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.stability.engines import large_sentences

    monkeypatch.setattr(large_sentences, "NAMED", 0)
    found = large.large_stability(reward(), ("seq",))
    ways = found.count_predicted("seq")
    assert f"From today things can end in {ways} ways" in " ".join(found.sentences("en"))


def test_where_joint_moves_are_too_many_to_list_the_grid_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moves, "MAX_ARCS", 3)
    assert large.analyse(reward()).engine == "sweeps"
    with pytest.raises(LimitError):
        large.analyse(reward(), engine="arrays")
