"""Tables about pairs, each with years, become one situation: whoever they name is an actor, each table one block.

A published table is known by its header (`detente.exchange.states_table`). A table of one's own has the columns
``from``, ``to`` and ``year``, and says with ``sign`` that it holds ties, with ``share`` or ``value`` that it holds
dependence; ``strength`` counts if it is there.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from detente.errors import DetenteError, InputError, Place, Problem, reason_of
from detente.evidence.sources import SourceError
from detente.evidence.tables.countries import Country, by_any, folded, near
from detente.evidence.tables.dyad_spans import read_dyads
from detente.evidence.tables.dyads import Reading
from detente.evidence.workbook import sheet_rows
from detente.exchange.states_table import DOMAINS, TIES, form_of, identifier, row_cells, state_of
from detente.files import encoding_of, opened
from detente.situation.relations import Table
from detente.words import LANGUAGES, say

HEAD = 20_000  # bytes in which the header stands
OWN = ("from", "to", "year")


def is_series_table(path: Path) -> bool:
    """Whether a file is a table, by its ending; anything else is a situation."""
    return path.suffix.lower() in (".csv", ".tsv", ".txt", ".xlsx")


def of_tables(paths: list[Path], actors: tuple[str, ...] = ()) -> tuple[str, Path]:
    """The text of the situation that tables make, which names them, and the folder where they lie.

    `actors`: only these, by any name or code; none: all that the tables name.

    Raises:
        InputError: a table cannot be read.
        DetenteError: a table whose header says nothing of pairs and years; an actor that no table names.
    """
    folder = Path(os.path.commonpath([path.resolve().parent for path in paths]))
    read = [_read(path.resolve(), folder) for path in paths]
    named: dict[str, tuple[str, Country | None]] = {}  # what is the same one → what it is called, and which state
    for _, reading in read:
        for name, keys in reading.seen.items():
            state = state_of(keys)
            named.setdefault(state.names[0] if state else folded(name), (name, state))
    chosen = _chosen(named, actors) if actors else list(named.values())
    document: dict[str, Any] = {"detente": 1, "title": ", ".join(path.stem for path in paths), "actors": {}}
    called: dict[str, str] = {}
    for name, state in sorted(chosen, key=lambda one: one[1].names[0] if one[1] else one[0]):
        if state is None:
            document["actors"][name] = {}
            called[name] = name
        else:
            codes = {system: code for system in ("iso3", "cow", "gw") if (code := state.code(system)) is not None}
            names = {"en": state.names[0], "ar": state.names[1]}
            document["actors"][identifier(state).strip('"')] = {"name": names, "code": codes}
    for number, (table, _) in enumerate(read):
        settings = {**table, "actors": called, "others": "counted"} if called or table["format"] == "plain" else table
        block, name, more = _block(table, number)
        document.setdefault(block, {})[name] = {"table": settings, **more}
    return json.dumps(document, ensure_ascii=False), folder


def doubts(paths: list[Path]) -> list[Problem]:
    """What is left out of tables that can be read, table by table."""
    read = [(path, _read(path.resolve(), path.resolve().parent)[1]) for path in paths]
    return [Problem(note.code, Place(path.name), note.params, "warning") for path, one in read for note in one.notes]


def _read(path: Path, folder: Path) -> tuple[dict[str, Any], Reading]:
    """What a situation says of a table, and all its rows."""
    try:
        with opened(path) as file:
            data = file.read() if path.suffix.lower() == ".xlsx" else file.read(HEAD)
    except OSError as error:
        raise InputError([Problem("file_unreadable", Place(path.name), {"reason": reason_of(error)})]) from None
    name = form_of(data)
    settings: dict[str, Any] = {"file": path.relative_to(folder).as_posix(), "format": name or "plain"}
    if name is None:
        settings |= _own(data, path)
    elif name not in {**DOMAINS, **TIES}:
        raise DetenteError("series_table", file=path.name, columns=OWN)
    try:
        reading = read_dyads(folder, Table.model_validate(settings))
    except SourceError as error:
        beside = [Problem(note.code, Place(path.name), note.params, "warning") for note in error.notes]
        raise InputError([Problem(error.code, Place(path.name), error.params), *beside]) from None
    assert reading is not None
    if reading.faults:
        raise InputError([Problem(fault.code, Place(path.name), fault.params) for fault in reading.faults])
    return settings, reading


def _own(data: bytes, path: Path) -> dict[str, Any]:
    """The columns of a table of one's own. Raises `DetenteError`."""
    if data.startswith(b"PK"):
        rows, notes = sheet_rows(data, "")
        header = next((cells for _, cells in rows), [])
    else:
        notes, header = (), row_cells(data.decode(encoding_of(data), "replace").split("\n", 1)[0].strip())
    columns = {cell.strip().lower() for cell in header}
    if not {*OWN} <= columns or not columns & {"sign", "share", "value"}:
        sheet = next((note.params["sheet"] for note in notes), None)
        raise DetenteError("series_table", file=path.name, columns=OWN, sheet=sheet)
    found: dict[str, Any] = {"year": "year"}
    if "sign" in columns:
        return found | {key: key for key in ("sign", "strength") if key in columns}
    return found | ({"value": "value"} if "value" in columns else {})


def _block(table: dict[str, Any], number: int) -> tuple[str, str, dict[str, Any]]:
    """Where a table stands, under which name, and what else is said there."""
    form, again = table["format"], f"_{number + 1}" if number else ""
    if form in DOMAINS:
        return "dependence", DOMAINS[form] + again, {"text": _called(DOMAINS[form])}
    if form in TIES:
        name, kind, sign = TIES[form]
        return "ties", name + again, {"kind": kind, "text": _called(name), **({"sign": sign} if sign else {})}
    if "sign" in table:
        return "ties", f"ties{again}", {"kind": "tie"}
    return "dependence", f"shares{again}", {}


def _called(name: str) -> dict[str, str]:
    """What the numbers of a published table are of, in every language."""
    return {language: say(f"series.of.{name}", language) for language in LANGUAGES}


def _chosen(named: dict[str, tuple[str, Country | None]], actors: tuple[str, ...]) -> list[tuple[str, Country | None]]:
    """Those asked for. Raises `DetenteError` for one that no table names."""
    found = []
    for wanted in actors:
        state = by_any(wanted)
        at = state.names[0] if state is not None else folded(wanted)
        if at not in named:
            raise DetenteError("series_actor", name=wanted, nearest=near(wanted) if state is None else None)
        found.append(named[at])
    return found
