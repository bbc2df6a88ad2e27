"""Checking tables of dependence, ties and matrices: there, readable, about known actors, and possible."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from detente.evidence.sources import SourceError
from detente.evidence.tables.countries import Country, by_code, near
from detente.evidence.tables.dyad_tables import levels_of, shares_of, ties_of
from detente.evidence.tables.matrix_tables import influence_of, objectives_of
from detente.evidence.tables.table_names import country_of
from detente.situation.model import Situation
from detente.situation.reading.faults import Faults
from detente.situation.reading.faults import Path as FilePath


def lint_tables(situation: Situation, folder: Path, faults: Faults, base: Situation | None) -> None:
    """Report what is wrong with the tables; with `base` (for a variant), only those that differ from the base."""
    if base is None:
        _codes(situation, faults)
    levels = situation.capability_table
    if levels is not None and (base is None or base.capability_table != levels):
        _look(("capability_table",), levels.file, partial(levels_of, situation, levels, folder), faults)
    for name, domain in situation.dependence.items():
        table = domain.table
        if table is not None and (base is None or base.dependence.get(name) != domain):
            _look(("dependence", name, "table"), table.file, partial(shares_of, situation, table, folder), faults)
    for name, tie in situation.ties.items():
        if tie.table is not None and (base is None or base.ties.get(name) != tie):
            _look(("ties", name, "table"), tie.table.file, partial(ties_of, situation, tie, folder), faults)
    if situation.mactor is not None and (base is None or base.mactor != situation.mactor):
        for key, read in (("influence_table", influence_of), ("objectives_table", objectives_of)):
            sheet = getattr(situation.mactor, key)
            if sheet is not None:
                _look(("mactor", key), sheet.file, partial(read, situation, sheet, folder), faults)


def _look(path: FilePath, file: str, read: Callable[[], Any], faults: Faults) -> None:
    try:
        found = read()
    except SourceError as error:
        faults.add(error.code, (*path, error.entry), **error.params)
        for note in error.notes:
            faults.warn(note.code, (*path, note.entry), **note.params)
        return
    if found is None:
        faults.add("table_missing", (*path, "file"), file=file)
        return
    for fault in found.faults:
        faults.add(fault.code, (*path, fault.entry), **fault.params)
    for note in getattr(found, "notes", ()):
        faults.warn(note.code, (*path, note.entry), **note.params)


def _codes(situation: Situation, faults: Faults) -> None:
    """Codes of states that there are, and of the same state; where tables are read, no state is two actors."""
    owners: dict[Country, str] = {}
    for actor, record in situation.actors.items() if situation.has_tables else ():
        found = country_of(actor, record)
        if found is not None and owners.setdefault(found, actor) != actor:
            faults.add("code_shared", ("actors", actor), key=True, one=owners[found], other=actor, state=found.shown)
    for actor, record in situation.actors.items():
        states = {}
        for system, code in (record.code or {}).items():
            path = ("actors", actor, "code", system)
            here = path if faults.root.at(path[:-1]).kind == "map" else path[:-1]
            state = by_code(system, code)
            if state is None:
                faults.add("code_unknown", here, system=system, found=code, nearest=near(code) or near(actor))
                continue
            states[system] = state
            if len(set(states.values())) > 1:
                first = next(iter(states.values()))
                faults.add("code_other", here, system=system, found=code, one=first.shown, other=state.shown)
                break
