"""A published table about states becomes a situation: its states are the actors, and the table is named in it.

The form is told by the header (`detente.evidence.tables.dyad_formats`). Actors are those asked for, by any name or
code; otherwise the states with the greatest amounts. With `by_year` each year that the file covers is a variant.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

from detente.errors import DetenteError, InputError, Place, Problem
from detente.evidence.sources import SourceError
from detente.evidence.tables.countries import Country, by_any, by_code, folded, near
from detente.evidence.tables.dyad_formats import FORMS, PREAMBLE, TITLE, form_told
from detente.evidence.tables.dyad_spans import read_dyads, read_spans
from detente.evidence.tables.dyads import Reading
from detente.evidence.tables.table_columns import LONGEST, Keys
from detente.evidence.tables.table_rows import bare_events, separator_of
from detente.evidence.tables.years import span_of, told
from detente.evidence.workbook import sheet_rows
from detente.exchange.one_format import Asked, Taken
from detente.files import encoding_of
from detente.situation.identifiers import name_fault
from detente.situation.relations import Table
from detente.words import Said

HEAD = 20_000  # bytes in which the header stands
MOST = 12  # actors that are taken where none are asked for
MOST_YEARS = 200
MOST_LISTED = 500  # names for which the nearest state is looked for
DOMAINS = {"baci": "trade", "cow_trade": "trade", "sipri": "arms", "sipri_tiv": "arms"}
TIES: dict[str, tuple[str, str, str | None]] = {
    "cow_alliance": ("pacts", "alliance", "positive"),
    "atop": ("pacts", "alliance", "positive"),
    "cow_dispute": ("disputes", "dispute", "negative"),
    "ucdp": ("conflicts", "armed conflict", "negative"),
    "events": ("events", "events", None),
    "ideal_points": ("votes", "distance in United Nations votes", None),
}


def form_of(data: bytes) -> str | None:
    """The published form of a file, from its beginning; of a workbook, from all of it. None if it is none."""
    if data.startswith(b"PK"):
        try:
            rows = [row for _, row in sheet_rows(data, "")[0][:PREAMBLE]]
        except (SourceError, DetenteError):
            return None
    else:
        text = data[:HEAD].decode(encoding_of(data), "replace")
        rows = [row_cells(line) for line in text.splitlines()[:PREAMBLE]]
    for row in rows:
        if row and TITLE.search(row[0].strip()[:LONGEST]):
            return "sipri_tiv"
        if name := form_told([cell.strip().lower() for cell in row]):
            return name
    return "events" if rows and bare_events(rows[0]) else None


def row_cells(line: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line), delimiter=separator_of(line)), [])
    except csv.Error:
        return []


def has_form(data: bytes) -> bool:
    """Whether a file is a published table about states."""
    return form_of(data) is not None


def read_states(path: Path, asked: Asked) -> Taken:
    """The text of the situation. Never raises for bad content."""
    try:
        table, reading = _read(path, asked)
    except SourceError as error:
        return Taken(None, (Problem(error.code, Place(path.name), error.params),))
    name = table.format
    faults = [Problem(fault.code, Place(path.name), fault.params) for fault in reading.faults]
    states, unknown = _states(reading, asked)
    if unknown:
        raise DetenteError("convert_actor", file=path.name, name=unknown[0], nearest=near(unknown[0]))
    if asked.years is not None and not (reading.rows if name != "cow_states" else states):
        known = tuple(map(str, sorted(reading.years)[-12:]))
        told_of = {"file": path.name, "years": asked.years, "known": known}
        faults.append(Problem("table_year", Place(path.name), told_of))
    if faults:
        return Taken(None, tuple(faults))
    chosen = states if asked.actors or name == "cow_states" else states[:MOST]
    notes = [Said("states.years", {"years": _covered(reading, name)})] if reading.years else []
    if len(chosen) < len(states):
        notes.append(Said("states.some", {"count": len(chosen), "total": len(states)}))
    notes += [Said("errors.workbook_sheets", note.params) for note in reading.notes if note.code == "workbook_sheets"]
    return Taken(_text(path, table, chosen, reading, asked), (), tuple(notes))


def _read(path: Path, asked: Asked) -> tuple[Table, Reading]:
    """The table as it is asked for, and its rows. Raises `SourceError`."""
    with path.open("rb") as file:
        name = form_of(file.read() if path.suffix.lower() == ".xlsx" else file.read(HEAD))
    settings = {"file": path.name, "format": name, "years": asked.years, "value": asked.value}
    table = Table.model_validate({key: value for key, value in settings.items() if value is not None})
    reading = read_dyads(path.parent, table)
    assert reading is not None
    return table, reading


def states_in(path: Path, language: str = "en") -> list[dict[str, str]]:
    """What a file calls those that it is about, in its order, with the state that each is. Raises `InputError`."""
    try:
        try:
            reading = _read(path, Asked())[1]
        except SourceError as error:  # any column will do to see whose numbers they are
            if error.code != "value_column" or not error.params["known"]:
                raise
            reading = _read(path, Asked(value=error.params["known"][0]))[1]
    except SourceError as error:
        raise InputError([Problem(error.code, Place(path.name), error.params)]) from None
    rows: list[dict[str, str]] = []
    for keys in reading.seen.values():
        state = state_of(keys)
        told_of = {"state": state.called(language) if state else "", "code": state.coded if state else ""}
        names = [text for system, text in keys if system == "name"] if state is None and len(rows) < MOST_LISTED else []
        told_of["nearest"] = "; ".join(near(names[0])) if names else ""
        rows.append({"called": ", ".join(dict.fromkeys(text for _, text in keys)), **told_of})
    return rows


def _covered(reading: Reading, name: str) -> str:
    """The years of a file; a register that is complete covers all between its first and its last."""
    form = FORMS[name]
    if form.absent == "zero" and form.use != "points":
        return told([*range(min(reading.years), max(reading.years) + 1)])
    return told(reading.years)


State = tuple[str, Country | None]  # what the file calls it, and which it is


def _states(reading: Reading, asked: Asked) -> tuple[list[State], list[str]]:
    """Those asked for, or all that are states, the greatest first; and what was asked for and is not there."""
    amounts: dict[str, float] = {}
    for row in reading.rows:
        for name in (row.one, row.other):
            amounts[name] = amounts.get(name, 0.0) + abs(row.value)
    order = sorted(reading.seen, key=lambda name: -amounts.get(name, 0.0))
    found = {name: state_of(reading.seen[name]) for name in order if name in amounts or not reading.rows}
    if not asked.actors:
        known: dict[Country, str] = {}
        for name, state in found.items():
            if state is not None:
                known.setdefault(state, name)
        return [(name, state) for state, name in known.items()], []
    chosen: list[State] = []
    unknown: list[str] = []
    for wanted in asked.actors:
        state = by_any(wanted)
        names = [name for name, one in found.items() if _same(wanted, state, one, reading.seen[name])]
        unknown += [] if names else [wanted]
        chosen += [(name, found[name]) for name in names[:1]]
    return chosen, unknown


def _same(wanted: str, state: Country | None, one: Country | None, keys: Keys) -> bool:
    return (state is not None and state is one) or any(folded(text) == folded(wanted) for _, text in keys)


def state_of(keys: Keys) -> Country | None:
    """The state that a row's names and codes mean."""
    found = (by_any(text) if system == "name" else by_code(system, text) for system, text in keys)
    return next((state for state in found if state is not None), None)


