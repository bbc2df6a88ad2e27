"""The situation played (WORKBENCH §11, scenario 9)."""

from __future__ import annotations

import pytest

from detente.errors import DetenteError
from detente.web.answers.screens.map import map_of
from detente.web.answers.screens.moves import moves
from detente.web.contracts.screens import AskMap, AskMoves
from tests.web.views import view_of

KURIL, ELMIRA = "kuril/2019-01", "stability/elmira"


def test_from_today_russia_alone_gains_and_nobody_can_answer() -> None:
    """Scenario 9. Since the drawing the file calls it military activity at the borders, as its article does."""
    found = moves(view_of(KURIL), AskMoves(doc="k"))
    assert not found.rests
    russia = next(one for one in found.movers if one.actor == "russia")
    first = russia.moves[0]
    assert first.text == "step up its military activity at Japan's borders"
    assert first.gains == {"japan": -0.85, "russia": 1.0}
    assert (first.verdict, first.answer) == ("free", [])
    assert all(move.verdict == "loss" for move in russia.moves[1:])
    japan = next(one for one in found.movers if one.actor == "japan")
    assert not any(move.verdict in ("free", "answered") for move in japan.moves)
    assert {joint.verdict for joint in found.together} == {"refused"}
    assert all("japan" in joint.refuses for joint in found.together)
    after = moves(view_of(KURIL), AskMoves(doc="k", outcome=first.to))
    assert after.rests
    assert (found.answers["build_up"], after.answers["build_up"]) == ("no", "yes")


def test_the_same_in_arabic() -> None:
    found = moves(view_of(KURIL), AskMoves(doc="k", lang="ar"))
    russia = next(one for one in found.movers if one.actor == "russia")
    assert russia.moves[0].text == "زيادة نشاطها العسكري على الحدود اليابانية"
    assert found.text == "كاليوم"


def test_what_is_answered_says_how() -> None:
    """At 0.9 (scenario 2) Japan could answer what Russia would gain by."""
    found = moves(view_of(KURIL, what_if={"us_reliability": 0.9}), AskMoves(doc="k"))
    russia = next(one for one in found.movers if one.actor == "russia")
    assert russia.moves[0].verdict == "answered"
    assert [step.mover for step in russia.moves[0].answer] == ["japan"]
    assert found.rests


def test_a_listed_outcome_goes_by_its_text_and_not_by_its_id() -> None:
    found = moves(view_of(ELMIRA), AskMoves(doc="e"))
    assert found.text == "Uniroyal delays"
    mayor = next(one for one in found.movers if one.actor == "local_government")
    assert [(move.text, move.verdict) for move in mayor.moves] == [
        ("Uniroyal delays, the local government insists", "free")
    ]
    assert mayor.moves[0].gains == {}  # it only orders outcomes


def test_an_outcome_that_there_is_not() -> None:
    with pytest.raises(DetenteError) as refused:
        moves(view_of(ELMIRA), AskMoves(doc="e", outcome=10))
    assert refused.value.render("en") == "there is no outcome 10; ids run from 1 to 9"


@pytest.mark.parametrize("name", [KURIL, ELMIRA, "stability/cuban_missile_crisis"])
@pytest.mark.parametrize("ahead", ["seq", "nash"])
def test_steps_that_pay_are_the_arrows_of_stability(name: str, ahead: str) -> None:
    view = view_of(name, ahead=ahead)
    found, count = view.stability, view.stability.model.space.count
    arrows = found.solution(ahead).arrows[0]
    for outcome in range(0, count, max(1, count // 12)):
        told = moves(view, AskMoves(doc="x", outcome=outcome + 1))
        free = {(one.actor, move.to - 1) for one in told.movers for move in one.moves if move.verdict == "free"}
        leaving = {(mover, end) for mover, end in arrows.leaving(outcome) if mover in found.view.actors}
        assert free == leaving
        assert told.rests == (not arrows.leaving(outcome))
        for one in told.movers:
            witness = found.witness(ahead, one.actor, outcome)
            assert witness.stable == (not any(move.verdict == "free" for move in one.moves))


def test_the_map_names_what_matters_once() -> None:
    found = map_of(view_of(KURIL), AskMap(doc="k", path=[192]))
    assert found.axes == ["japan", "russia"]
    why = {node.why: node for node in found.nodes}
    assert len({node.outcome for node in found.nodes}) == len(found.nodes)
    assert why["status_quo"].at == {"japan": 0.0, "russia": 0.0}
    assert why["predicted"].at == {"japan": -0.85, "russia": 1.0}
    assert why["best:japan"].at["japan"] == max(node.at["japan"] for node in found.nodes)
    # What Moscow hopes to sign: a treaty without conditions, with its activity as it is.
    assert why["hope:russia"].text == "a treaty without islands and no more military activity"


def test_a_map_without_numbers_has_no_axes() -> None:
    found = map_of(view_of(ELMIRA), AskMap(doc="e"))
    assert found.axes == []
    assert [node.why for node in found.nodes] == ["status_quo", "predicted"]
