"""What matched what: the actors of a situation and what each of its tables calls them, with the codes of states."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.evidence.sources import SourceError
from detente.evidence.tables.dyad_tables import Taken, levels_of, shares_of, ties_of
from detente.evidence.tables.table_names import Names, country_of, nearest_to, texts_of
from detente.situation.identifiers import nearest
from detente.situation.model import Situation

Row = dict[str, Any]


def matches(situation: Situation, folder: Path, language: str = "en") -> list[Row]:
    """For each table and actor: the state that the actor is, what the file calls it, and where that is nothing, what is
    nearest; then the names in a table of one's own that are nobody's. Without tables: the actors and their states."""
    found = [row for file, taken in _tables(situation, folder) for row in _rows(situation, file, taken, language)]
    return found or _rows(situation, "", None, language)


def _tables(situation: Situation, folder: Path) -> Iterator[tuple[str, Taken | None]]:
    for domain in situation.dependence.values():
        if domain.table is not None:
            yield domain.table.file, _taken(lambda d=domain: shares_of(situation, d.table, folder))
    for tie in situation.ties.values():
        if tie.table is not None:
            yield tie.table.file, _taken(lambda t=tie: ties_of(situation, t, folder))
    if (levels := situation.capability_table) is not None:
        yield levels.file, _taken(lambda: levels_of(situation, levels, folder))


def _taken(read: Any) -> Taken | None:
    """What a table gives; nothing where it cannot be read, which `detente check` says."""
    try:
        found: Taken | None = read()
    except SourceError:
        return None
    return found


def _rows(situation: Situation, file: str, taken: Taken | None, language: str) -> list[Row]:
    names = taken.names if taken is not None and taken.names is not None else Names()
    seen = taken.reading.seen if taken is not None and taken.reading is not None else {}
    rows = []
    for actor, record in situation.actors.items():
        state = country_of(actor, record)
        written = names.written(actor)
        wanted = names.mapped.get(actor) or tuple(texts_of(record)[:1]) or (actor,)
        row = {
            "actor": actor,
            "state": state.called(language) if state else "",
            "code": state.coded if state else "",
            "table": file,
            "called": ", ".join(dict.fromkeys(text for name in written for _, text in seen.get(name, (("", name),)))),
            "nearest": "" if written or not seen else "; ".join(nearest_to(wanted[0], seen)),
        }
        rows.append(row if file else {key: row[key] for key in ("actor", "state", "code")})
    strangers = [name for name in seen if names.actor(name) is None] if taken is not None and taken.plain else []
    for name in strangers:
        likely = nearest(name, names.ours) or ""
        rows.append({"actor": "", "state": "", "code": "", "table": file, "called": name, "nearest": likely})
    return rows
