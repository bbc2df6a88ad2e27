"""Where a table has what: the header found below any lines of explanation, and the place of every role in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

from detente.evidence.sources import SourceError
from detente.evidence.tables.dyad_formats import PREAMBLE, SYSTEM_OF, TITLE, TOTALS, YEAR_COLUMN, Form, form_told
from detente.evidence.tables.table_rows import Row
from detente.situation.identifiers import nearest
from detente.situation.relations import Table

LONGEST = 300  # characters of a title
NO_CODE = ("NA", "-9", ".")
TEXTS = ("name", "iso2")  # in which NA is somebody: the code of Namibia
Keys = tuple[tuple[str, str], ...]  # what a row calls a state, column by column: (system of codes, cell)


@dataclass(frozen=True)
class Columns:
    """Where each role stands in a row; -1 where the table has no such column.

    `apart`: what tells rows of a pair and a year apart. `one`, `other`: places with the system of codes of each.
    `title`: the state that the title names, and whether it is the one that sells. `years`: places of the columns that
    are years.
    """

    names: tuple[str, ...]
    one: tuple[tuple[int, str], ...]
    other: tuple[tuple[int, str], ...]
    value: int
    back: int
    year: int
    until: int
    exit: int
    sign: int
    kinds: tuple[int, ...]
    group: int
    side: int
    series: tuple[int, ...]
    apart: Callable[[list[str]], Any]
    years: tuple[tuple[int, int], ...]
    title: tuple[str, bool] | None = None

    @cached_property
    def width(self) -> int:
        return len(self.names)

    def name(self, place: int) -> str:
        return self.names[place] if place >= 0 else ""


def keys_at(cells: list[str], places: tuple[tuple[int, str], ...]) -> Keys:
    """What a row calls a state in the columns at these places, as far as they are filled."""
    found = ((system, cells[place].strip()) for place, system in places)
    return tuple((system, text) for system, text in found if text and (text not in NO_CODE or system in TEXTS))


def find_columns(rows: Iterator[Row], table: Table, form: Form) -> Columns:
    """The columns of the first row that has one for the role that comes first; the rows above explain the file."""
    first: tuple[str, ...] = ()
    title = other = None
    head = first
    for line, cells in rows:
        names = [cell.strip().strip("\ufeff").lower() for cell in cells]
        title = title or _title(cells)
        if any(name in names for name in form.one) and _is_header(names, title, table, form):
            if title is not None and "" in form.one and TOTALS.fullmatch(title[0]):
                raise SourceError("table_totals", "file", file=table.file, found=title[0])
            return _columns(names, tuple(cell.strip() for cell in cells), table, form, title)
        first = first or tuple(cell.strip() for cell in cells)
        if other is None and (other := form_told(names)) is not None:
            head = tuple(cell.strip() for cell in cells)
        if line > PREAMBLE:
            break
    other = "sipri_tiv" if title is not None else other
    if other is not None and other != table.format:
        raise SourceError("table_format", "format", file=table.file, found=other, format=table.format)
    if other is not None:
        instead = form.instead or None
        raise SourceError("table_whom", "file", file=table.file, known=head[:20], instead=instead)
    wanted = next(iter(form.one))
    near = nearest(wanted, first)
    raise SourceError("column_missing", "from", file=table.file, column=wanted, nearest=near, known=first[:20])


def _is_header(names: list[str], title: tuple[str, bool] | None, table: Table, form: Form) -> bool:
    """A row above the header may begin with an empty cell, or hold the name of one column by chance."""
    if "" in form.one:
        return title is not None and any(YEAR_COLUMN.fullmatch(name) for name in names)
    if form.world:
        return True
    return not form.other or table.to.lower() in names or table.from_.lower() == names[0]


def _title(cells: list[str]) -> tuple[str, bool] | None:
    """The state that the title of a table of TIV names, and whether the table is of what it sells."""
    match = TITLE.search(cells[0].strip()[:LONGEST]) if cells else None
    return None if match is None else (match["state"].strip(), match["way"].lower() == "from")


def _columns(
    names: list[str], seen: tuple[str, ...], table: Table, form: Form, title: tuple[str, bool] | None
) -> Columns:
    if twice := [name for place, name in enumerate(names) if name and name in names[:place]]:
        raise SourceError("column_twice", file=table.file, column=twice[0])

    def at(wanted: tuple[str, ...], entry: str, *, needed: bool = True) -> int:
        place = next((names.index(name) for name in wanted if name in names), -1)
        if place < 0 and needed and wanted:
            near = nearest(wanted[0], seen)
            raise SourceError("column_missing", entry, file=table.file, column=wanted[0], nearest=near, known=seen[:40])
        return place

    def keys(wanted: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
        return tuple((names.index(name), SYSTEM_OF.get(name, "name")) for name in wanted if name in names)

    years = tuple((place, int(match["year"])) for place, name in enumerate(names)
                  if form.wide and (match := YEAR_COLUMN.fullmatch(name)))  # fmt: skip
    group = at(form.group, "file", needed=False)
    other = keys(form.other)
    if form.other and not other and group < 0:
        at(form.other, "to")
    kinds: tuple[int, ...] = ()
    if form.kinds:
        kinds = tuple(at((name.lower(),), "only") for name in (table.only or ("defense",)))
    return Columns(
        tuple(names),
        keys(form.one) if form.world else ((at(form.one, "from"), "name"),),
        other,
        -1 if years else _value(names, seen, table, form, at),
        at(_pair(table, form)[1], "value" if table.value else "file", needed=bool(table.value)),
        at(form.year, "year", needed=bool(form.year and not years and (table.years or not form.until))),
        at(form.until, "file", needed=False),
        at((table.exit.lower(),), "exit") if table.exit else -1,
        at((table.sign.lower(),), "sign") if table.sign else -1,
        kinds,
        group if not other else -1,
        at(form.side, "file", needed=group >= 0 and not other),
        tuple(names.index(name) for name in form.series if name in names),
        _telling([names.index(name) for name in (*form.series, *form.apart) if name in names]),
        years,
        title,
    )


def _telling(places: list[int]) -> Callable[[list[str]], Any]:
    """What tells rows of a pair and a year apart."""
    return itemgetter(*places) if places else lambda _: None


def _pair(table: Table, form: Form) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of the value and of that of the other direction; of `smoothflow1`, `smoothflow2`."""
    if table.value is None or not form.world:
        return form.value, form.back
    asked = table.value.lower()
    if not form.back:
        return (asked,), ()
    both = asked.rstrip("12")
    return (f"{both}1",), (f"{both}2",)


def _value(names: list[str], seen: tuple[str, ...], table: Table, form: Form, at: Callable[..., int]) -> int:
    """Where the value stands: the column that the table names, that of the form, or the only one that is left."""
    named = _pair(table, form)[0]
    listed = any(name in names for name in form.series)  # then the value may be a series, and no column
    if (
        form.world
        and table.value is not None
        and (named[0] in names or (not listed and (form.value or form.use == "ties")))
    ):
        return at(named, "value")
    plain_sign = table.format == "plain" and table.sign is not None
    place = at(form.value, "value" if table.value else "share", needed=bool(form.value) and form.use == "flows"
               and not (plain_sign and table.strength is None))  # fmt: skip
    if place >= 0 or form.use in ("ties", "states") or (plain_sign and table.strength is None):
        return place
    known = {*form.one, *form.year, *form.series, "", "unit", "obs_status", "decimal", "lastupdated", "version"}
    left = [number for number, name in enumerate(names) if name not in known]
    if table.value is None and len(left) == 1:
        return left[0]
    rest = tuple(seen[place] for place in left[:40])
    raise SourceError("value_column", "file", file=table.file, known=rest, found=table.value, format=table.format)
