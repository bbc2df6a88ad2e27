"""Files of the exchange model with marked lines, as Decide and decide-exchange-model read them.

Each line begins with a mark, and its cells are separated by tabs, commas or semicolons, perhaps in single quotes:

    #O  what the data are                     #/  a remark
    #A  actor, full name                      #P  issue, full name
    #M  issue, point, what the point means    #D  actor, issue, position, salience, power

The points of an issue give its scale; where there are none it is looked for as in any table without one. Format learnt
from the example files of decide-exchange-model.
"""

from __future__ import annotations

import csv
import io

from detente.exchange.position_tables.position_csv import delimiter_of
from detente.exchange.position_tables.position_table import (
    Entry,
    Faulty,
    PositionTable,
    TabledIssue,
    known_name,
    number,
)
from detente.situation.identifiers import normal

MARKS = ("#O", "#/", "#A", "#P", "#M", "#D")


def is_decide(text: str) -> bool:
    """Whether the first line that is not empty begins with a mark."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first.lstrip("'\"").startswith(MARKS)


def read_decide(text: str, faulty: Faulty) -> PositionTable:
    """The table of such a file."""
    table = PositionTable()
    points: dict[str, list[tuple[str, str, int]]] = {}
    parts = [(line, row) for line, written in enumerate(text.splitlines(), 1) if (row := _cells(written))]
    for line, (mark, *row) in parts:
        row = [*row, *[""] * (5 - len(row))]
        if mark == "#O":
            table.title = table.title or row[0]
        elif mark == "#A":
            _named(table.actors, row, line, faulty)
        elif mark == "#P":
            table.issues.setdefault(row[0], TabledIssue(row[0], row[1] or None, line=line))
        elif mark == "#M":
            points.setdefault(row[0], []).append((row[1], row[2], line))
        elif mark not in MARKS:
            faulty.add("positions_mark", line, mark, found=mark, known=MARKS)
    _points(table, points, faulty)
    for line, (mark, *row) in parts:
        if mark == "#D" and any(row[5:]):  # a comma inside a number, most likely
            faulty.add("positions_row", line, count=len(row), columns=5)
        elif mark == "#D":
            _entry(table, [*row, *[""] * (5 - len(row))], line, faulty)
    return table


def _cells(written: str) -> list[str]:
    delimiter = delimiter_of(written)
    quote = "'" if written.lstrip().startswith("'") else '"'
    row = next(csv.reader(io.StringIO(written), delimiter=delimiter, quotechar=quote), [])
    return [normal(cell.strip()) for cell in row] if any(cell.strip() for cell in row) else []


def _named(actors: dict[str, str | None], row: list[str], line: int, faulty: Faulty) -> None:
    if not row[0]:
        faulty.add("positions_unnamed", line, column="actor")
    elif row[0] in actors:
        faulty.add("positions_actor_twice", line, row[0], name=row[0])
    else:
        actors[row[0]] = row[1] if row[1] != row[0] and row[1] else None


def _points(table: PositionTable, points: dict[str, list[tuple[str, str, int]]], faulty: Faulty) -> None:
    """The scale of each issue from its points, and what they mean."""
    for name, listed in points.items():
        if not known_name(name, table.issues, "positions_issue_unknown", listed[0][2], faulty):
            continue
        issue, values = table.issues[name], []
        for point, words, line in listed:
            value = number(point)
            if value is None:
                faulty.add("positions_number", line, point, actor=name, column="position", found=point)
                continue
            values.append(value)
            if words:
                issue.points[point] = words
        if values and min(values) < max(values):
            issue.scale = (min(values), max(values))
        elif values:
            faulty.add("positions_scale", listed[0][2], low=listed[0][0], high=listed[-1][0], issue=name)


def _entry(table: PositionTable, row: list[str], line: int, faulty: Faulty) -> None:
    actor, issue, position, salience, power = row[:5]
    known = known_name(actor, table.actors, "positions_actor_unknown", line, faulty)
    if known_name(issue, table.issues, "positions_issue_unknown", line, faulty) and known and position:
        table.entries.append(Entry(issue, actor, position, salience or None, power or None, line))
