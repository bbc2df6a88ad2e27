"""From a table to its rows, for one span of years or for many in one go, kept as long as the file is not changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial
from pathlib import Path

from detente.evidence.sources import SourceError, stamp
from detente.evidence.tables.dyad_formats import FORMS, Form
from detente.evidence.tables.dyads import OneByOneError, Reader, Reading, Spans
from detente.evidence.tables.table_rows import Row, with_rows
from detente.evidence.workbook import Notes
from detente.situation.relations import Table

ELSEWHERE = {"actors", "others", "years"}  # what a table says of names and years, which changes no row
_TOGETHER: ContextVar[Spans] = ContextVar("together", default=())


def read_dyads(folder: Path, table: Table, *, single: bool = False) -> Reading | None:
    """The rows of a table, for the years it is asked for; None if the file is not there. `single`: a table whose
    columns the situation names is about actors, and not about pairs.

    Raises `SourceError` for a file that cannot be read at all; other faults are in `Reading.faults`.
    """
    spans = _TOGETHER.get() if table.years in _TOGETHER.get() else (table.years,)
    found = read_spans(folder, table, spans, single=single)
    return None if found is None else found[table.years]


@contextmanager
def together(spans: Spans) -> Iterator[None]:
    """Inside, a table that is read for one of these spans of years is read for all of them at once."""
    before = _TOGETHER.set(spans)
    try:
        yield
    finally:
        _TOGETHER.reset(before)


def read_spans(folder: Path, table: Table, spans: Spans, *, single: bool = False) -> dict[str | None, Reading] | None:
    """The same for many spans of years (None: all), each as if it were read alone, in one go through the file."""
    written = table.model_dump_json(by_alias=True, exclude=ELSEWHERE)
    read = _read if len(spans) == 1 else _read_together
    return read(folder, written, spans, single, stamp(folder, table.file))


def _read_now(folder: Path, written: str, spans: Spans, single: bool, changed: int) -> dict[str | None, Reading] | None:
    table = Table.model_validate_json(written).model_copy(update={"years": spans[0]})
    form = FORMS.get(table.format) or _plain(table, single)
    try:
        return with_rows(folder, table.file, table.sheet, form, partial(_readings, table, form, spans))
    except OneByOneError:
        alone = [_read(folder, written, (span,), single, changed) for span in spans]
        return {span: found[span] for span, found in zip(spans, alone, strict=True) if found is not None}


def _readings(
    table: Table, form: Form, spans: Spans, rows: Callable[[], Iterator[Row]], notes: Notes
) -> dict[str | None, Reading]:
    try:
        found = Reader(table, form, rows, spans).readings()
    except SourceError as error:
        error.notes = notes
        raise
    for reading in found.values():
        reading.notes[:0] = notes
    return found


_read = lru_cache(maxsize=64)(_read_now)  # `changed`: read anew then
_read_together = lru_cache(maxsize=8)(_read_now)  # each holds many


def _plain(table: Table, single: bool) -> Form:
    """The form of a table whose columns the situation names."""
    value = table.value or ("value" if single else table.strength or table.share)
    year = (table.year.lower(),) if table.year else ()
    other = () if single else (table.to.lower(),)
    return Form("flows", (table.from_.lower(),), other, (value.lower(),), year=year, world=False)
