"""Reading tables about states and pairs of them: who sells to whom, who is allied with whom; never downloaded.

A table is read row by row, so that it may be large, and once for many spans of years. What is wrong with it is
collected, with its line, up to a limit.
Numbers are read by one rule for the whole column (`detente.evidence.tables.number_columns`). A cell without a number is
missing: its row is left out, and that is said; in tables about the whole world it is the rule, and is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple

from detente.evidence.sources import SourceError
from detente.evidence.tables.dyad_formats import Form
from detente.evidence.tables.number_columns import ColumnError, Writing, is_missing, shown, writing
from detente.evidence.tables.signs import goldstein
from detente.evidence.tables.table_columns import Columns, Keys, find_columns, keys_at
from detente.evidence.tables.table_rows import Row, joined
from detente.evidence.tables.years import OPEN, span_of, years_in
from detente.situation.relations import Table

MOST_FAULTS = 20
MISSING = {"-9", "-9.0", "-9.00", "-99"}  # how published tables write, beside blanks, that there is no number
EVENTS = ("cameo code", "eventcode")
Spans = tuple[str | None, ...]  # of years, as a table is asked for them; None: all


@dataclass(frozen=True)
class Dyad:
    """One row: two names as the file has them, its value, and what only plain tables have. In tables about the whole
    world, the sum (or the greatest, or the mean) of all rows of the pair, how many a mean is of, and the first."""

    line: int
    one: str
    other: str
    value: float
    exit: float | None = None
    sign: str = ""
    year: str = ""
    count: int = 1


@dataclass
class Reading:
    """What a table gave. `faults`: everything wrong with it; `notes`: what is to be said of it, and is no fault;
    `seen`: all that it names, in whatever year, with the other names and codes of each; `years`: all that it has;
    `lasting`: some rows have no last year."""

    faults: list[SourceError] = field(default_factory=list)
    notes: list[SourceError] = field(default_factory=list)
    rows: list[Dyad] = field(default_factory=list)
    seen: dict[str, Keys] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    lasting: bool = False

    def add(self, code: str, entry: str = "file", **params: Any) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(SourceError(code, entry, **params))

    def name(self, keys: Keys) -> str:
        """The first that a row calls a state by; the others are kept beside it."""
        if not keys:
            return ""
        first = keys[0][1]
        self.seen.setdefault(first, keys)
        return first


class _Raw(NamedTuple):
    """A value where it stands: about whom, in which years."""

    line: int
    one: str
    other: str
    place: int
    cells: list[str]
    when: tuple[str, str]


@dataclass
class _Span:
    """What a table gives for a span of years (None: all). `empty`: lines of cells without a number."""

    years: tuple[int, int] | None
    reading: Reading
    sums: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    first: dict[tuple[str, str], int] = field(default_factory=dict)
    empty: list[int] = field(default_factory=list)


class Reader:
    """One table, gone through once; twice where the writing of its numbers has first to be found."""

    def __init__(self, table: Table, form: Form, rows: Callable[[], Iterator[Row]], spans: Spans) -> None:
        self.table, self.form, self.rows, self.asked = table, form, rows, spans
        self.written: dict[int, Writing] = {}
        self.missing = (-9.0, -99.0) if form.world and not form.signed else ()  # an event can be worth −9
        self._anew()

    def _anew(self) -> None:
        self.found = Reading()  # what holds of the whole file
        seen, years = self.found.seen, self.found.years
        self.spans = [_Span(span_of(span), Reading(seen=seen, years=years)) for span in self.asked]
        self.parts: dict[tuple[str, str], list[tuple[_Span, float]]] = {}  # what cells say of years → what counts where
        self.before: dict[int, int] = {}
        self.last = ("", "")  # the pair whose rows are being compared
        self.measured = False  # some row is of the measure that is asked for

    def readings(self) -> dict[str | None, Reading]:
        if not self.form.world:
            self._find_writing()
        try:
            self._all()
        except _OtherwiseWrittenError:
            if len(self.spans) > 1:
                raise OneByOneError from None
            self._anew()
            self._find_writing()
            self._all()
        for span in self.spans:
            span.reading.lasting = self.found.lasting
            if span.empty and not self.form.world:
                lines = tuple(map(str, span.empty[:12]))
                span.reading.notes.append(SourceError("table_blank", "file", file=self.table.file, lines=lines))
        return {years: span.reading for years, span in zip(self.asked, self.spans, strict=True)}

    def _fault(self, code: str, spans: Iterable[_Span] | None = None, **params: Any) -> None:
        """What is wrong for these spans of years; None: for all."""
        for span in self.spans if spans is None else spans:
            span.reading.add(code, file=self.table.file, **params)

    def _begin(self) -> tuple[Iterator[Row], Columns]:
        rows = self.rows()
        columns = find_columns(rows, self.table, self.form)
        if self.form.loose in columns.names:
            rows = joined(rows, columns.width, columns.names.index(self.form.loose))
        return rows, columns

    def _find_writing(self) -> None:
        """The rule of every column of numbers."""
        rows, columns = self._begin()
        years = [place for place, _ in columns.years]
        places = [p for p in (columns.value, columns.back, columns.exit, columns.sign, *years) if p >= 0]
        texts: dict[int, set[str]] = {place: set() for place in places}
        for _, cells in rows:
            for place in places:
                if place < len(cells):
                    texts[place].add(cells[place])
        together = set().union(*(texts[place] for place in years)) if years else set()
        beside = shown(texts.values())
        for place, own in texts.items():
            known = {text for text in (together if place in years else own) if text.strip() not in MISSING}
            decimal: Any = {"point": ".", "comma": ","}.get(self.table.decimal or "")
            try:
                self.written[place] = writing(known, decimal, beside)
            except ColumnError as error:
                params = {"file": self.table.file, "column": columns.name(place), **error.params}
                raise SourceError(error.code, "file", **params) from None

    def _all(self) -> None:
        rows, columns = self._begin()
        for raw in self._grouped(rows, columns) if columns.group >= 0 else self._raw(rows, columns):
            parts = self.parts.get(raw.when)
            if parts is None:
                parts = self.parts[raw.when] = self._parts(raw, columns)
            if not parts:
                continue
            spans = [span for span, _ in parts]
            value = 1.0 if raw.place < 0 else self._value(raw, columns, spans)
            if value is None or (self.form.once and self._again(raw, columns, spans)):
                continue
            if not self.form.world:
                self._own(raw, value, columns, spans)
                continue
            pair = (raw.one, raw.other) if not self.form.signed or raw.one < raw.other else (raw.other, raw.one)
            for span, part in parts:
                span.first.setdefault(pair, raw.line)
                _join(span.sums, pair, value * part, self.form)
        for span in self.spans:
            span.reading.rows += [
                Dyad(span.first[pair], *pair, sum(n) / len(n), count=len(n)) for pair, n in span.sums.items()
            ]

    def _again(self, raw: _Raw, columns: Columns, spans: list[_Span]) -> bool:
        """Whether the same value of a pair in a year stood there before; it is reported with both lines."""
        if self.form.together and self.last != (raw.one, raw.other):
            self.last = (raw.one, raw.other)
            self.before.clear()
        at = self.before.setdefault(hash((raw.one, raw.other, raw.place, raw.when, columns.apart(raw.cells))), raw.line)
        if at != raw.line:
            name = f"{raw.one}, {raw.other}" if raw.other else raw.one
            self._fault("table_again", spans, line=raw.line, name=name, year=raw.when[0] or None, first=at)
        return at != raw.line

    def _raw(self, rows: Iterator[Row], columns: Columns) -> Iterator[_Raw]:
        """The values of every row, in each direction and for every year that has a column."""
        series: set[str] = set()
        for line, cells in rows:
            if not (cells := self._fitted(line, cells, columns)):
                continue
            if columns.series and not self._is_asked(cells, columns, series):
                continue
            ends = self._ends(cells, columns)
            if columns.kinds and not _promises(cells, columns):
                self._years(_when(cells, columns), columns)
                continue
            for one, other in ends:
                if columns.years:
                    for place, year in columns.years:
                        yield _Raw(line, one, other, place, cells, (str(year), ""))
                    continue
                yield _Raw(line, one, other, columns.value, cells, _when(cells, columns))
                if columns.back >= 0:
                    yield _Raw(line, other, one, columns.back, cells, _when(cells, columns))
        if len(series) > 1 and self.table.value is None:
            self._fault("series_several", known=tuple(sorted(series)[:12]))
        if series and not self.measured:
            known = tuple(sorted(series)[:12])
            self._fault("value_column", entry="value", found=self.table.value, format=self.table.format, known=known)

    def _fitted(self, line: int, cells: list[str], columns: Columns) -> list[str]:
        """The row, if it has as many cells as the header, or more that are empty."""
        if self.form.wide and sum(1 for cell in cells if cell.strip()) < 2:
            return []  # a line of explanation below the table
        if len(cells) == columns.width:
            return cells
        if len(cells) > columns.width and not any(cell.strip() for cell in cells[columns.width :]):
            return cells[: columns.width]
        if self.form.world and len([cell for cell in cells if cell.strip()]) < 2:
            return []  # a line of explanation below the table
        self._fault("table_row_length", line=line, count=len(cells), columns=columns.width)
        return []

    def _end(self, cells: list[str], places: tuple[tuple[int, str], ...]) -> str:
        """What a row calls one of the two; looked up in full only when it is new."""
        if not places:
            return ""
        first = cells[places[0][0]].strip()
        return first if first in self.found.seen else self.found.name(keys_at(cells, places))

    def _ends(self, cells: list[str], columns: Columns) -> list[tuple[str, str]]:
        """The two of a row; of a cell that lists several, every two."""
        if columns.title is not None:
            name, sells = columns.title
            partner = self.found.name((("name", cells[columns.one[0][0]].strip()),))
            self.found.seen.setdefault(name, (("name", name),))
            if partner.casefold() in ("total", ""):
                return []
            return [(name, partner) if sells else (partner, name)]
        if not self.form.lists:
            return [(self._end(cells, columns.one), self._end(cells, columns.other))]
        both: list[list[str]] = []
        for places in (columns.one, columns.other):
            [(system, text), *_] = keys_at(cells, places) or ((places[0][1], ""),)
            parts = [part.strip() for part in text.split(",")] if system != "name" else [text]
            both.append([self.found.name(((system, part),)) for part in parts if part])
        return [(one, other) for one in both[0] for other in both[1]]

    def _is_asked(self, cells: list[str], columns: Columns, series: set[str]) -> bool:
        """Whether a row belongs to the measure that is asked for."""
        names = [cells[place].strip() for place in columns.series]
        series |= {names[0]} - {""}
        wanted = self.table.value
        self.measured |= (asked := wanted is None or wanted.lower() in columns.names or wanted in names)
        return asked

    def _grouped(self, rows: Iterator[Row], columns: Columns) -> Iterator[_Raw]:
        """Rows of a group as pairs: of different sides, for the years that both are in it, with the greater value."""
        groups: dict[str, list[tuple[int, list[str]]]] = {}
        for line, cells in rows:
            if (cells := self._fitted(line, cells, columns)) and (not columns.kinds or _promises(cells, columns)):
                groups.setdefault(cells[columns.group].strip(), []).append((line, cells))
        for members in groups.values():
            for number, (line, cells) in enumerate(members):
                for _, others in members[:number]:
                    if columns.side >= 0 and cells[columns.side].strip() == others[columns.side].strip():
                        continue
                    one, other = (self.found.name(keys_at(row, columns.one)) for row in (cells, others))
                    when = _both(cells, others, columns)
                    if one != other and when is not None:
                        values = [_level(row, columns) for row in (cells, others)]
                        row = cells if values[0] >= values[1] else others
                        yield _Raw(line, one, other, columns.value, row, when)

    def _years(self, when: tuple[str, str], columns: Columns) -> tuple[list[int] | None, list[int]]:
        """The years of a row, and where it says from when to when, the last; they count as covered by the file."""
        zero = self.form.year_zero if columns.name(columns.year) == "session" else 0
        found = years_in(when[0], zero)
        self.found.years |= set(found or ())
        if columns.until < 0 or columns.name(columns.year) == "year":
            return found, []
        ends = years_in(when[1]) or [OPEN]
        self.found.years |= {end for end in ends if end != OPEN}
        return found, ends

    def _parts(self, raw: _Raw, columns: Columns) -> list[tuple[_Span, float]]:
        """Which part of a value falls into which span; a row without years counts only where none are asked for."""
        if columns.year < 0 and not columns.years:
            return [(span, 1.0) for span in self.spans]
        found, ends = self._years(raw.when, columns)
        if found is None or not (found or self.form.world):
            wrong = [span for span in self.spans if span.years or found is None]
            self._fault("table_not_year", wrong, line=raw.line, found=raw.when[0])
        self.found.lasting |= found is not None and OPEN in ends
        counted = () if found is None else self.spans
        return [(span, part) for span in counted if (part := _part(span.years, found or [], ends))]

    def _value(self, raw: _Raw, columns: Columns, spans: list[_Span]) -> float | None:
        """The number of a cell; None where the file says that it is missing, or where it is none (reported)."""
        text = raw.cells[raw.place].strip()
        plain = not self.written and columns.name(raw.place) not in EVENTS
        if plain:
            with suppress(ValueError):
                value = float(text)
                if isfinite(value):
                    return value if value not in self.missing else None
        if is_missing(text) or (self.missing and text in MISSING):
            if self.table.blank == "zero":
                return 0.0
            for span in spans:
                span.empty.append(raw.line)
            return None
        if plain:
            raise _OtherwiseWrittenError
        exact = goldstein(text) if not self.written else self.written[raw.place].number(text)
        if exact is None:
            self._fault("table_number", spans, line=raw.line, found=text)
        return None if exact is None else float(exact)

    def _own(self, raw: _Raw, value: float, columns: Columns, spans: list[_Span]) -> None:
        """A row of a table whose columns the situation names."""
        leave = raw.cells[columns.exit].strip() if columns.exit >= 0 else ""
        exits = None
        if leave and not is_missing(leave):
            exact = self.written[columns.exit].number(leave)
            if exact is None:
                self._fault("table_number", spans, line=raw.line, found=leave)
            exits = None if exact is None else float(exact)
        sign = raw.cells[columns.sign].strip() if columns.sign >= 0 else ""
        sign = self.written[columns.sign].plain(sign) or sign if sign else ""
        for span in spans:
            span.reading.rows.append(Dyad(raw.line, raw.one, raw.other, value, exits, sign, raw.when[0]))


class _OtherwiseWrittenError(Exception):
    """A number that is not written as published tables write theirs: the whole column decides how it is."""


class OneByOneError(Exception):
    """Such a number, in one of several spans: each has to be read by itself."""


def _part(span: tuple[int, int] | None, found: list[int], ends: list[int]) -> float:
    """Which part of a row's years (all from the first to the last of `ends`, if it has any) falls into a span."""
    if span is None:
        return 1.0
    if ends:
        return float(bool(found) and found[0] <= span[1] and ends[-1] >= span[0])
    return sum(span[0] <= year <= span[1] for year in found) / len(found) if found else 0.0


