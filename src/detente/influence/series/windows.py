"""A situation year by year: the tables that it names, read for one window of years after another.

A window of w years that ends in year y holds the rows of y - w + 1 to y. A year counts if every table covers its whole
window: from its first to its last year where a register is complete, else the years of which it has rows. Ties that the
file writes itself count in every year, those with a date from that year on.

Where no table has years, the variants that have a date of their own are the years, and the file itself that of its
date; of several in one year the latest counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from detente.errors import DetenteError, InputError, Problem
from detente.evidence.expanded import Expanded, expanded
from detente.evidence.sources import SourceError
from detente.evidence.tables.dyad_formats import FORMS
from detente.evidence.tables.dyad_spans import read_dyads, together
from detente.evidence.tables.dyad_tables import absent
from detente.evidence.tables.dyads import Reading
from detente.evidence.tables.years import span_of, told
from detente.situation.model import Situation
from detente.situation.relations import Table, Tie

AHEAD = 32  # years whose rows are read, and kept, at once


class Dated(NamedTuple):
    """A variant with the date that makes it a year; without a name, the file itself."""

    date: str
    name: str
    situation: Situation


@dataclass(frozen=True)
class Years:
    """The years whose windows a situation's tables cover, of those asked for; and the others."""

    situation: Situation
    folder: Path
    window: int
    covered: tuple[int, ...]
    left_out: tuple[int, ...]
    dated: Mapping[int, Dated] = field(default_factory=dict)  # where variants are the years

    def at(self, year: int) -> Expanded:
        """The situation of the window that ends in this year, with its tables put in place."""
        if self.dated:
            written = self.dated[year].situation
            ties = {name: tie for name, tie in written.ties.items() if _begun(tie, year)}
            return expanded(written.model_copy(update={"ties": ties}), self.folder)
        block = self.covered.index(year) // AHEAD * AHEAD
        with together(tuple(map(self._span, self.covered[block : block + AHEAD]))):
            return self._at(year, self._span(year))

    def _span(self, year: int) -> str:
        return str(year) if self.window == 1 else f"{year - self.window + 1}..{year}"

    def _at(self, year: int, span: str) -> Expanded:
        ties = {}
        for name, tie in self.situation.ties.items():
            if tie.table is not None and (table := self._within(tie.table, span)) is not None:
                ties[name] = tie.model_copy(update={"table": table})
            elif tie.table is None and _begun(tie, year):
                ties[name] = tie
        domains = {}
        for name, domain in self.situation.dependence.items():
            table = domain.table and self._within(domain.table, span)
            domains[name] = domain.model_copy(update={"table": table})
        parts = {"ties": ties, "dependence": domains, "capability_table": None}
        return expanded(self.situation.model_copy(update=parts), self.folder)

    def _within(self, table: Table, span: str) -> Table | None:
        """The table for these years; None if nothing stands there."""
        asked = table.model_copy(update={"years": span})
        reading = read_dyads(self.folder, asked)
        return asked if reading is None or reading.rows or reading.faults else None


def _begun(tie: Tie, year: int) -> bool:
    """Whether a tie that is written in the file counts in a year."""
    return tie.date is None or int(tie.date[:4]) <= year


def years(
    situation: Situation,
    folder: Path,
    window: int = 1,
    asked: str | None = None,
    variants: Mapping[str, Situation] | None = None,
) -> Years:
    """The years of a situation.

    Args:
        variants: of the same file, which are the years where no table has any.
        window: how many years count together, 1 or more.
        asked: a year, or a first and a last (`1946..1999`); None: all that the tables cover.

    Raises:
        DetenteError: neither tables nor variants have years, or none of those asked for is covered by all of them; a
            window of several years over variants.
        InputError: a table that cannot be read.
    """
    tables = [tie.table for tie in situation.ties.values() if tie.table is not None]
    tables += [domain.table for domain in situation.dependence.values() if domain.table is not None]
    spans = [found for table in tables if (found := _coverage(table, folder))]
    if not spans:
        return _of_variants(situation, folder, window, asked, variants or {})
    either, every = set.union(*spans), set.intersection(*spans)
    span = span_of(asked) or (min(either), max(either))
    wanted = range(span[0], span[1] + 1)
    covered = tuple(year for year in wanted if every.issuperset(range(year - window + 1, year + 1)))
    if not covered:
        raise DetenteError("series_not_covered", years=asked or told(sorted(either)), known=_spans(tables, folder))
    return Years(situation, folder, window, covered, tuple(year for year in wanted if year not in covered))


def _of_variants(
    situation: Situation, folder: Path, window: int, asked: str | None, variants: Mapping[str, Situation]
) -> Years:
    """The dates of the file and of its variants as years."""
    own = [Dated(one.date, name, one) for name, one in variants.items() if one.date and one.date != situation.date]
    if not own:
        raise DetenteError("series_no_years")
    if window > 1:
        raise DetenteError("series_window_variants")
    own += [Dated(situation.date, "", situation)] if situation.date else []
    dated = {int(one.date[:4]): one for one in sorted(own, key=lambda one: one.date)}
    first, last = span_of(asked) or (min(dated), max(dated))
    covered = tuple(year for year in sorted(dated) if first <= year <= last)
    if not covered:
        raise DetenteError("series_not_covered", years=asked, known=tuple(map(str, sorted(dated))))
    return Years(situation, folder, window, covered, (), {year: dated[year] for year in covered})


def _coverage(table: Table, folder: Path) -> set[int]:
    """The years that a table covers."""
    reading = _whole(table, folder)
    if not reading.years:
        return set()
    form = FORMS.get(table.format)
    complete = form is not None and (absent(table) == "zero" or bool(form.until)) and form.use != "points"
    span = span_of(table.years) or (min(reading.years), max(reading.years))
    among = range(min(reading.years), max(reading.years) + 1) if complete else reading.years
    return {year for year in among if span[0] <= year <= span[1]}


def _whole(table: Table, folder: Path) -> Reading:
    """The table with all its years. Raises `InputError`."""
    try:
        reading = read_dyads(folder, table.model_copy(update={"years": None}))
    except SourceError as error:
        raise InputError([Problem(error.code, params=error.params)]) from None
    if reading is None:
        raise InputError([Problem("table_missing", params={"file": table.file})])
    return reading


def _spans(tables: list[Table], folder: Path) -> tuple[str, ...]:
    """“file: years” for every table."""
    return tuple(f"{table.file}: {told(_coverage(table, folder))}" for table in tables)
