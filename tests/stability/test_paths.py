"""Paths against slow searches written from the definitions, and against a published graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente.drawing.paths import draw_paths
from detente.outcomes.moves import Arcs, Moves
from detente.outcomes.preferences import preferences_of
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.paths.reach import KINDS, Reach, any_steps, improving_steps, nearest, reach, reaches
from detente.stability.paths.result import Paths, paths
from detente.stability.paths.steps import judge, utilities
from detente.stability.paths.verify import path_faults
from detente.stability.result import Stability
from detente.stability.solve import Model, solve
from detente.stability.witness.witness import View
from detente.words import LANGUAGES
from tests.conftest import examples
from tests.stability import literal
from tests.strategies import models

Cost = tuple[int, int]  # steps, sacrifices


class Literal:
    """Steps as the definitions say them, one outcome at a time, over plain sets; always nobody twice in succession."""

    def __init__(self, model: Model) -> None:
        self.game = literal.game_of(model.moves, preferences_of(model.numbers()))

    def leaving(self, place: int, *, improving: bool) -> Iterator[tuple[str, int, int]]:
        """Who moves where from here, and whether that is a sacrifice (0 or 1)."""
        game = self.game
        everything = [(actor, (actor,), ends[place]) for actor, ends in game.moves.items()]
        everything += [(name, game.parties[name], ends[place]) for name, ends in game.joint.items()]
        for mover, movers, ends in everything:
            for end in ends:
                sacrifice = not all(game.better(actor, place, end) for actor in movers)
                if not (improving and sacrifice):
                    yield mover, end, int(sacrifice)

    def search(self, start: int, *, improving: bool) -> dict[int, Cost]:
        """Layer by layer over (outcome, last mover)."""
        seen = {(start, ""): 0}
        layer, depth = dict(seen), 0
        best: dict[int, Cost] = {start: (0, 0)}
        while layer:
            depth += 1
            grown: dict[tuple[int, str], int] = {}
            for (place, last), cost in layer.items():
                for mover, end, more in self.leaving(place, improving=improving):
                    if mover != last and (end, mover) not in seen:
                        grown[(end, mover)] = min(cost + more, grown.get((end, mover), cost + more))
            for (end, _), cost in grown.items():
                best[end] = min(best.get(end, (depth, cost)), (depth, cost))
            seen |= grown
            layer = grown
        return best

    def walks(self, start: int, longest: int, last: str = "") -> Iterator[tuple[int, Cost]]:
        """The end, length and sacrifices of every legal walk up to a length, one by one."""
        yield start, (0, 0)
        if longest:
            for mover, end, more in self.leaving(start, improving=False):
                if mover != last:
                    for final, (steps, cost) in self.walks(end, longest - 1, mover):
                        yield final, (steps + 1, cost + more)


def found(reached: Reach) -> dict[int, Cost]:
    able = np.flatnonzero(reached.length >= 0)
    return {int(end): (int(reached.length[end]), int(reached.cost[end])) for end in able}


def both(model: Model, start: int) -> tuple[Reach, Reach]:
    """What can be reached by improvements, and by any moves."""
    steps = any_steps(model.moves, preferences_of(model.numbers()))
    in_turn = not model.moves.transitive
    return reach(improving_steps(steps), start, in_turn=in_turn), reach(steps, start, in_turn=in_turn)


def start_of(model: Model) -> int:
    return model.space.status_quo or 0


def check_lengths(model: Model) -> None:
    """Shortest, fewest sacrifices among the shortest, and reached iff a slow search reaches it.

    The slow search keeps the last mover always: so where moves are transitive the rule indeed asks nothing.
    """
    truth = Literal(model)
    improvements, moves = both(model, start_of(model))
    assert found(improvements) == truth.search(start_of(model), improving=True)
    assert found(moves) == truth.search(start_of(model), improving=False)


def check_paths(model: Model) -> None:
    """Every path has the length and the sacrifices promised, and the independent checker accepts it."""
    view = View(model.moves, preferences_of(model.numbers()))
    values, start = utilities(model), start_of(model)
    for concept, solution in solve(model).items():
        arrows = solution.arrows[0]
        for kind, reached in reaches(view.moves, view.preferences, arrows, start).items():
            for end in range(0, model.space.count, 5 if kind == "moves" else 3):
                path = reached.path(end)
                if path is None:
                    assert reached.length[end] < 0
                    continue
                judged = tuple(judge(view, CONCEPTS[concept], arrows, values, step) for step in path)
                assert path_faults(view, concept, kind, start, (end,), judged) == []
                assert (len(path), sum(bool(step.sacrifices) for step in judged)) == found(reached)[end]


def check_goes(model: Model) -> None:
    """As it goes there is a path to a class iff it is predicted, and it is never shorter than the wider kinds allow."""
    for solution in solve(model, concepts=("nash", "seq")).values():
        arrows = solution.arrows[0]
        classes = arrows.graph.classes()
        predicted = arrows.graph.predicted(start_of(model), classes)
        reached = reaches(model.moves, preferences_of(model.numbers()), arrows, start_of(model))
        changes = np.zeros(model.space.count, np.int64)
        assert [members for members in classes if nearest(reached["goes"], members, changes) is not None] == predicted
        if model.moves.transitive:
            # a joint step may be taken for where it leads, though a party loses where it lands: no improvement then
            wider = "moves" if any(cost for _, cost in found(reached["goes"]).values()) else "improvements"
            for narrow, wide in (("goes", wider), ("improvements", "moves")):
                few, many = found(reached[narrow]), found(reached[wide])
                assert all(end in many and many[end][0] <= steps for end, (steps, _) in few.items())


@given(models())
def test_lengths_are_the_shortest_and_sacrifices_the_fewest(model: Model) -> None:
    check_lengths(model)


@given(models(graph=True))
def test_no_walk_does_better(model: Model) -> None:
    """All walks up to four steps, one by one: nothing is assumed about shortest paths."""
    best: dict[int, Cost] = {}
    for end, cost in Literal(model).walks(start_of(model), 4):
        best[end] = min(best.get(end, cost), cost)
    near = {end: cost for end, cost in found(both(model, start_of(model))[1]).items() if cost[0] <= 4}
    assert near == best


@given(models())
@examples(60)
def test_every_path_is_legal_and_says_what_is_so(model: Model) -> None:
    check_paths(model)


@given(models())
def test_as_it_goes_means_predicted(model: Model) -> None:
    check_goes(model)


@pytest.mark.slow
@given(models())
def test_everything_many_times(model: Model) -> None:
    check_lengths(model)
    check_paths(model)
    check_goes(model)


@given(models())
def test_improvements_reach_no_more_than_moves_and_stop_where_nobody_improves(model: Model) -> None:
    """Improvement-reach ⊆ move-reach; only the start is reached iff no actor and no agreement improves from it."""
    improvements, moves = both(model, start_of(model))
    assert set(found(improvements)) <= set(found(moves))
    game = Literal(model).game
    leaves = any(game.improvements(actor, start_of(model)) for actor in game.actors) or any(
        all(game.better(party, start_of(model), end) for party in game.parties[name])
        for name, ends in game.joint.items()
        for end in ends[start_of(model)]
    )
    assert (len(found(improvements)) > 1) == leaves
    for reached in (improvements, moves):
        assert sum(reached.counts()) == len(found(reached))
        assert reached.counts()[0] == 1


def without(moves: Moves, actor: str) -> Moves:
    """The same moves if this actor has none, alone or with others."""
    none = np.zeros(0, np.int64)
    alone = {name: Arcs(none, none, arcs.count) if name == actor else arcs for name, arcs in moves.alone.items()}
    together = {name: arcs for name, arcs in moves.together.items() if actor not in moves.parties[name]}
    return replace(moves, alone=alone, together=together)


@given(models(), st.integers(0, 3))
def test_taking_an_actors_moves_away_adds_no_reach(model: Model, which: int) -> None:
    actors = list(model.situation.actors)
    poorer = replace(model, moves=without(model.moves, actors[which % len(actors)]))
    for less, more in zip(both(poorer, start_of(model)), both(model, start_of(model)), strict=True):
        few, many = found(less), found(more)
        assert all(end in many and many[end] <= cost for end, cost in few.items())


@given(models(graph=True))
@examples(60)
def test_a_changed_path_is_refused(model: Model) -> None:
    """The checker does not wave everything through."""
    result = Stability(model, solve(model, concepts=("seq",)))
    view, arrows = result.view, result.solution("seq").arrows[0]
    reached = reaches(view.moves, view.preferences, arrows, start_of(model))["moves"]
    for end in range(model.space.count):
        for step in (reached.path(end) or ())[-1:]:
            judged = judge(view, CONCEPTS["seq"], arrows, {}, step)

            def faults(*steps: object, kind: str = "moves", here: int = step.start, there: int = step.end) -> list[str]:
                return path_faults(view, "seq", kind, here, (there,), steps)  # type: ignore[arg-type]

            assert faults(judged) == []
            assert faults(judged, there=step.start)
            assert faults()
            assert faults(replace(judged, end=step.start), there=step.start)
            assert faults(replace(judged, start=step.end))
            assert faults(replace(judged, verdict="sacrifice" if judged.verdict != "sacrifice" else "taken"))
            assert faults(judged, replace(judged, start=step.end, end=step.end))
            if judged.sacrifices:
                assert faults(replace(judged, sacrifices=()))
                assert faults(judged, kind="improvements")
            if judged.blockers:
                assert faults(replace(judged, blockers=()))
                (first, *rest) = judged.blockers
                assert faults(replace(judged, blockers=(replace(first, would=not first.would), *rest)))
            if judged.verdict != "taken":
                assert faults(judged, kind="goes")
            if judged.verdict == "punished":
                assert faults(replace(judged, answer=()))
                assert faults(replace(judged, verdict="taken", answer=()))


@given(models(), st.sampled_from(sorted(CONCEPTS)))
@examples(60)
def test_everything_can_be_told_and_drawn_in_both_languages(model: Model, concept: str) -> None:
    situation = model.situation
    if model.space.status_quo is None:
        return
    for to in ([], ["true"], ["q"]):
        if to == ["q"] and not model.space.holds(situation.questions["q"].statement).any():
            continue
        result = paths(situation, to, concept=concept, limit=3)
        assert result.faults() == []
        ways = [journey.paths["moves"] for journey in result.journeys if journey.target.predicted]
        far = [len(path) for path in ways if path is not None]
        assert far == sorted(far), "the nearest first"
        for language in LANGUAGES:
            said = result.sentences(language)
            assert all(sentence.strip() and "{" not in sentence for sentence in said)
            ElementTree.fromstring(draw_paths(result, language))
        assert len(result.rows()) >= len(result.journeys)


def test_a_circle_without_rest() -> None:
    """Matching pennies: whoever loses turns the coin. Nothing holds; all four outcomes are one circle."""
    equal, differ = "even.heads iff odd.heads", "not (even.heads iff odd.heads)"
    pennies = {
        "detente": "1",
        "actors": {"even": {}, "odd": {}},
        "options": {"even": {"heads": {}}, "odd": {"heads": {}}},
        "status_quo": {"even.heads": "no"},
        "preferences": {"even": {"priorities": [equal]}, "odd": {"priorities": [differ]}},
    }
    result = paths(Situation.model_validate(pennies), concept="nash")
    assert [journey.target.outcomes for journey in result.journeys] == [(0, 1, 2, 3)]
    assert result.sentences()[-2:] == [
        "To a circle without rest, of 4 places, the nearest of which is: as today.",
        "That is so at the start already.",
    ]
    assert result.sentences("ar")[-2] == "إلى دوران بلا استقرار بين 4 مواضع، أقربها: كاليوم."


def elmira(*to: str, **settings: str) -> Paths:
    return paths(dt.load("stability/elmira").situation, to, **settings)  # type: ignore[arg-type]


def way(result: Paths, kind: str, place: int = 0) -> list[tuple[str, int, int]]:
    """The steps of a path with outcomes counted from 1 as in print."""
    path = result.journeys[place].paths[kind]  # type: ignore[index]
    assert path is not None
    return [(step.mover, step.start + 1, step.end + 1) for step in path]


def test_elmira_from_the_status_quo() -> None:
    """The graph of Xu 2007 (as used in Xu, Kilgour, Hipel & Kemkes 2010), its nine outcomes; paths followed by hand.

    From s1 the only improvement is the local government's to s5, where nobody improves. s9 is one move of Uniroyal
    that it does not gain by; s8 is three moves away: one enters it from s4 (local government), s6
    (Uniroyal) or s7 (ministry).
    """
    result = elmira("s5", "s9", "s8")
    for kind in KINDS:
        assert way(result, kind) == [("local_government", 1, 5)]
    assert result.journeys[1].paths["improvements"] is None
    assert way(result, "moves", 1) == [("uniroyal", 1, 9)]
    assert len(way(result, "moves", 2)) == 3
    assert result.reach["improvements"].counts() == [1, 1]
    assert result.reach["moves"].counts() == [1, 4, 3, 1]
    assert result.faults() == []


@given(models(graph=False))
def test_ties_are_broken_in_the_fixed_order(model: Model) -> None:
    """Of all last steps of a best path the one from the lowest outcome, by the first mover (transitive moves)."""
    if not model.moves.transitive:
        return
    truth, moves = Literal(model), both(model, start_of(model))[1]
    best = truth.search(start_of(model), improving=False)
    last: dict[int, tuple[int, str]] = {}
    for start, (steps, cost) in sorted(best.items()):
        for mover, end, more in truth.leaving(start, improving=False):
            if best[end] == (steps + 1, cost + more):
                last.setdefault(end, (start, mover))
    for end, (start, mover) in last.items():
        path = moves.path(end)
        assert path is not None and (path[-1].start, path[-1].mover) == (start, mover)


def test_a_tie_goes_by_the_lower_outcome() -> None:
    """In Chicken both ways to the outcome where both give way cost one sacrifice: the one by outcome 2 is taken."""
    result = paths(dt.load("stability/chicken").situation, ["4"])
    assert way(result, "moves") == [("row", 1, 2), ("column", 2, 4)]


def test_of_the_shortest_paths_the_one_with_the_fewest_sacrifices() -> None:
    """To s8 in three steps: 1-2-4-8, 1-3-4-8, 1-2-6-8, 1-5-6-8, 1-3-7-8, 1-5-7-8. By hand (* is a sacrifice):

    1-2*, 2-4, 4-8*; 1-3*, 3-4*; 2-6*, 6-8; 1-5, 5-6*, 6-8; 3-7, 7-8*; 5-7*. The fewest is one: 1-5-6-8.
    """
    result = elmira("s8")
    path = result.journeys[0].paths["moves"]
    assert path is not None
    assert way(result, "moves") == [("local_government", 1, 5), ("moe", 5, 6), ("uniroyal", 6, 8)]
    assert [bool(step.sacrifices) for step in path] == [False, True, False]


def test_without_targets_the_predicted_classes_and_the_other_answers() -> None:
    result = elmira()
    first, second = result.journeys
    assert (first.target.outcomes, first.target.predicted) == ((4,), True)
    assert (second.target.outcomes, second.target.answers) == ((8,), (("abandonment", "every"),))
    everything = paths(dt.load("stability/elmira").situation, everything=True)
    assert sorted(journey.target.outcomes for journey in everything.journeys) == [(4,), (7,), (8,)]
    cut = paths(dt.load("stability/elmira").situation, everything=True, limit=2)
    assert [journey.target.outcomes for journey in cut.journeys] == [(4,), (8,)]
    assert (cut.chosen, len(cut.classes)) == (3, 3)


def test_the_nearest_place_with_another_answer_is_not_just_the_nearest_place() -> None:
    """Elmira in options: outcome 5 (abandoned) is nearer than 10, but the order is accepted in 10 alone of the two."""
    result = paths(dt.load("stability/elmira_12").situation)
    targets = [(journey.target.outcomes, journey.target.answers) for journey in result.journeys]
    assert targets == [((6,), ()), ((4,), (("abandonment", "every"),)), ((9,), (("acceptance", "every"),))]


def test_predicted_places_come_nearest_first() -> None:
    """From d: x goes to b, which holds; or y goes to c, and x on to a, which holds."""
    graph = {
        "detente": "1",
        "actors": {"x": {}, "y": {}},
        "outcomes": ["a", "b", "c", "d"],
        "moves": {"x": [["d", "b"], ["c", "a"]], "y": [["d", "c"]]},
        "status_quo": "d",
        "preferences": {"x": {"ranking": [["a"], ["b"], ["true"]]}, "y": {"ranking": [["c"], ["true"]]}},
    }
    result = paths(Situation.model_validate(graph), concept="nash")
    assert [journey.target.outcomes for journey in result.journeys] == [(1,), (0,)]
    assert way(result, "goes", 1) == [("y", 4, 3), ("x", 3, 1)]


def test_from_another_outcome_and_standing_there_already() -> None:
    result = elmira("s5", start="s5")
    assert [result.journeys[0].paths[kind] for kind in KINDS] == [(), (), ()]
    assert elmira(start="s9").journeys[0].target.outcomes == (8,)


def test_data_and_rows_say_the_same() -> None:
    result = elmira("s8", "s9")
    data = result.data()
    assert [target["outcomes"] for target in data["targets"]] == [[8], [9]]
    assert data["targets"][0]["paths"]["moves"]["length"] == 3
    assert data["targets"][0]["paths"]["moves"]["sacrifices"] == 1
    rows = [row for row in result.rows() if row["target"] == "8" and row["way"] == "moves"]
    steps = data["targets"][0]["paths"]["moves"]["steps"]
    assert [(row["mover"], row["from"], row["to"]) for row in rows] == [(s["mover"], s["from"], s["to"]) for s in steps]
    assert data["targets"][1]["paths"]["goes"] is None
    assert data["from"] == {"id": 1, "name": "s1", "status_quo": True}
    assert data["reached"]["moves"] == [1, 4, 3, 1]
