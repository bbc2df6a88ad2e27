"""Two looks side by side (WORKBENCH §11, scenario 13), and a small case drawn whole (16)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import detente as dt
from detente.errors import LimitError
from detente.stability.differences import compare as compared
from detente.stability.differences import effects
from detente.web.answers.screens.compare import compare
from detente.web.answers.screens.graph import graph
from detente.web.contracts.screens import AskCompare, AskGraph, Side
from tests.web.served import SMALL, Served, served
from tests.web.views import view_of

KURIL, ELMIRA = "kuril/2019-01", "stability/elmira"
BELIEF = {"us_reliability": 0.9}


def asked(**more: Any) -> AskCompare:
    return AskCompare(doc="k", left=Side(), right=Side(), **more)


def test_january_2019_and_march_2022() -> None:
    """Scenario 13. Beside the two answers of the drawing, joint activity differs now: the file has the talks in it,
    which March 2022 begins without."""
    found = compare(view_of(KURIL), view_of(KURIL, variant="y2022"), asked())
    assert found.differ == ["partnership_without_treaty", "joint_activity", "own_defence"]
    first = found.reasons[0]
    assert (first.path, first.text) == ("drivers.alignment", "what partnership with Moscow costs Japan with its ally")
    assert (first.left, first.right) == ("0 to 1", "6 to 10")
    assert first.alone["partnership_without_treaty"] == ("yes", "no")
    assert first.back["partnership_without_treaty"] == ("no", "some")
    assert len(found.reasons) == 5
    talks = next(one for one in found.reasons if one.path == "status_quo.peace.talks")
    assert (talks.left, talks.right) == ("the two leaders go on talking", "the two leaders stop talking")
    assert talks.alone == {"joint_activity": ("no", "some")}


def test_the_same_in_arabic() -> None:
    found = compare(view_of(KURIL), view_of(KURIL, variant="y2022"), asked(lang="ar"))
    assert found.reasons[0].text == "كلفة الشراكة مع موسكو على علاقة اليابان بحليفها"
    assert all(fact.text for facts in found.facts for fact in facts)


def test_a_what_if_beside_the_file() -> None:
    found = compare(view_of(KURIL), view_of(KURIL, what_if=BELIEF), asked())
    assert found.differ == ["build_up"]
    assert [(one.path, one.alone, one.back) for one in found.reasons] == [
        ("drivers.us_reliability", {"build_up": ("yes", "no")}, {"build_up": ("no", "yes")})
    ]


def test_a_look_beside_itself() -> None:
    found = compare(view_of(KURIL, as_="japan"), view_of(KURIL, as_="japan"), asked())
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


# Another coder's file: other numbers, one question more, one less, and an actor of another name.
ANOTHER = (
    SMALL.replace("0.3..0.9", "0.1..0.3")
    .replace("weight: 2, why: a market", "weight: 1, why: a market")
    .replace("en: North,", "en: The North,")
    + """\
  trades: {statement: south.trade, text: Does the south trade?, yes: it trades, no: it does not}
"""
)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("folder")) as running:
        yield running


def test_the_file_of_another_coder(bench: Served) -> None:
    """As `detente diff A B` says: which answers differ, and which difference turns each."""
    bench.file("a.yaml")
    path = bench.file("b.yaml", ANOTHER)
    first, second = (bench.ask("open", name=f"{name}.yaml") for name in "ab")
    sides = {"left": {}, "right": {"doc": second["doc"], "rev": second["rev"]}}
    found = bench.ask("compare", doc=first["doc"], **sides)
    here, there = (dt.load(bench.folder / f"{name}.yaml").situation for name in "ab")
    known = compared(here, there)
    assert found["differ"] == [one.question for one in known.turned] == ["opens"]
    assert [fact["question"] for fact in found["facts"][1]] == ["opens", "trades"]
    turning = [one["path"] for one in found["reasons"] if one["alone"]]
    assert turning == [known.differences[place].name for place in known.turned[0].turned_by] == ["drivers.trust"]
    assert {one["path"] for one in found["reasons"]} == {one.name for one in known.differences}
    # the other way round, in the other's words
    back = bench.ask("compare", doc=first["doc"], lang="ar", left=sides["right"], right={})
    assert back["differ"] == ["opens"] and back["facts"] == [
        *reversed(bench.ask("compare", doc=first["doc"], lang="ar", **sides)["facts"])
    ]
    assert {question for one in back["reasons"] for question in (*one["alone"], *one["back"])} == {"opens"}
    # and as the other goes on writing
    path.write_text(ANOTHER.replace("0.1..0.3", "0.3..0.9"), encoding="utf-8")
    newer = bench.ask("open", name="b.yaml")
    sides["right"] |= {"rev": newer["rev"]}
    assert bench.ask("compare", doc=first["doc"], **sides)["differ"] == []


def test_two_files_that_ask_nothing_alike(bench: Served) -> None:
    first = bench.ask("open", name="one.yaml", text=SMALL)
    other = bench.ask("open", name="two.yaml", text=SMALL.replace("  opens:", "  shuts:"))
    sides = {"left": {"doc": other["doc"]}, "right": {}}
    assert bench.ask("compare", 400, doc=first["doc"], **sides)["problems"][0]["code"] == "diff_no_question"
    sides = {"left": {"doc": "nowhere"}, "right": {}}
    assert bench.ask("compare", 400, doc=first["doc"], **sides)["problems"][0]["code"] == "serve_closed"


def test_the_folder_alone_is_listed_at_once(bench: Served) -> None:
    bench.file("listed.yaml")
    found = bench.ask("home", whole=False)
    assert "listed.yaml" in [one["name"] for one in found["recent"]]
    assert (found["cases"], found["templates"]) == ([], [])


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