def _join(sums: dict[tuple[str, str], list[float]], pair: tuple[str, str], value: float, form: Form) -> None:
    """Flows add up; of ties the greatest counts; points are kept for their mean."""
    before = sums.setdefault(pair, [])
    if not before or form.joins == "mean":
        before.append(value)
    else:
        before[0] = before[0] + value if form.joins == "sum" else max(before[0], value)


def _promises(cells: list[str], columns: Columns) -> bool:
    """Whether a row has one of the kinds of promise that count."""
    return any(cells[place].strip() not in ("", "0", "NA", "-9", "0.0") for place in columns.kinds)


def _when(cells: list[str], columns: Columns) -> tuple[str, str]:
    """What a row says about years."""
    return (
        cells[columns.year].strip() if columns.year >= 0 else "",
        cells[columns.until].strip() if columns.until >= 0 else "",
    )


def _both(one: list[str], other: list[str], columns: Columns) -> tuple[str, str] | None:
    """The years that two members of a group share; None if there are none."""
    (first, last), (start, end) = _when(one, columns), _when(other, columns)
    begins = max((years_in(first) or [0])[0], (years_in(start) or [0])[0])
    ends = min((years_in(last) or [OPEN])[-1], (years_in(end) or [OPEN])[-1])
    return (str(begins), str(ends)) if begins <= ends else None


def _level(cells: list[str], columns: Columns) -> float:
    """The value of a row as far as it is a number."""
    text = cells[columns.value].strip() if columns.value >= 0 else "1"
    return float(text) if text.lstrip("-").replace(".", "", 1).isdecimal() else 0.0