def _text(path: Path, table: Table, chosen: list[State], reading: Reading, asked: Asked) -> str:
    """The situation as a file says it."""
    lines = ["detente: 1", f"title: {_quoted(path.stem)}", "actors:"]
    outside = {}
    for name, state in chosen:
        if state is None:
            outside[name] = name
            lines.append(f"  {_quoted(name)}: ")
            continue
        codes = {system: code for system in ("iso3", "cow", "gw") if (code := state.code(system)) is not None}
        written = ", ".join(f"{system}: {code}" for system, code in codes.items())
        texts = f"{{en: {_quoted(state.names[0])}, ar: {_quoted(state.names[1])}}}"
        lines.append(f"  {identifier(state)}: {{name: {texts}, code: {{{written}}}}}")
    if table.format in FORMS and FORMS[table.format].use == "states":
        return "\n".join(lines) + "\n"
    settings: dict[str, Any] = {"file": _beside(path, asked.beside), "format": table.format}
    years = asked.years or (f"{min(reading.years)}..{max(reading.years)}" if len(reading.years) > 1 else None)
    settings |= {"years": years} if years else {}
    settings |= {"value": asked.value} if asked.value else {}
    settings |= {"actors": outside} if outside else {}
    lines += _block(table.format, settings)
    if asked.by_year:
        lines.append("variants:")
        for year in _years(path, table, reading):
            lines += [f'  "{year}":', *(f"    {line}" for line in _block(table.format, {"years": year}, whole=False))]
    return "\n".join(lines) + "\n"


def _block(form: str, settings: dict[str, Any], *, whole: bool = True) -> list[str]:
    """Where the table stands; not `whole`: only what a variant says otherwise."""
    written = "{" + ", ".join(f"{key}: {_plain(value)}" for key, value in settings.items()) + "}"
    if form in DOMAINS:
        return ["dependence:", f"  {DOMAINS[form]}: {{table: {written}}}"]
    if form in TIES:
        name, kind, sign = TIES[form]
        more = f", kind: {_quoted(kind)}" + (f", sign: {sign}" if sign else "")
        return ["ties:", f"  {name}: {{table: {written}{more if whole else ''}}}"]
    return [f"capability_table: {written}"]


def _plain(value: Any) -> str:
    """A setting, in quotes where YAML might take it for something else."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return text if re.fullmatch(r"[A-Za-z]\w*|\d{4}(\.\.\d{4})?", text) else _quoted(text)


def _years(path: Path, table: Table, reading: Reading) -> list[int]:
    """The years for which there are rows."""
    first, last = span_of(table.years) or (min(reading.years, default=0), max(reading.years, default=-1))
    form = FORMS[table.format]
    among = range(first, last + 1) if form.until else sorted(reading.years)
    found = [year for year in among if first <= year <= last][:MOST_YEARS]
    if not form.until:
        return found
    rows = read_spans(path.parent, table, tuple(map(str, found))) or {}
    return [year for year in found if rows[str(year)].rows]


def _beside(path: Path, folder: Path | None) -> str:
    """How the situation names the file. Raises `DetenteError` if it would lie outside of its folder."""
    if folder is None:
        return path.name
    found = Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    if found.startswith(".."):
        raise DetenteError("convert_beside", file=str(path), folder=str(folder))
    return found


def identifier(state: Country) -> str:
    """A name by which statements can call the state: `united_states`."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", state.names[0]) if not unicodedata.combining(char))
    name = re.sub(r"\W+", "_", plain.casefold()).strip("_")
    return name if name_fault(name) is None and not name[0].isdigit() else _quoted(state.names[0])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
