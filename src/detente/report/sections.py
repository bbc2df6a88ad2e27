"""Sections of the report that rest on one further analysis each: ways, what would have to be true, misperception."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from detente.drawing.paths import draw_paths
from detente.report.findings import Findings
from detente.stability.paths.sentences import journey_sentences, overview_sentences
from detente.words import say

Part = dict[str, Any]


def ways(found: Findings, language: str) -> Part | None:
    """From the status quo to where things can end: a drawing, and every journey in sentences."""
    if found.paths is None or not found.paths.journeys:
        return None
    journeys = [journey_sentences(found.paths, journey, language) for journey in found.paths.journeys]
    return {
        "overview": overview_sentences(found.paths, language),
        "svg": Markup(draw_paths(found.paths, language)),
        "journeys": [{"title": said[0], "lines": said[1:]} for said in journeys],
    }


def inverse(found: Findings, language: str) -> Part | None:
    """What would have to be true for the first question to be answered otherwise."""
    if found.inverse is None:
        return None
    asked, *rest = found.inverse.sentences(language)
    return {"asked": asked, "lines": rest}


def mistaken(found: Findings, language: str) -> Part | None:
    """What each side expects, what comes, who is surprised, and how acts are read."""
    if found.perception is None:
        return None
    under, *rest = found.perception.sentences(language)
    return {"lines": rest or [under], "title": say("page.mistaken", language)}
