"""Several people who coded the same positions: their numbers are alternatives, and each coder's are kept together.

In the situation made of such a table, a number on which coders differ is any of theirs (the first is its centre), and
there is a variant for each coder, which holds what that coder said and nothing of the others.
"""

from __future__ import annotations

from detente.exchange.position_tables.position_table import Entry, Faulty, PositionTable


def coders(table: PositionTable) -> tuple[str, ...]:
    """Who coded it, in the order of the file; nobody, if all is by one."""
    names = dict.fromkeys(entry.coder for entry in table.entries if entry.coder)
    return tuple(names) if len(names) > 1 else ()


def coded(entries: list[Entry]) -> dict[str, list[Entry]]:
    """The entries of an issue by actor: one, or one for each coder."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.actor, []).append(entry)
    return found


def alternatives(entries: list[Entry], column: str) -> str | None:
    """A number on which all agree, or any of several (``{any: [10, 30]}``); the first coder's where one is a range."""
    values = list(dict.fromkeys(value for entry in entries if (value := getattr(entry, column)) is not None))
    if len(values) < 2 or any(".." in value for value in values):
        return values[0] if values else None
    return f"{{any: [{', '.join(values)}]}}"


def check_coders(table: PositionTable, faulty: Faulty) -> None:
    """Say where coders differ, once."""
    if not (names := coders(table)):
        return
    for issue, entries in table.by_issue().items():
        for actor, own in coded(entries).items():
            for column in ("position", "salience", "capability"):
                cells = {getattr(entry, column) for entry in own}
                if len(cells) > 1:
                    shown = tuple(f"{entry.coder}: {getattr(entry, column) or '–'}" for entry in own)
                    told = {"actor": actor, "issue": issue, "column": column, "list": shown}
                    faulty.add("positions_coders", own[1].line, own[1].actor, "warning", known=names, **told)
                    return
