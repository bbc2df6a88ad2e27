"""The numbers of a situation with their words, marks and lines: what sliders and the file pane show."""

from __future__ import annotations

from detente.evidence.citations import support
from detente.evidence.trace import form_text
from detente.outcomes.telling import Names, Teller
from detente.situation.reading.nodes import Document
from detente.uncertainty.movable import Movable, movable
from detente.web.contracts.asking import Basis
from detente.web.contracts.bench import Number
from detente.web.desk import View
from detente.words import say

MARKS: dict[str, Basis] = {"direct": "sourced", "inherited": "judged", "judgement": "judged", "none": "none"}


def numbers(view: View, language: str) -> list[Number]:
    """Every number that can be moved, and every formula that such numbers are in."""
    teller, document = view.teller(language), view.paper.checked.reading.document
    return [_number(view, teller, document, one) for one in movable(view.written)]


def _number(view: View, teller: Teller, document: Document, one: Movable) -> Number:
    return Number(
        id=one.id,
        path=".".join(one.path),
        text=called(teller, one.path),
        short=short(teller, one.path),
        actor=one.actor,
        kind=one.kind,
        range=one.range,
        centre=0.0 if one.centre is None else one.centre,
        domain=one.domain,
        mark=MARKS[support(view.written, one.path)[0]],
        line=line_of(document, one.path),
        written=form_text(one.quantity),
        made_of=list(one.made_of),
        formula=one.centre is None,
    )


def called(teller: Names, path: tuple[str, ...]) -> str:
    """A number in words: “what “a peace treaty” is worth to Japan”."""
    if path[0] == "drivers":
        return teller.driver(path[1])
    if path[-1] == "inertia":
        return say("study.inertia_of", teller.language, actor=teller.actor(path[1]))
    return say("study.weight_of", teller.language, goal=short(teller, path), actor=teller.actor(path[1]))


def short(teller: Names, path: tuple[str, ...]) -> str:
    """The same without whose it is."""
    if path[-1] == "inertia" or not isinstance(teller, Teller):
        return called(teller, path)
    return teller.number_at(path)


def line_of(document: Document, path: tuple[str, ...]) -> int:
    """The line where a value is written, from 1; 0 where it stands nowhere."""
    if document.root is None:
        return 0
    node = document.root
    for step in path:
        below = node.child(step) if node.kind == "map" else None
        if below is None:
            return 0
        node = below
    inner = node.child("value") if node.kind == "map" else None
    return (inner or node).line
