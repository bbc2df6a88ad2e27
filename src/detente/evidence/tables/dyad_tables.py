"""From rows about states to what a situation needs of them: shares of needs, ties, levels, or numbers shown beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.evidence.sources import SourceError
from detente.evidence.tables.dyad_formats import FORMS, Form
from detente.evidence.tables.dyad_spans import read_dyads
from detente.evidence.tables.dyads import Dyad, Reading
from detente.evidence.tables.signs import sign_of
from detente.evidence.tables.table_names import Names, match, spelled
from detente.evidence.tables.years import span_of, told
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.relations import Table, Tie

SLACK = 1e-9  # shares written with rounding may add to a hair more than 1
Pair = tuple[str, str]


@dataclass
class Taken:
    """What a table says of our actors. `cells`: pair → (value, exit, where it stands); `points`: where each of two that
    are compared stands; `outside`: actor → partner that
    is not ours → share; `faults`: what is wrong; `notes`: what is doubtful or left out; `names`: what
    matched what; `weighed`: signs came with a size; `plain`: its columns are named by the situation."""

    cells: dict[Pair, tuple[float, float | None, str]] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=dict)
    signs: dict[Pair, str] = field(default_factory=dict)
    outside: dict[str, dict[str, float]] = field(default_factory=dict)
    faults: list[SourceError] = field(default_factory=list)
    notes: list[SourceError] = field(default_factory=list)
    names: Names | None = None
    reading: Reading | None = None
    weighed: bool = False
    plain: bool = False

    def add(self, code: str, entry: str = "file", **params: Any) -> None:
        self.faults.append(SourceError(code, entry, **params))

    def note(self, code: str, entry: str = "file", **params: Any) -> None:
        self.notes.append(SourceError(code, entry, **params))


def shares_of(situation: Situation, table: Table, folder: Path) -> Taken | None:
    """Which share of i's needs j meets, pair by pair; None if the file is not there."""

    def make(form: Form | None, rows: list[Dyad], names: Names, taken: Taken) -> None:
        if form is None and table.value is None:
            _written(rows, names, table, taken)
        else:
            _flows(rows, names, table, taken)

    return _taken(situation, table, folder, ("flows",), make, "dependence")


def ties_of(situation: Situation, tie: Tie, folder: Path) -> Taken | None:
    """The pairs of our actors that a table joins, with values; None if the file is not there."""
    table = tie.table
    assert table is not None

    def make(form: Form | None, rows: list[Dyad], names: Names, taken: Taken) -> None:
        if form is None:
            _plain_ties(rows, names, table, taken)
        elif form.use == "points":
            _distances(rows, names, table, taken)
        else:
            _ties(rows, names, table, form, taken)

    return _taken(situation, table, folder, ("ties", "points"), make, "ties")


def levels_of(situation: Situation, table: Table, folder: Path) -> Taken | None:
    """A number for each of our actors (under the pair of the actor and nobody); None if the file is not there."""

    def make(form: Form | None, rows: list[Dyad], names: Names, taken: Taken) -> None:
        if form is None:
            rows = _repeated(rows, names, table, taken)
        for actor, value in _means(rows, names).items():
            if value < 0:
                taken.add("table_negative", file=table.file, line=rows[0].line, found=value)
            taken.cells[actor, ""] = value, None, f"{table.file}: {value:.6g}"
        _fewer(rows, names, table, taken)
        without = tuple(
            actor
            for actor, record in situation.actors.items()
            if record.capability is None and (actor, "") not in taken.cells
        )
        if without and not taken.faults:
            taken.note("table_no_level", file=table.file, actors=without)

    return _taken(situation, table, folder, ("points",), make, "capability_table")


Make = Callable[[Form | None, list[Dyad], Names, Taken], None]


def _taken(
    situation: Situation, table: Table, folder: Path, uses: tuple[str, ...], make: Make, block: str
) -> Taken | None:
    """What `make` takes from the rows of a table whose names were checked."""
    form, taken = FORMS.get(table.format), Taken()
    single = block == "capability_table"
    if form is not None and form.use not in uses:
        taken.add("table_use", "format", format=table.format, block=block)
        return taken
    reading = read_dyads(folder, table, single=single)
    if reading is None:
        return None
    taken.faults += reading.faults
    taken.notes += reading.notes
    taken.plain = form is None
    names = taken.names = Names.of(situation, table.actors)
    taken.reading = reading
    wrong = match(names, reading.seen, situation, table)
    taken.faults += wrong
    if form is None:
        _named(reading, names, table, taken, single)
    if not _covered(reading, table, form, taken):
        return taken
    if form is not None and not any(names.actor(name) for name in reading.seen) and not taken.faults:
        taken.add("table_nobody", file=table.file, known=tuple(sorted(reading.seen)[:8]))
    ways = spelled(names)
    if ways:
        said = tuple(f"{actor} = {', '.join(repr(one)[1:-1] for one in names_of)}" for actor, names_of in ways.items())
        taken.note("table_spellings", file=table.file, list=said)
    make(form, reading.rows, names, taken)
    taken.faults.sort(key=lambda fault: fault.params.get("line", 0))
    return taken


