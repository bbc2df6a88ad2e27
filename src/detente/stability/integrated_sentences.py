"""The integrated graph in words: how many moves and improvements there are, and where nobody leaves."""

from __future__ import annotations

from detente.stability.concepts import KNOWN
from detente.stability.integrated import Branch, IntegratedGraph
from detente.words import say

LISTED = 12  # outcomes named in a sentence


def graph_sentences(result: IntegratedGraph, language: str = "en") -> list[str]:
    """What there is, what of it is sanctioned under the concept of the drawing, and what holds."""
    symbol = KNOWN[result.concept].symbol
    alone = [arc for arc in result.arcs if arc.kind != "joint"]
    better = [arc for arc in alone if arc.kind == "improvement"]
    free = [arc for arc in better if result.concept in arc.unsanctioned]
    joint = [arc for arc in result.arcs if arc.kind == "joint" and result.concept in arc.unsanctioned]
    said = [
        say("graph.size", language, count=result.count, moves=say("graph.moves", language, count=len(alone))),
        say("graph.improvements", language, count=len(better)),
        say("graph.free", language, count=len(free), concept=symbol),
    ]
    if joint:
        said.append(say("graph.joint", language, count=len(joint), concept=symbol))
    resting = sorted(result.resting())
    listed = tuple(outcome + 1 for outcome in resting[:LISTED])
    said.append(say("graph.resting", language, count=len(resting), concept=symbol, list=listed))
    if len(resting) > LISTED:
        said.append(say("graph.resting_more", language, count=len(resting) - LISTED))
    return said


def tree_sentences(root: Branch, depth: int, language: str = "en") -> list[str]:
    """How large the tree is."""
    return [say("graph.tree.said", language, start=root.outcome + 1, depth=depth, count=len(list(root.all())))]
