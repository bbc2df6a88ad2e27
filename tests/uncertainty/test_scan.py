"""Where an answer turns: known turning points, exactly; and every turn checked by solving again on both sides."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from detente.load import load
from detente.situation.model import Situation
from detente.stability.prediction import answer
from detente.stability.solve import Model, solve
from detente.uncertainty.scan import Scan, Scans, Turn, scan
from detente.uncertainty.without import without


def model(**blocks: Any) -> Model:
    data = {"detente": "1", "actors": {"a": {}}, "options": {"a": {"x": None}}, "status_quo": {}, **blocks}
    return Model.of(Situation.model_validate({"questions": {"q": "a.x"}, **data}))


def cost(weight: str, **blocks: Any) -> Model:
    goals = {"gain": {"want": "a.x", "weight": "1"}, "cost": {"avoid": "a.x", "weight": weight}}
    return model(preferences={"a": {"goals": goals}}, **blocks)


def only(found: Scans, name: str) -> Scan:
    return next(item for item in found.scans if item.name == name)


def test_a_driver_turns_the_answer_where_gain_meets_cost() -> None:
    found = scan(cost("2 * u", drivers={"u": "0..1"}), ["seq"])
    (turn,) = only(found, "u").turns
    assert (turn.before, turn.after) == ("every", "none")
    assert turn.value == pytest.approx(0.5, abs=1 / 3000)
    assert found.centre[("q", "seq")] == "none"


def test_a_goal_turns_where_it_outweighs_the_other() -> None:
    found = scan(cost("0.4"), ["seq"])
    (turn,) = only(found, "a.cost").turns
    assert turn.value == pytest.approx(2.5, abs=4 / 3000)
    assert only(found, "a.gain").turns[0].value == pytest.approx(0.4, abs=4 / 3000)


def test_inertia_is_a_knife_edge_if_twice_of_it_turns_the_answer() -> None:
    found = scan(cost("0.2", actors={"a": {"inertia": "0.6"}}), ["seq"])
    (turn,) = only(found, "a").turns
    assert turn.value == pytest.approx(0.8 / 0.6, abs=4 / 3000)
    assert found.knife_edge("q", "seq") == ["a"]


def test_nothing_turns_where_nothing_can() -> None:
    found = scan(cost("0.1", drivers={"u": "0..1"}), ["seq"])
    assert only(found, "u").turns == ()


def test_choices_are_scanned_at_their_values() -> None:
    found = scan(cost("u", drivers={"u": {"any": ["3", "0.5"]}}), ["seq"])
    item = only(found, "u")
    assert item.values.tolist() == [0.5, 3.0]
    assert item.answers[("q", "seq")] == ("every", "none")
    assert found.centre[("q", "seq")] == "none"


@cache
def kuril() -> Scans:
    return scan(Model.of(load("kuril/2019-01").situation), ("seq",))


def test_every_turn_on_the_kuril_case_is_real() -> None:
    """On both sides of every turn the situation is solved again, alone, and gives the answers said."""
    scans = kuril()
    found = scans.model
    assert sum(len(item.turns) for item in scans.scans) > 10
    for item in scans.scans:
        for turn in item.turns:
            step = float(item.values[-1] - item.values[0]) / 1000
            assert _answer(found, item, turn, turn.value - step) == turn.before
            assert _answer(found, item, turn, turn.value + step) == turn.after


def _answer(found: Model, item: Scan, turn: Turn, value: float) -> str:
    own = {"columns": {item.name: np.array([value])}} if item.kind in ("driver", "weight") else {}
    own = own or {"scale": {item.path: np.array([value])}}
    graph = solve(found, found.numbers(1, **own), [turn.concept])[turn.concept].arrows[0].graph
    start = found.space.status_quo
    assert start is not None
    truth = found.space.holds(found.situation.questions[turn.question].statement)
    return answer(truth, graph.predicted(start, graph.classes()))


def test_the_scan_meets_the_central_answers() -> None:
    scans = kuril()
    found = scans.model
    graph = solve(found, None, ["seq"])["seq"].arrows[0].graph
    classes = graph.predicted(found.space.status_quo or 0, graph.classes())
    for name, question in found.situation.questions.items():
        assert scans.centre[(name, "seq")] == answer(found.space.holds(question.statement), classes)


def test_rows_and_json_say_the_same() -> None:
    scans = kuril()
    assert len(scans.rows()) == sum(len(item["turns"]) for item in scans.data()["scans"])


def test_without_a_source_its_goals_fall_and_answers_turn() -> None:
    from detente.evidence.sources import Sources

    case = load("kuril/2019-01")
    sources = Sources(case.situation, case.folder)
    if sources.text("article") is None:
        pytest.skip("the article is not here")
    found = without(sources, "article")
    assert "preferences.japan.goals.hedge" in found.fallen
    assert set(found.turned) == {"partnership_without_treaty", "own_defence"}
    nothing = without(sources, "F40")
    assert nothing.fallen == () and nothing.unsupported == ("drivers.opposition",)


def test_an_uncertain_inertia_is_an_uncertain_number() -> None:
    found = scan(
        model(preferences={"a": {"goals": {"g": {"want": "a.x", "weight": "3"}}}}, actors={"a": {"inertia": "0..5"}})
    )
    line = only(found, "actors.a.inertia")
    assert line.ranged
    assert {(turn.question, turn.before, turn.after) for turn in line.turns} == {("q", "every", "none")}
    assert line.turns[0].value == pytest.approx(3, abs=5 / 3000)


def test_alternative_preferences_are_tried_one_after_another() -> None:
    wishes = [{"priorities": ["a.x"]}, {"priorities": ["not a.x"]}]
    found = scan(model(preferences={"a": {"any": wishes}}), ["nash"])
    line = only(found, "preferences.a.any")
    assert line.ranged
    assert line.turns == (Turn("q", "nash", 2.0, "every", "none"),)