def _covered(reading: Reading, table: Table, form: Form | None, taken: Taken) -> bool:
    """Whether the file has rows for the years asked for; which of them it does not cover is said.

    A register that is complete covers every year between its first and its last; other tables the years they have.
    """
    span, known = span_of(table.years), sorted(reading.years)
    if taken.faults:
        return True
    if span is None:
        if len(known) > 1 and reading.rows:
            taken.note("table_all_years", file=table.file, years=told(known), last=known[-1])
        return True
    asked = range(span[0], span[1] + 1)
    within = [year for year in asked if known and known[0] <= year and (year <= known[-1] or reading.lasting)]
    whole = form is not None and (form.absent == "zero" or bool(form.until))
    have = [year for year in within if whole or year in reading.years]
    if not reading.rows or not have:
        years = tuple(str(year) for year in known)
        taken.add("table_year", "years", file=table.file, years=table.years, known=years[-12:])
        return False
    if known and reading.lasting and span[1] > known[-1]:
        taken.note("table_lasting", "years", file=table.file, last=known[-1], years=table.years)
    if missing := [year for year in asked if year not in have]:
        there = {"missing": told(missing), "covered": told(have), "first": known[0], "last": known[-1]}
        taken.note("table_years", "years", file=table.file, years=table.years, **there)
    return True


def _named(reading: Reading, names: Names, table: Table, taken: Taken, single: bool) -> None:
    """Names of a plain table must be ours, unless it says that others are counted; nobody depends on itself."""
    for row in reading.rows:
        if not row.one or not (single or row.other):
            taken.add("table_unnamed", file=table.file, line=row.line)
            continue
        if single:
            if names.actor(row.one) is None and table.others == "refused":
                near = nearest(row.one, names.ours)
                taken.add("table_actor", file=table.file, line=row.line, name=row.one, nearest=near)
            continue
        ends = names.actor(row.one), names.actor(row.other)
        for name, actor in zip((row.one, row.other), ends, strict=True):
            if actor is None and table.others == "refused":
                near = nearest(name, names.ours)
                taken.add("table_actor", file=table.file, line=row.line, name=name, nearest=near)
        if row.one == row.other or (ends[0] == ends[1] and ends[0] is not None):
            taken.add("table_self", file=table.file, line=row.line, name=row.one)


def _repeated(rows: list[Dyad], names: Names, table: Table, taken: Taken) -> list[Dyad]:
    """The rows without those whose pair stands there before, in the same year; they are reported with both lines."""
    first: dict[tuple[str, str, str], int] = {}
    once = []
    for row in rows:
        one, other = (names.actor(name) or name for name in (row.one, row.other))
        at = first.setdefault((one, other, row.year), row.line)
        if at == row.line:
            once.append(row)
        elif not row.other:
            year = row.year or None
            taken.add("table_again", file=table.file, line=row.line, name=row.one, year=year, first=at)
        else:
            taken.add("table_pair", file=table.file, line=row.line, one=row.one, other=row.other, first=at)
    return once


def _written(rows: list[Dyad], names: Names, table: Table, taken: Taken) -> None:
    """Shares as they stand."""
    sums: dict[str, float] = {}
    sound = []
    for row in rows:
        odd = [value for value in (row.value, row.exit) if value is not None and not 0 <= value <= 1]
        for value in odd:
            taken.add("table_share", file=table.file, line=row.line, found=value)
        sound += [] if odd else [row]
    for row in _repeated(sound, names, table, taken):
        before = sums.get(row.one, 0.0)
        sums[row.one] = before + row.value
        if sums[row.one] > 1 + SLACK >= before:
            taken.add("table_sum", file=table.file, line=row.line, name=row.one, total=sums[row.one])
        one, other = names.actor(row.one), names.actor(row.other)
        if one is not None and other is not None and one != other:
            taken.cells[one, other] = row.value, row.exit, _place(table, row)
        elif one is not None and other is None:
            taken.outside.setdefault(one, {})[row.other] = row.value


