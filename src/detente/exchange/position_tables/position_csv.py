"""A table of positions with one line for each actor and issue, and a heading: the plain form.

The columns ``actor`` and ``position`` are needed; ``issue`` if there are several; ``salience`` (0 to 1, or 0 to 100)
and ``capability`` count as 1 where there are none. ``low`` and ``high`` give the scale of an issue, ``why`` or
``source`` says where a line comes from. A line without a position has no part. Other columns are kept for those who ask
for them (`capability`: the column to take as such). Where several people coded the same, ``coder`` says who did a line.
Cells are separated by commas, semicolons or tabs; a title and remarks after ``#`` may stand above the heading.
"""

from __future__ import annotations

import csv
import io

from detente.evidence.tables.number_columns import is_missing
from detente.exchange.position_tables.position_table import (
    NUMBERS,
    Entry,
    Faulty,
    PositionTable,
    TabledIssue,
    number,
)
from detente.situation.identifiers import nearest, normal

SYNONYMS = {
    "actor": ("actor", "actors", "player", "party", "name", "الطرف", "طرف", "الفاعل"),
    "issue": ("issue", "issues", "dimension", "question", "القضية", "قضية", "المسألة"),
    "position": ("position", "positions", "pos", "stand", "stance", "الموقف", "موقف"),
    "salience": ("salience", "sal", "importance", "الأهمية", "أهمية"),
    "capability": ("capability", "capabilities", "power", "influence", "clout", "weight", "القدرة", "قدرة", "النفوذ"),
    "low": ("low", "scale_low", "lowest", "minimum"),
    "high": ("high", "scale_high", "highest", "maximum"),
    "why": ("why", "source", "reason", "السبب", "المصدر"),
    "coder": ("coder", "coded_by", "expert", "المرمّز", "الخبير", "المحلل"),
}
NEEDED = ("actor", "position")
PREAMBLE = 40  # lines that may stand above the heading


def delimiter_of(line: str) -> str:
    """What separates the cells of a heading."""
    return max(",;\t", key=line.count)


def cells(text: str, faulty: Faulty, delimiter: str) -> list[tuple[int, list[str]]]:
    """The rows with the lines on which they begin; broken quotes are reported and end the table."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter, skipinitialspace=True)
    rows, begins = [], 1
    try:
        for row in reader:
            stripped = [cell.strip() for cell in row]
            if any(stripped):
                rows.append((begins, stripped))
            begins = reader.line_num + 1
    except csv.Error as error:
        faulty.add("positions_quotes", begins, reason=str(error))
    return rows


def read_plain(text: str, faulty: Faulty, issue: str, capability: str | None = None) -> PositionTable:
    """The table; `issue` is the name of the only issue if there is no column for it."""
    table = PositionTable()
    rows = cells(text, faulty, delimiter_of(_heading(text)))
    if not rows:
        return table
    above = next((place for place, (_, row) in enumerate(rows[:PREAMBLE]) if is_heading(row)), 0)
    first, columns = rows[above]
    rows = rows[above:]
    placed = _columns(columns, first, faulty, capability)
    if not all(key in placed for key in NEEDED):
        return table
    table.columns = frozenset(placed)
    if "capability" not in placed:
        others = tuple(columns[place] for place in _others(columns, placed) if _numeric(rows[1:], place))
        faulty.add("positions_no_capability", first, "", "warning", others=others)
    for line, row in rows[1:]:
        if len(row) > len(columns) and any(row[len(columns) :]):
            faulty.add("positions_row", line, count=len(row), columns=len(columns))
            continue
        row = [*row, *[""] * (len(columns) - len(row))]
        _entry(table, {key: row[place] for key, place in placed.items()}, line, issue, faulty)
        for place in _others(columns, placed):
            table.extra.setdefault(columns[place], {})[line] = row[place]
    return table


def is_heading(row: list[str]) -> bool:
    """Whether a row names the columns that are needed."""
    folded = {_folded(cell) for cell in row}
    return all(folded & set(SYNONYMS[key]) for key in NEEDED)


def _heading(text: str) -> str:
    """The line that names the columns, as far as can be told before they are parted; else the first that is not
    empty."""
    lines = [line for line in text.splitlines()[:PREAMBLE] if line.strip()]
    likely = (line for line in lines if is_heading(line.replace('"', "").split(delimiter_of(line))))
    return next(likely, lines[0] if lines else "")


def _folded(column: str) -> str:
    return normal(column).strip().casefold().replace(" ", "_")


def _columns(columns: list[str], line: int, faulty: Faulty, capability: str | None) -> dict[str, int]:
    """Where each part of an entry stands."""
    folded = [_folded(column) for column in columns]
    placed: dict[str, int] = {}
    for column in dict.fromkeys(one for place, one in enumerate(columns) if one and folded[place] in folded[:place]):
        faulty.add("column_twice", line, column, file=faulty.name, column=column)
    for key, names in SYNONYMS.items():
        likely = [name for name in names if name in folded]
        if len(likely) > 1 and key in NUMBERS and key not in likely and not (key == "capability" and capability):
            known = tuple(columns[folded.index(name)] for name in likely)
            faulty.add("positions_columns", line, known[1], column=key, known=known)
        found = next((folded.index(name) for name in likely), None)
        if found is not None and found not in placed.values():
            placed[key] = found
    if capability is not None:
        if capability in columns:
            placed["capability"] = columns.index(capability)
        else:
            near = nearest(capability, columns)
            faulty.add("positions_column", line, near or "", column=capability, nearest=near, known=tuple(columns))
    for key in NEEDED:
        if key not in placed:
            near = nearest(key, columns)
            faulty.add("positions_column", line, near or "", column=key, nearest=near, known=tuple(columns))
    return placed


def _others(columns: list[str], placed: dict[str, int]) -> list[int]:
    return [place for place, name in enumerate(columns) if place not in placed.values() and name]


def _numeric(rows: list[tuple[int, list[str]]], place: int) -> bool:
    found = [row[place] for _, row in rows if place < len(row) and row[place]]
    return bool(found) and all(number(cell) is not None for cell in found)


def _entry(table: PositionTable, row: dict[str, str], line: int, issue: str, faulty: Faulty) -> None:
    actor, name = normal(row["actor"]), normal(row.get("issue", issue))
    for key, value in (("actor", actor), ("issue", name)):
        if not value:
            faulty.add("positions_unnamed", line, column=key)
            return
    table.actors.setdefault(actor, None)
    record = table.issues.setdefault(name, TabledIssue(name, line=line))
    _scale(record, row, line, faulty)
    others = {key: row.get(key) or None for key in ("salience", "capability", "why", "coder")}
    for key in ("salience", "capability"):
        others[key] = None if is_missing(others[key] or "") else others[key]
    if not is_missing(row["position"]):
        table.entries.append(Entry(name, actor, row["position"], line=line, **others))
    elif others["salience"] or others["capability"]:
        faulty.add("positions_blank", line, actor, "warning", actor=actor, issue=name, column="position")


def _scale(record: TabledIssue, row: dict[str, str], line: int, faulty: Faulty) -> None:
    """The scale that a line gives for its issue; the first one counts, another one is a fault."""
    if not row.get("low") and not row.get("high"):
        return
    ends = number(row.get("low", "")), number(row.get("high", ""))
    if ends[0] is None or ends[1] is None or ends[0] >= ends[1]:
        faulty.add("positions_scale", line, low=row.get("low", ""), high=row.get("high", ""), issue=record.name)
    elif record.scale not in (None, ends):
        faulty.add("positions_scale_two", line, issue=record.name)
    else:
        record.scale = (ends[0], ends[1])
