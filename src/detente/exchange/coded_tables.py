"""What several coders or experts judged, from a table with one line for each unit, coder and (in Delphi) round.

A column ``coder`` is needed, and what was judged: ``value`` (a number, or a word), or the columns of a table of
positions (``position``, ``salience``, ``capability``). A unit is named by ``unit``, or by ``issue`` and ``actor``.
``round`` tells rounds apart, in the order in which they come; ``low`` and ``high`` are the ends of a unit's scale. A
blank cell is missing; a range (``40..60``) stands for its middle.

With columns ``actor`` and ``goal`` a value is what a goal counts for an actor: points of a direct rating, or of swing
weighting (von Winterfeldt & Edwards, *Decision Analysis and Behavioral Research*, 1986). Each coder's points become
shares of the actor's sum, so every goal of an actor needs points from everyone who judged that actor.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from detente.evidence.tables.number_columns import Mark, is_missing
from detente.exchange.long_tables import LongTable, read_long
from detente.exchange.position_tables.position_csv import SYNONYMS
from detente.uncertainty.experts.judged import Judged, Judgement

JUDGED = ("value", "position", "salience", "capability")
COLUMNS = {
    "unit": ("item", "case", "statement", "الوحدة", "البند"),
    "coder": (*SYNONYMS["coder"], "observer", "rater", "judge", "panelist", "المقيّم"),
    "goal": ("objective", "criterion", "الهدف", "هدف"),
    "round": ("wave", "الجولة", "جولة"),
    "value": ("code", "rating", "estimate", "judgement", "القيمة", "التقدير"),
    **{name: SYNONYMS[name] for name in ("issue", "actor", "position", "salience", "capability", "low", "high")},
}


def read_judged(path: Path, scale: tuple[float, float] | None = None, decimal: Mark | None = None) -> Judged:
    """The judgements of a file. `scale`: of units that state none. Raises `InputError` or `FaultyError` with all
    that is wrong."""
    table = read_long(path, COLUMNS, ("coder",))
    found = [name for name in JUDGED if name in table.columns]
    if not found or not {"unit", "issue", "actor"} & set(table.columns):
        missing = "value" if not found else "unit"
        table.fault("table_column", column=missing, nearest=None, known=table.columns)
        table.finish()
    weighed = {"actor", "goal"} <= set(table.columns) and found == ["value"]
    words = tuple(name for name in found if name == "value" and not weighed and not table.all_numbers(name))
    numbers = table.numbers([*(name for name in found if name not in words), "low", "high"], decimal, ranges=True)
    _named(table)
    units = [_unit(cells) for _, cells in table.records]
    scales = _scales(table, units, numbers, scale)
    if weighed and "value" in numbers:
        numbers["value"] = _shares(table, numbers["value"])
    part = "actor" if weighed else "issue"  # agreement is told for each
    judged = {
        "weight" if weighed else name: tuple(
            Judgement(unit, cells.get(part, ""), cells["coder"], cells.get("round", ""), value)
            for unit, (_, cells), value in zip(units, table.records, _values(table, name, numbers), strict=True)
            if value is not None
        )
        for name in found
    }
    table.finish()
    rounds = tuple(dict.fromkeys(cells["round"] for _, cells in table.records)) if "round" in table.columns else ()
    coders = tuple(dict.fromkeys(cells["coder"] for _, cells in table.records))
    tabled = "position" in found and "actor" in table.columns and not rounds
    named = zip(units, table.records, strict=True) if weighed else ()
    goals = {unit: (cells["actor"], cells["goal"]) for unit, (_, cells) in named}
    return Judged(judged, scales, coders, rounds, words, tabled, goals, table.notes)


def _shares(table: LongTable, points: list[Fraction | None]) -> list[Fraction | None]:
    """The points of each coder for an actor's goals as shares of their sum; what cannot be one is a fault."""
    sets: dict[tuple[str, str, str], list[int]] = {}
    goals: dict[str, dict[str, None]] = {}
    for place, (line, cells) in enumerate(table.records):
        value = points[place]
        if value is None or not cells["goal"]:
            table.fault("table_blank", line, column="value" if cells["goal"] else "goal")
        elif value < 0:
            table.fault("weight_negative", line, found=float(value))
        sets.setdefault((cells["actor"], cells["coder"], cells.get("round", "")), []).append(place)
        goals.setdefault(cells["actor"], {})[cells["goal"]] = None
    shares = list(points)
    for (actor, coder, _), places in sets.items():
        line, said = table.records[places[0]][0], {table.records[place][1]["goal"] for place in places}
        if missing := tuple(goal for goal in goals[actor] if goal not in said):
            table.fault("weight_missing", line, coder=coder, actor=actor, goals=missing)
        whole = sum((points[place] or Fraction(0) for place in places), Fraction(0))
        if whole <= 0:
            table.fault("weight_none", line, coder=coder, actor=actor)
            continue
        for place in places:
            shares[place] = (points[place] or Fraction(0)) / whole
    return shares


def _values(table: LongTable, name: str, numbers: dict[str, list[Fraction | None]]) -> list[Any]:
    if name in numbers:
        return [None if value is None else float(value) for value in numbers[name]]
    cells = [row.get(name, "") for _, row in table.records]
    return [None if is_missing(cell) else cell for cell in cells]


def _unit(cells: dict[str, str]) -> str:
    named = [cells[key] for key in ("issue", "actor", "goal") if cells.get(key)]
    return cells.get("unit") or " · ".join(named)


def _named(table: LongTable) -> None:
    """Every record has a unit and a coder, and no coder judged a unit twice in a round."""
    seen: dict[tuple[str, str, str], int] = {}
    for line, cells in table.records:
        unit = _unit(cells)
        for column, cell in (("coder", cells["coder"]), ("unit", unit)):
            if not cell:
                table.fault("table_blank", line, column=column)
        if "round" in table.columns and not cells["round"]:
            table.fault("table_blank", line, column="round")
        first = seen.setdefault((unit, cells["coder"], cells.get("round", "")), line)
        if first != line:
            table.fault("table_twice", line, unit=unit, coder=cells["coder"], first=first)


def _scales(
    table: LongTable, units: list[str], numbers: dict[str, list[Fraction | None]], otherwise: tuple[float, float] | None
) -> dict[str, tuple[float, float]]:
    """The scale of each unit that has one: the first that a line gives."""
    found: dict[str, tuple[float, float]] = {}
    ends = zip(numbers.get("low", ()), numbers.get("high", ()), strict=True)
    for (line, _), unit, (low, high) in zip(table.records, units, ends, strict=False):
        if low is not None and high is not None and low >= high:
            table.fault("table_scale", line, low=float(low), high=float(high))
        elif low is not None and high is not None:
            found.setdefault(unit, (float(low), float(high)))
    return found if otherwise is None else dict.fromkeys(units, otherwise) | found
