"""The report's section on positions: for each issue the forecast with its band, the actors, the models, the rounds."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from detente.bargaining.positions.models import panel
from detente.bargaining.positions.result import Positions, positions
from detente.bargaining.positions.sentences import positions_sentences
from detente.drawing.positions import described, draw, line_rows
from detente.drawing.positions_rounds import rounds_rows
from detente.outcomes.telling import Names
from detente.report.findings import Findings
from detente.words import number, say

Part = dict[str, Any]


def section(found: Findings, language: str) -> list[Part]:
    """One part for each issue on which somebody takes a position; nothing where there is none."""
    situation = found.case.situation
    if not any(issue.positions for issue in situation.issues.values()):
        return []
    result = positions(situation)
    return [_issue(result, name, language) for name in result.issues]


def _issue(result: Positions, name: str, language: str) -> Part:
    settled = result.issues[name]
    alone = Positions(result.situation, {name: settled}, ())
    _, *lines = positions_sentences(alone, language)
    return {
        "title": Names(result.situation, language).issue(name),
        "lines": lines,
        "line": Markup(draw(result, name, language, "line")),
        "line_said": described(result, name, "line", language),
        "actors": [_cells(row) for row in line_rows(result, name, language)],
        "panel": Markup(draw(result, name, language, "panel")),
        "panel_said": described(result, name, "panel", language),
        "models": [
            {"name": say(f"positions.models.{row['model']}", language), "value": number(float(row["value"]))}
            for row in panel(settled)
        ],
        "river": Markup(draw(result, name, language, "rounds")),
        "river_said": described(result, name, "rounds", language),
        "rounds": _rounds(result, name, language),
    }


def _cells(row: dict[str, Any]) -> Part:
    """A row of numbers as readers see it; the share of the weight in percent."""
    told = {key: number(float(value)) for key, value in row.items() if key not in ("actor", "share")}
    return {"actor": row["actor"], **told, "share": f"{number(100 * float(row['share']))}%"}


def _rounds(result: Positions, name: str, language: str) -> list[Part]:
    """For each reading a table: its rounds, and where each actor stands after each."""
    found: dict[str, Part] = {}
    for row in rounds_rows(result, name, language):
        reading, actor = row.pop("reading"), row.pop("actor")
        words = say("positions.rounds.reading", language, preset=say(f"positions.preset.{reading}", language))
        table = found.setdefault(reading, {"title": words, "columns": list(row), "rows": []})
        table["rows"].append({"actor": actor, "cells": [number(float(value)) for value in row.values()]})
    return list(found.values())
