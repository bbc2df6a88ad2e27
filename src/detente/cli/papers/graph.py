"""``detente graph``: outcomes and the moves between them, or what may follow from one: drawn, filed, in a table."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import language
from detente.cli.command import A_MADE, ANALYSED, FORMATS, Given, command, concept_option
from detente.cli.language import echo, text
from detente.cli.printing import print_json, print_rows, print_sentences, waiting, write_figure
from detente.cli.table_words import in_words
from detente.drawing.graph_key import arcs_shown
from detente.errors import DetenteError
from detente.outcomes.telling import Teller
from detente.result import Row
from detente.stability.concepts import CONCEPTS
from detente.stability.integrated import SHOWN, Branch, IntegratedGraph, integrated_graph
from detente.stability.integrated_sentences import tree_sentences
from detente.stability.view_ids import numbered, numbered_rows

DRAWINGS = (".svg", ".pdf", ".tex")
FILES = (".graphml", ".dot", ".gv")


@command("graph", views=ANALYSED, formats=FORMATS)
@click.option("--out", type=A_MADE, metavar="FILE", help=text("graph.out"))
@concept_option("graph", tuple(CONCEPTS))
@click.option("--arcs", "which", type=click.Choice(SHOWN), help=text("graph.arcs"))
@click.option("--start", "--from", "start", metavar="OUTCOME", help=text("graph.start"))
@click.option("--depth", type=click.IntRange(1, 12), default=2, show_default=True, help=text("graph.depth"))
def graph(given: Given, out: Path | None, concept: str, which: str | None, start: str | None, depth: int) -> None:
    if out is not None:
        _ready(out, tree=start is not None)
    with waiting():
        result = integrated_graph(given.situation, concept)
    tree = None if start is None else result.tree(start, depth, which or "all")
    if out is not None:
        write_figure(out, _written(result, tree, out.suffix.lower(), which))
    ids = given.own_ids(result.stability.model.space)
    if given.form == "json":
        data = {**result.data(), **({} if tree is None else {"tree": _nested(tree)})}
        print_json(data if ids is None else numbered(data, ids))
        return
    rows = numbered_rows(_arc_rows(result, which), ids) if tree is None else _tree_rows(tree, concept)
    if given.form == "table":
        spoken = language.chosen()
        print_sentences(result.sentences(spoken) if tree is None else tree_sentences(tree, depth, spoken))
        if out is not None:
            return
        echo()
        others = set(result.stability.solutions) - {concept}
        rows = [{key: cell for key, cell in row.items() if key not in others} for row in rows]
        rows = in_words(rows, Teller(result.situation, result.stability.model.space, spoken), ids=given.ids)
    print_rows(rows, given.form)


def _ready(out: Path, *, tree: bool) -> None:
    """Refuse an ending that is none of a drawing, and a PDF that nothing here can print."""
    known = (".svg", ".pdf", *FILES) if tree else (*DRAWINGS, *FILES)
    if out.suffix.lower() not in known:
        raise DetenteError("plot_format", file=str(out), known=known)
    if out.suffix.lower() == ".pdf":
        from detente.report.pdf import browser

        browser()


def _written(result: IntegratedGraph, tree: Branch | None, kind: str, which: str | None) -> str:
    spoken = language.chosen()
    if kind in FILES:
        from detente.exchange.graph_files import dot, graphml

        _, arcs = arcs_shown(result, which or "all")
        nodes, lines, about = result.records(arcs, spoken) if tree is None else result.tree_records(tree, spoken)
        return (graphml if kind == ".graphml" else dot)(nodes, lines, about)
    if kind == ".tex":
        from detente.drawing.graph_tikz import draw_tikz

        return draw_tikz(result, spoken, which)
    from detente.drawing.graph import draw_graph
    from detente.drawing.graph_tree import draw_tree

    return draw_graph(result, spoken, which) if tree is None else draw_tree(result, tree, spoken)


def _arc_rows(result: IntegratedGraph, which: str | None) -> list[Row]:
    shown = set(result.shown(which or "all"))
    return [row for row, arc in zip(result.rows(), result.arcs, strict=True) if arc in shown]


def _tree_rows(tree: Branch, concept: str) -> list[Row]:
    """One row per step of the tree: the way to it by ids, who makes it, and what it is."""
    found: list[Row] = []

    def visit(branch: Branch, way: tuple[int, ...]) -> None:
        for after in branch.after:
            if after.arc is not None:
                steps = (*way, after.outcome + 1)
                found.append({"way": " > ".join(map(str, steps)), "step": len(way), "who": after.arc.mover,
                              "kind": after.arc.kind, concept: after.arc.verdict(concept)})  # fmt: skip
                visit(after, steps)

    visit(tree, (tree.outcome + 1,))
    return found


def _nested(branch: Branch) -> Row:
    """The tree as plain data."""
    arc = branch.arc
    step = {} if arc is None else {"mover": arc.mover, "kind": arc.kind, "unsanctioned": sorted(arc.unsanctioned)}
    return {"id": branch.outcome + 1, **step, "again": branch.again, "after": [_nested(one) for one in branch.after]}
