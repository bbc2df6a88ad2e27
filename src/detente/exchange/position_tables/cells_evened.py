"""The cells of a table of positions made even: numbers of a column by one rule, blanks by a stated one, names as meant.

Numbers: `detente.evidence.tables.number_columns`. A salience or a capability that is left blank is missing: its actor
is left out of the issue, or the file states a rule above its heading, which fills the cell; either is said:

    # blank salience: mean
    # blank capability: 100

Several coders (a column ``coder``) are kept apart: an entry of each.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from detente.evidence.tables.countries import by_any, folded
from detente.evidence.tables.number_columns import ColumnError, Mark, Writing, decimal_text, shown, writing
from detente.exchange.position_tables.position_table import (
    NUMBERS,
    Entry,
    Faulty,
    PositionTable,
    bounds,
    number,
    plain,
)

RULE = re.compile(r"#\s*(?:blank|فراغ)\s+(?P<column>\S+?)\s*:\s*(?P<rule>.+?)\s*,*")
LONGEST = 300  # characters of a rule
MEAN = ("mean", "average", "المتوسط", "متوسط")


def even_numbers(table: PositionTable, faulty: Faulty, decimal: Mark | None = None) -> None:
    """Rewrite numbers that a column writes otherwise than this program; a column of two minds is a fault.

    `decimal`: the mark before the decimals, where it is known.
    """
    cells = {column: [(e, end) for e in table.entries for end in _ends(getattr(e, column))] for column in NUMBERS}
    beside = shown([end for _, end in found] for found in cells.values())
    for column in NUMBERS:
        rule = _rule(cells[column], column, (decimal, beside), faulty)
        if rule is None:
            continue
        times = 100 if rule.percent and column == "position" and not _short(table) else 1
        table.entries = [_evened(entry, column, rule, times) for entry in table.entries]
    for name, further in table.extra.items():
        try:
            extra = writing(further.values(), decimal, beside)
        except ColumnError as error:
            table.doubtful[name] = error  # a fault only for those who ask for the column
            continue
        table.extra[name] = {line: _as_read(cell, extra, 1) for line, cell in further.items()}


def _rule(
    cells: list[tuple[Entry, str]], column: str, marks: tuple[Mark | None, Mark | None], faulty: Faulty
) -> Writing | None:
    try:
        return writing((end for _, end in cells), *marks)
    except ColumnError as error:
        found = error.params.get("found") or error.params["one"]
        line, cell = next(((e.line, end) for e, end in cells if found in end or end in found), (0, ""))
        told: dict[str, Any] = {"file": faulty.name, "column": column, **error.params}
        faulty.add(error.code, line, cell, **told)
        return None


def _short(table: PositionTable) -> bool:
    """Whether the scales of the table run from 0 to 1, so that 50% is 0.5 and not 50."""
    scales = [issue.scale for issue in table.issues.values() if issue.scale is not None]
    return bool(scales) and all(high <= 1 for _, high in scales)


def _ends(cell: str | None) -> list[str]:
    return [] if cell is None else cell.split("..")


def _evened(entry: Entry, column: str, rule: Writing, times: int) -> Entry:
    cell = getattr(entry, column)
    if cell is None:
        return entry
    number_of: dict[str, Any] = {column: "..".join(_as_read(end, rule, times) for end in _ends(cell))}
    return replace(entry, **number_of)


def _as_read(cell: str, rule: Writing, times: int) -> str:
    """The cell as it was, if it reads the same; else the number it means."""
    value = rule.number(cell)
    if value is None or number(cell) == value * times:
        return cell
    return decimal_text(value * times)


def rules_of(text: str) -> dict[str, str]:
    """What the lines above the heading say of blank cells: column → rule."""
    found = {}
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            break
        if match := RULE.fullmatch(line.strip()[:LONGEST]):
            found[match["column"].casefold()] = match["rule"]
    return found


def fill_blanks(table: PositionTable, rules: dict[str, str], faulty: Faulty) -> None:
    """Fill blank cells by the rules of the file, and leave out the entries of the rest."""
    kept = table.entries
    for column in ("salience", "capability"):
        blank = [entry for entry in kept if getattr(entry, column) is None]
        value = _filling(column, rules.get(column), kept, faulty)
        if column not in table.columns:
            continue
        for entry in blank:
            told = {"actor": entry.actor, "issue": entry.issue, "column": column}
            if value is None:
                faulty.add("positions_blank", entry.line, entry.actor, "warning", rule=column, **told)
            else:
                faulty.add("positions_filled", entry.line, entry.actor, "warning", value=value, **told)
        kept = [
            _filled(entry, column, value) for entry in kept if value is not None or getattr(entry, column) is not None
        ]
    left = {entry.issue for entry in kept}
    table.entries = kept
    table.issues = {name: issue for name, issue in table.issues.items() if name in left or not kept}


def _filled(entry: Entry, column: str, value: str | None) -> Entry:
    number_of: dict[str, Any] = {column: value}
    return entry if getattr(entry, column) is not None else replace(entry, **number_of)


def _filling(column: str, rule: str | None, entries: list[Entry], faulty: Faulty) -> str | None:
    """What blank cells of a column are filled with; None: nothing."""
    if rule is None or rule.casefold() in ("left out", "يُستبعد", "يستبعد"):
        return None
    if number(rule) is not None:
        return plain(rule)
    all_ends = [bounds(getattr(entry, column) or "") for entry in entries]
    middles = [(ends[0] + ends[1]) / 2 for ends in all_ends if ends is not None]
    if rule.casefold() in MEAN and middles:
        return decimal_text(sum(middles, Fraction(0)) / len(middles))
    faulty.add("positions_blank_rule", 1, rule, column=column, found=rule)
    return None


def check_spellings(table: PositionTable, faulty: Faulty) -> None:
    """One warning that names the actors which are the same state, or differ in case and spaces alone."""
    alike: dict[object, list[str]] = {}
    lines: dict[str, int] = {}
    for entry in table.entries:
        lines.setdefault(entry.actor, entry.line)
    for name in lines:
        alike.setdefault(by_any(name) or folded(name), []).append(name)
    many = [names for names in alike.values() if len(names) > 1]
    if many:
        said = tuple(" = ".join(f"“{name}”" for name in names) for names in many)
        faulty.add("positions_spellings", lines[many[0][1]], many[0][1], "warning", list=said)
