"""The integrated graph as drawing, TikZ, GraphML and DOT: everything is there once, in both languages, and parses."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from io import BytesIO
from itertools import pairwise

import networkx
import pydot
import pytest
from hypothesis import given
from pylatexenc.latexwalker import LatexWalker

from detente.drawing.graph import draw_graph, figure
from detente.drawing.graph_key import arcs_shown
from detente.drawing.graph_layout import laid_out
from detente.drawing.graph_tikz import draw_tikz, tikz_key
from detente.drawing.graph_tree import draw_tree
from detente.errors import DetenteError
from detente.exchange.graph_files import dot, graphml
from detente.load import load
from detente.situation.reading.read import read_text
from detente.stability.integrated import SHOWN, IntegratedGraph, integrated_graph
from detente.stability.solve import Model
from detente.words import LANGUAGES
from tests.conftest import examples
from tests.strategies import models

SVG = "{http://www.w3.org/2000/svg}"
ELMIRA = integrated_graph(load("stability/elmira").situation)


def many(outcomes: int) -> IntegratedGraph:
    """A ring of outcomes with two actors that go round it in opposite directions."""
    names = [f"s{number}" for number in range(outcomes)]
    one = [[a, b] for a, b in pairwise(names)]
    text = f"""detente: 1
actors: {{a: {{}}, b: {{}}}}
outcomes: [{", ".join(names)}]
moves: {{a: {one}, b: {[pair[::-1] for pair in one]}}}
preferences: {{a: {{ranking: [[{names[-1]}], [true]]}}, b: {{ranking: [[{names[0]}], [true]]}}}}
"""
    return integrated_graph(read_text(text.replace("'", "")).required())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_and_arc_is_drawn_once(language: str) -> None:
    root = ET.fromstring(draw_graph(ELMIRA, language))
    assert root.get("lang") == language and root.get("class") == "graph"
    circles = [g for g in root.iter(f"{SVG}g") if g.get("class") in ("rest", "equilibrium", "passing")]
    numbers = [next(g.iter(f"{SVG}text")).text for g in circles]
    assert sorted(map(int, filter(None, numbers))) == list(range(1, 10))
    assert [n for n, g in zip(numbers, circles, strict=True) if g.get("class") == "rest"] == ["5", "9", "8"]
    lines = [path for path in root.iter(f"{SVG}path") if path.get("fill") == "none" and "Q" in path.get("d", "")]
    assert len(lines) == len(ELMIRA.arcs) == 24
    assert sum(path.get("stroke-dasharray") is None for path in lines) == 8, "what nobody can punish is a full line"
    said = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert {"en": "move without gain for its mover", "ar": "خطوة لا يكسب بها صاحبها"}[language] in said
    assert {"en": "C: Local government", "ar": "ج: الحكومة المحلية"}[language] in said


def test_things_flow_the_way_the_language_is_read() -> None:
    plain = laid_out(ELMIRA, ELMIRA.arcs).centres
    turned = laid_out(ELMIRA, ELMIRA.arcs, turned=True).centres
    assert plain[1][0] < plain[0][0] < plain[4][0] and turned[1][0] > turned[0][0] > turned[4][0]


@given(models())
@examples(40)
def test_no_two_outcomes_stand_on_one_another(model: Model) -> None:
    graph = integrated_graph(model.situation)
    for which in SHOWN:
        _, arcs = arcs_shown(graph, which)
        layout = laid_out(graph, arcs)
        places = list(layout.centres.values())
        assert set(layout.centres) == set(range(graph.count)) and len(layout.curves) == len(arcs)
        near = layout.spacing.radius * 2
        apart = [abs(a[0] - b[0]) > near or abs(a[1] - b[1]) > near for a in places for b in places if a is not b]
        assert all(apart)
        assert all(near / 2 <= x <= layout.width and near / 2 <= y <= layout.height for x, y in places)


def test_a_large_graph_shows_what_can_be_told_apart_and_says_what_is_left_out() -> None:
    graph = many(200)
    which, arcs = arcs_shown(graph, None)
    assert which == "best" or len(arcs) <= 260
    drawn = draw_graph(graph, "en")
    assert f"{len(graph.arcs) - len(arcs)} further arrows are left out" in drawn
    assert draw_graph(graph, "en") == drawn, "the same every time"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tree_is_drawn_box_by_box(language: str) -> None:
    chicken = integrated_graph(load("stability/chicken").situation)
    tree = chicken.tree("1", 5)
    root = ET.fromstring(draw_tree(chicken, tree, language))
    drawn = [g for g in root.iter(f"{SVG}g") if g.get("class") in ("rest", "equilibrium", "passing")]
    assert len(drawn) == len(list(tree.all()))
    dotted = [c for c in root.iter(f"{SVG}circle") if c.get("stroke-dasharray") == "1.5 3"]
    assert len(dotted) == sum(branch.again for branch in tree.all()) + 1 > 1, "and once in the key"


def test_tikz_is_latex_and_has_every_outcome_and_arc() -> None:
    drawn = draw_tikz(ELMIRA)
    nodes, _, _ = LatexWalker(drawn, tolerant_parsing=False).get_latex_nodes()
    assert [node.environmentname for node in nodes if hasattr(node, "environmentname")] == ["tikzpicture"]
    assert drawn.count("\\draw[") == 24 and len(re.findall(r"\\node\[circle", drawn)) == 9
    assert set(re.findall(r"\\draw\[(\w+)", drawn)) == set(re.findall(r"\\definecolor\{(\w+)\}", drawn))
    LatexWalker(tikz_key(ELMIRA), tolerant_parsing=False).get_latex_nodes()
    assert "\\resizebox{\\linewidth}" in draw_tikz(many(60)) and "\\resizebox" not in drawn


def test_graphml_is_read_by_others() -> None:
    read = networkx.read_graphml(BytesIO(graphml(*ELMIRA.records(ELMIRA.arcs)).encode()), force_multigraph=True)
    assert read.number_of_nodes() == 9 and read.number_of_edges() == 24
    assert [node for node, data in read.nodes(data=True) if data["rests"]] == ["o5", "o8", "o9"]
    assert read.nodes["o1"]["status_quo"] is True and read.nodes["o1"]["outcome"] == "s1"
    free = [(a, b, data["mover"]) for a, b, data in read.edges(data=True) if data["seq"] == "unsanctioned"]
    assert ("o1", "o5", "local_government") in free and len(free) == 8


def test_dot_is_read_by_others_whatever_names_hold() -> None:
    nodes, arcs, about = ELMIRA.records(ELMIRA.arcs)
    odd = [{**node, "outcome": 'a "b" \\ c\nd'} for node in nodes]
    (read,) = pydot.graph_from_dot_data(dot(odd, arcs, about)) or []
    assert len(read.get_nodes()) - 1 == 9 and len(read.get_edges()) == 24
    assert read.get_node("o5")[0].get_shape().strip('"') == "doublecircle"
    tree, lines, told = ELMIRA.tree_records(ELMIRA.tree("1", 3))
    (grown,) = pydot.graph_from_dot_data(dot(tree, lines, told)) or []
    assert len(grown.get_edges()) == len(tree) - 1


def test_there_is_one_kind_of_drawing() -> None:
    assert figure(ELMIRA) == ELMIRA.figure() == draw_graph(ELMIRA)
    with pytest.raises(DetenteError):
        figure(ELMIRA, "en", "circle")
