"""Two looks side by side (WORKBENCH §11, scenario 13), and a small case drawn whole (16)."""

from __future__ import annotations

import pytest

import detente as dt
from detente.errors import LimitError
from detente.stability.differences import compare as compared
from detente.stability.differences import effects
from detente.web.answers.screens.compare import compare
from detente.web.answers.screens.graph import graph
from detente.web.contracts.screens import AskCompare, AskGraph, Side
from tests.web.views import view_of

KURIL, ELMIRA = "kuril/2019-01", "stability/elmira"


def test_january_2019_and_march_2022() -> None:
    """Scenario 13. Beside the two answers of the drawing, joint activity differs now: the file has the talks in it,
    which March 2022 begins without."""
    found = compare(view_of(KURIL), AskCompare(doc="k", left=Side(), right=Side(variant="y2022")))
    assert found.differ == ["partnership_without_treaty", "joint_activity", "own_defence"]
    first = found.reasons[0]
    assert (first.path, first.text) == ("drivers.alignment", "what partnership with Moscow costs Japan with its ally")
    assert (first.left, first.right) == ("0..1", "6..10")
    assert first.alone["partnership_without_treaty"] == ("yes", "no")
    assert first.back["partnership_without_treaty"] == ("no", "some")
    assert len(found.reasons) == 5
    talks = next(one for one in found.reasons if one.path == "status_quo.peace.talks")
    assert (talks.left, talks.right) == ("the two leaders go on talking", "the two leaders stop talking")
    assert talks.alone == {"joint_activity": ("no", "some")}


def test_the_same_in_arabic() -> None:
    found = compare(view_of(KURIL), AskCompare(doc="k", lang="ar", left=Side(), right=Side(variant="y2022")))
    assert found.reasons[0].text == "كلفة الشراكة مع موسكو على علاقة اليابان بحليفها"
    assert all(fact.text for facts in found.facts for fact in facts)


def test_a_what_if_beside_the_file() -> None:
    right = Side(what_if={"us_reliability": 0.9})
    found = compare(view_of(KURIL), AskCompare(doc="k", left=Side(), right=right))
    assert found.differ == ["build_up"]
    assert [(one.path, one.alone, one.back) for one in found.reasons] == [
        ("drivers.us_reliability", {"build_up": ("yes", "no")}, {"build_up": ("no", "yes")})
    ]


def test_a_look_beside_itself() -> None:
    found = compare(view_of(KURIL), AskCompare(doc="k", left=Side(as_="japan"), right=Side(as_="japan")))
    assert (found.differ, found.reasons) == ([], [])
    assert len(found.same) == 8


@pytest.mark.parametrize("variant", ["y2016", "y2022"])
def test_what_turns_alone_is_what_diff_says(variant: str) -> None:
    case = dt.load(KURIL)
    first, second = case.situation, case.variants[variant]
    known = compared(first, second)
    alone = {one.difference.name: one.alone for one in effects(first, second)}
    for turned in known.turned:
        names = {known.differences[place].name for place in turned.turned_by}
        assert names == {
            name for name, effect in alone.items() if effect.get(turned.question, ("", ""))[1] == turned.second
        }


def test_elmira_whole() -> None:
    """Scenario 16: five outcomes rest where any answer counts, three where answers pay the answerer."""
    found = graph(view_of(ELMIRA), AskGraph(doc="e"))
    assert [node.outcome for node in found.nodes if node.status_quo] == [1]
    assert (found.holds["gmr"], found.holds["seq"]) == ([1, 4, 5, 8, 9], [5, 8, 9])
    assert set(found.holds) == {"nash", "gmr", "smr", "seq", "sseq"}
    free = {(arc.actor, arc.from_, arc.to) for arc in found.arcs if arc.free}
    assert ("local_government", 1, 5) in free
    assert {(arc.from_, arc.to) for arc in found.arcs if not arc.free} == {(2, 6), (3, 7)}
    assert view_of(ELMIRA).stability.predicted("seq") == [[5]]
    assert found.nodes[4].text == "Uniroyal delays, the local government insists"
    anything = graph(view_of(ELMIRA, ahead="gmr"), AskGraph(doc="e", lang="ar"))
    assert view_of(ELMIRA, ahead="gmr").stability.predicted("gmr") == [[1]]
    assert not any(arc.free for arc in anything.arcs if arc.from_ == 1)
    assert anything.nodes[4].text == "يونيرويال تماطل والحكومة المحلية تصر"


def test_a_case_too_large_to_be_drawn() -> None:
    with pytest.raises(LimitError):
        graph(view_of(KURIL), AskGraph(doc="k"))