def _flows(rows: list[Dyad], names: Names, table: Table, taken: Taken) -> None:
    """Shares of all that an actor buys, sells, or both; in a plain table, of all amounts that stand for it."""
    plain = table.format == "plain"
    amounts: dict[Pair, float] = {}
    whole: dict[str, float] = {}
    for row in _repeated(rows, names, table, taken) if plain and table.repeated == "refused" else rows:
        if row.value < 0:
            taken.add("table_negative", file=table.file, line=row.line, found=row.value)
            continue
        seller, buyer = names.actor(row.one), names.actor(row.other)
        ways = [(seller, buyer or row.other)] if plain or table.counts != "bought" else []
        ways += [(buyer, seller or row.one)] if not plain and table.counts != "sold" else []
        for one, other in ways:
            if one is not None and one != other:
                whole[one] = whole.get(one, 0.0) + row.value
                amounts[one, other] = amounts.get((one, other), 0.0) + row.value
    ours = {actor for actor in (*names.found.values(), *names.states.values()) if actor is not None}
    complete = absent(table) == "zero"
    for (one, other), amount in amounts.items():
        if amount > 0 and other in ours:
            where = f"{table.file}: {amount:.6g} / {whole[one]:.6g}"
            taken.cells[one, other] = amount / whole[one], None, where
        elif amount > 0 and complete and not other.casefold().startswith("unknown"):
            taken.outside.setdefault(one, {})[other] = amount / whole[one]
    for one in sorted(ours) if complete else ():
        for other in sorted(ours - {one}):
            taken.cells.setdefault((one, other), (0.0, None, f"{table.file}: 0 / {whole.get(one, 0.0):.6g}"))


def absent(table: Table) -> str:
    """What it means that a pair has no row: as the table says, else as the form has it."""
    form = FORMS.get(table.format)
    return table.absent or (form.absent if form is not None else "unknown")


def _plain_ties(rows: list[Dyad], names: Names, table: Table, taken: Taken) -> None:
    """Ties with what the columns say: a sign in words, a number with its sign, a strength, or only that they are."""
    for row in _repeated(rows, names, table, taken):
        one, other = names.actor(row.one), names.actor(row.other)
        if one is None or other is None or one == other:
            continue
        sign, size = sign_of(row.sign) if table.sign is not None else ("", None)
        if table.sign is not None and sign is None:
            taken.add("table_sign", file=table.file, line=row.line, found=row.sign)
            continue
        value = row.value if table.strength is not None or size is None else size
        if value < 0 and sign == "positive":
            taken.add("table_sign_two", file=table.file, line=row.line, sign=row.sign, found=row.value)
            continue
        if value < 0 and table.sign is None:
            taken.add("table_weight", file=table.file, line=row.line, found=row.value, column=table.strength)
            continue
        if sign == "none":
            taken.note("table_no_tie", file=table.file, line=row.line, one=row.one, other=row.other)
            continue
        taken.cells[one, other] = abs(value), None, _place(table, row)
        taken.signs[one, other] = sign or ""
        taken.weighed |= size not in (None, 1.0)


def _ties(rows: list[Dyad], names: Names, table: Table, form: Form, taken: Taken) -> None:
    """One tie for each pair: of both directions the greater; where values have a sign, it is that of the tie."""
    for row in rows:
        one, other = names.actor(row.one), names.actor(row.other)
        if one is None or other is None or one == other or (form.signed and row.value == 0):
            continue
        pair = (other, one) if (other, one) in taken.cells else (one, other)
        if not form.signed and row.value < 0:
            taken.add("table_negative", file=table.file, line=row.line, found=row.value)
        elif pair not in taken.cells or abs(row.value) > taken.cells[pair][0]:
            taken.cells[pair] = abs(row.value), None, _place(table, row)
            taken.signs[pair] = ("positive" if row.value > 0 else "negative") if form.signed else ""


def _means(rows: list[Dyad], names: Names) -> dict[str, float]:
    """The number of each actor; of the several states that one may be, the mean."""
    reading: dict[str, list[float]] = {}
    for row in rows:
        actor = names.actor(row.one)
        if actor is not None:
            reading.setdefault(actor, []).append(row.value)
    return {actor: sum(values) / len(values) for actor, values in reading.items()}


def _fewer(rows: list[Dyad], names: Names, table: Table, taken: Taken) -> None:
    """Say whose mean is over fewer years than there are, where others have more."""
    counts: dict[str, int] = {}
    for row in rows:
        if (actor := names.actor(row.one)) is not None:
            counts[actor] = counts.get(actor, 0) + row.count
    span = span_of(table.years)
    covered = [
        year for year in (taken.reading.years if taken.reading else ()) if not span or span[0] <= year <= span[1]
    ]
    whole = min(len(covered), max(counts.values(), default=0))
    if fewer := tuple(actor for actor, count in counts.items() if count < whole):
        taken.note("table_fewer", file=table.file, actors=fewer)


def _distances(rows: list[Dyad], names: Names, table: Table, taken: Taken) -> None:
    """How far apart two actors' points are; over several years, the points are means."""
    points = taken.points = _means(rows, names)
    _fewer(rows, names, table, taken)
    order = list(points)
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            where = f"{table.file}: {points[one]:.4g}, {points[other]:.4g}"
            taken.cells[one, other] = abs(points[one] - points[other]), None, where


def _place(table: Table, row: Dyad) -> str:
    return f"{table.file}:{row.line}"
