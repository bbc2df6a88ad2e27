"""What an agreement says beyond plain packages: shares, money, who must say yes, steps, what lasts, runs, drafts."""

from __future__ import annotations

from collections.abc import Iterator

from detente.bargaining.brokered.result import Brokered
from detente.bargaining.brokered.sentences import brokered_sections
from detente.drawing.deal import draw_shares
from detente.report.blocks import Block, Figure, Heading, Paragraph, Sentence, safe
from detente.report.saying import Saying
from detente.words import say

TOLD = ("zone", "money", "ratify", "stages", "lasts", "robust")  # of which the brief tells the gist
LASTS = ("lasts",)  # whose gist is its last sentence


def mediation(saying: Saying, agreement: str) -> list[Block]:
    """Everything of it, heading by heading; with shares the frontier first."""
    found = saying.found.brokered.get(agreement)
    if found is None:
        return []
    blocks: list[Block] = list(_figure(saying, agreement, found))
    for name, lines in _sections(saying, found):
        blocks.append(Heading(3, say(f"bargain.titles.{name}", saying.language)))
        blocks.append(Paragraph(tuple(_told(agreement, name, line) for line in lines)))
    return blocks


def gist(saying: Saying, agreement: str) -> list[Block]:
    """One sentence of each part, for the brief."""
    found = saying.found.brokered.get(agreement)
    if found is None:
        return []
    told = dict(_sections(saying, found))
    lines = []
    for name in TOLD:
        if name in told:
            line = told[name][-1 if name in LASTS else 0]
            if name == "zone":
                line = next((one for one in told[name][1:]), line)
            lines.append(_told(agreement, name, line))
    return [Paragraph(tuple(lines))] if lines else []


def _sections(saying: Saying, found: Brokered) -> list[tuple[str, list[str]]]:
    """What is told here and not by the parts on packages: with shares the zone too."""
    plain = ("without", "seen", "blocks", "linkage", "holds") + (() if found.shares is not None else ("zone",))
    return [(name, lines) for name, lines in brokered_sections(found, saying.language) if name not in plain]


def _told(agreement: str, name: str, line: str) -> Sentence:
    return Sentence(safe(line), f"mediation.{agreement}.{name}")


def _figure(saying: Saying, agreement: str, found: Brokered) -> Iterator[Figure]:
    if len(found.parties) != 2 or found.divided is None or not found.fair_shares:
        return
    one, two = (saying.actor(party) for party in found.parties)
    count = len(found.divided.frontier)
    described = say("bargain.figure.shares_description", saying.language, one=one, two=two, count=count)
    caption = Sentence(saying.begun(say("bargain.figure.shares", saying.language)) + ".", f"mediation.{agreement}.zone")
    yield Figure(draw_shares(found, saying.language), described, caption)
