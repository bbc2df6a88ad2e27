"""From rows about pairs to what a situation needs of them: shares of needs, ties, or numbers shown beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.evidence.dyad_formats import FORMS
from detente.evidence.dyads import Dyad, Names, Reading, read_dyads
from detente.evidence.sources import SourceError
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.reading.shapes import SIGNS
from detente.situation.relations import Table, Tie

SLACK = 1e-9  # shares written with rounding may add to a hair more than 1
Pair = tuple[str, str]


@dataclass
class Taken:
    """What a table says of our actors. `cells`: pair → (value, exit, where it stands); `faults`: what is wrong."""

    cells: dict[Pair, tuple[float, float | None, str]] = field(default_factory=dict)
    signs: dict[Pair, str] = field(default_factory=dict)
    faults: list[SourceError] = field(default_factory=list)

    def add(self, code: str, entry: str = "file", **params: Any) -> None:
        self.faults.append(SourceError(code, entry, **params))


def shares_of(situation: Situation, table: Table, folder: Path) -> Taken | None:
    """Which share of i's needs j meets, pair by pair; None if the file is not there."""
    form = FORMS.get(table.format)
    taken = Taken()
    if form is not None and form.use != "flows":
        taken.add("table_use", "format", format=table.format, block="dependence")
        return taken
    found = _rows(situation, table, folder, taken)
    if found is None:
        return None
    rows, names = found
    if form is None and table.value is None:
        _written(rows, names, table, taken)
    else:
        _flows(rows, names, table, taken)
    return taken


def ties_of(situation: Situation, tie: Tie, folder: Path) -> Taken | None:
    """The pairs of our actors that a table joins, with values; None if the file is not there."""
    table = tie.table
    assert table is not None
    form = FORMS.get(table.format)
    taken = Taken()
    if form is not None and form.use == "flows":
        taken.add("table_use", "format", format=table.format, block="ties")
        return taken
    found = _rows(situation, table, folder, taken)
    if found is None:
        return None
    rows, names = found
    if form is not None and form.use == "points":
        _distances(rows, names, table, taken)
        return taken
    for row in rows:
        ends = names.actor(row.one), names.actor(row.other)
        if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
            continue
        pair = ends[0], ends[1]
        if form is not None and (pair[1], pair[0]) in taken.cells:
            continue  # directed dyads name each pair twice
        if row.value < 0:
            taken.add("table_negative", file=table.file, line=row.line, found=row.value)
            continue
        if table.sign is not None and row.sign not in SIGNS:
            taken.add("table_sign", file=table.file, line=row.line, found=row.sign)
            continue
        taken.cells[pair] = row.value, None, _place(table, row)
        taken.signs[pair] = SIGNS.get(row.sign, "")
    return taken


def _rows(situation: Situation, table: Table, folder: Path, taken: Taken) -> tuple[list[Dyad], Names] | None:
    """The rows of a table whose names were checked."""
    reading = read_dyads(folder, table)
    if reading is None:
        return None
    taken.faults += reading.faults
    names = Names.of(situation, table.actors)
    form = FORMS.get(table.format)
    if form is None:
        _named(reading, names, table, taken)
    if table.years is not None and not reading.rows and not taken.faults:
        known = tuple(str(year) for year in sorted(reading.years))
        taken.add("table_year", "years", file=table.file, years=table.years, known=known[-12:])
        return [], names
    seen = reading.seen
    for actor, written in names.mapped.items():
        for name in written:
            if name not in seen and name not in {one.lstrip("0") for one in seen}:
                near = nearest(name, seen)
                taken.add("table_name", "actors", file=table.file, name=name, actor=actor, nearest=near)
    if form is not None and not any(names.actor(name) for name in seen) and not taken.faults:
        taken.add("table_nobody", "file", file=table.file, known=tuple(sorted(seen)[:8]))
    return reading.rows, names


def _named(reading: Reading, names: Names, table: Table, taken: Taken) -> None:
    """Names of a plain table must be ours, unless it says that others are counted; nobody depends on itself."""
    for row in reading.rows:
        for name in (row.one, row.other):
            if names.actor(name) is None and table.others == "refused":
                near = nearest(name, names.ours)
                taken.add("table_actor", file=table.file, line=row.line, name=name, nearest=near)
        if row.one == row.other:
            taken.add("table_self", file=table.file, line=row.line, name=row.one)


def _written(rows: list[Dyad], names: Names, table: Table, taken: Taken) -> None:
    """Shares as they stand."""
    sums: dict[str, float] = {}
    first: dict[Pair, int] = {}
    for row in rows:
        odd = [value for value in (row.value, row.exit) if value is not None and not 0 <= value <= 1]
        for value in odd:
            taken.add("table_share", file=table.file, line=row.line, found=value)
        if odd:
            continue
        if (row.one, row.other) in first:
            at = first[row.one, row.other]
            taken.add("table_pair", file=table.file, line=row.line, one=row.one, other=row.other, first=at)
            continue
        first[row.one, row.other] = row.line
        before = sums.get(row.one, 0.0)
        sums[row.one] = before + row.value
        if sums[row.one] > 1 + SLACK >= before:
            taken.add("table_sum", file=table.file, line=row.line, name=row.one, total=sums[row.one])
        one, other = names.actor(row.one), names.actor(row.other)
        if one is not None and other is not None and one != other:
            taken.cells[one, other] = row.value, row.exit, _place(table, row)


def _flows(rows: list[Dyad], names: Names, table: Table, taken: Taken) -> None:
    """Shares of all that an actor buys, sells, or both; in a plain table, of all amounts that stand for it."""
    plain = table.format == "plain"
    amounts: dict[Pair, float] = {}
    whole: dict[str, float] = {}
    for row in rows:
        if row.value < 0:
            taken.add("table_negative", file=table.file, line=row.line, found=row.value)
            continue
        seller, buyer = names.actor(row.one), names.actor(row.other)
        ways = [(seller, buyer)] if plain else []
        ways += [(seller, buyer)] if not plain and table.counts != "bought" else []
        ways += [(buyer, seller)] if not plain and table.counts != "sold" else []
        for one, other in ways:
            if one is not None and one != other:
                whole[one] = whole.get(one, 0.0) + row.value
                if other is not None:
                    amounts[one, other] = amounts.get((one, other), 0.0) + row.value
    for (one, other), amount in amounts.items():
        if amount > 0:
            where = f"{table.file}: {amount:.6g} / {whole[one]:.6g}"
            taken.cells[one, other] = amount / whole[one], None, where


def _distances(rows: list[Dyad], names: Names, table: Table, taken: Taken) -> None:
    """How far apart two actors' points are; over several years, the points are means."""
    reading: dict[str, list[float]] = {}
    for row in rows:
        actor = names.actor(row.one)
        if actor is not None:
            reading.setdefault(actor, []).append(row.value)
    points = {actor: sum(values) / len(values) for actor, values in reading.items()}
    order = list(points)
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            where = f"{table.file}: {points[one]:.4g}, {points[other]:.4g}"
            taken.cells[one, other] = abs(points[one] - points[other]), None, where


def _place(table: Table, row: Dyad) -> str:
    return f"{table.file}:{row.line}"
