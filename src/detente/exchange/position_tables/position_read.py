"""A file of positions as a situation: which kind of file it is, what is wrong with it, and the YAML made from it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from detente.errors import DetenteError, Place, Problem, in_file_order
from detente.evidence.sources import SourceError
from detente.evidence.workbook import SHEETS, sheet_rows
from detente.exchange.one_format import Asked
from detente.exchange.position_tables.cells_evened import check_spellings, even_numbers, fill_blanks, rules_of
from detente.exchange.position_tables.coders import alternatives, check_coders, coded, coders
from detente.exchange.position_tables.decide import is_decide, read_decide
from detente.exchange.position_tables.ktab import is_ktab_csv, read_ktab_csv, read_ktab_xml
from detente.exchange.position_tables.position_csv import PREAMBLE, is_heading, read_plain
from detente.exchange.position_tables.position_table import (
    NUMBERS,
    Entry,
    Faulty,
    PositionTable,
    bounds,
    check_entries,
    check_names,
    in_percent,
    plain,
)
from detente.files import encoding_of, read_whole
from detente.situation.reading.nodes import MAX_FILE_BYTES, undecodable


@dataclass(frozen=True)
class Read:
    """A table, None if something is wrong with it; and everything that is wrong or doubtful."""

    table: PositionTable | None
    problems: tuple[Problem, ...]


def read_positions_file(path: Path, asked: Asked | None = None) -> Read:
    """The table of a file of any of these kinds. Never raises for bad content."""
    data, problems = read_whole(path, MAX_FILE_BYTES)
    if problems:
        return Read(None, problems)
    if path.suffix.lower() not in SHEETS:
        return read_positions(data, path.name, asked)
    try:
        rows, notes = sheet_rows(data, path.name)
    except SourceError as error:
        return Read(None, (Problem(error.code, Place(path.name), error.params),))
    read = read_positions(_as_text(rows), path.name, asked)
    left = (Problem(note.code, Place(path.name), note.params, "warning") for note in notes)
    return replace(read, problems=(*left, *read.problems))


def is_positions_book(data: bytes) -> bool:
    """Whether a workbook begins with the heading of a table of positions, perhaps below a title, or as KTAB has it."""
    try:
        rows = sheet_rows(data, "")[0][:PREAMBLE]
    except SourceError as error:
        return error.code == "workbook_broken"  # its reader says why
    except DetenteError:
        return False
    return any(is_heading(row) for _, row in rows) or is_ktab_csv(_as_text(rows).decode())


def _as_text(rows: list[tuple[int, list[str]]]) -> bytes:
    """The rows of a workbook as a table of text, each on the line of its number."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    above = 0
    for number, row in rows:
        text.write("\n" * (number - 1 - above))
        writer.writerow([" ".join(cell.split()) for cell in row])
        above = number
    return text.getvalue().encode()


def read_positions(data: bytes, name: str, asked: Asked | None = None) -> Read:
    """The same from bytes; the ending of `name` says if it is XML, the content says the rest."""
    asked = asked or Asked()
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError as error:
        return Read(None, (undecodable(data, error.start, name),))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    faulty = Faulty(name, text.split("\n"))
    if "\0" in text:
        faulty.add("positions_binary")
        return Read(None, tuple(faulty.problems))
    if not text.strip():
        faulty.add("positions_none")
        return Read(None, tuple(faulty.problems))
    table = _table(text, name, faulty, asked)
    if not table.entries and not faulty.broken:
        faulty.add("positions_none")
    even_numbers(table, faulty, asked.decimal)
    fill_blanks(table, rules_of(text), faulty)
    check_spellings(table, faulty)
    lines = {entry.actor: entry.line for entry in reversed(table.entries)}
    lines |= {entry.issue: entry.line for entry in reversed(table.entries)}
    check_names(table, lines, faulty)
    check_coders(table, faulty)
    check_entries(table, faulty, asked.scale)
    problems = tuple(in_file_order(faulty.problems))
    return Read(None if faulty.broken else table, problems)


def _table(text: str, name: str, faulty: Faulty, asked: Asked) -> PositionTable:
    if name.lower().endswith(".xml") or text.lstrip().startswith("<"):
        return read_ktab_xml(text, faulty)
    if is_decide(text):
        return read_decide(text, faulty)
    if is_ktab_csv(text):
        return read_ktab_csv(text, faulty)
    return read_plain(text, faulty, Path(name).stem or "issue", asked.capability)


def situation_text(table: PositionTable) -> str:
    """The table as a situation file. Saliences become shares; equal capabilities of an actor stand with the actor."""
    lines = ["detente: 1"]
    lines += [f"title: {_quoted(table.title)}"] if table.title else []
    lines.append("actors:")
    own = _capabilities(table)
    for actor, description in table.actors.items():
        parts = [f"name: {_quoted(description)}"] if description else []
        parts += [f"capability: {plain(own[actor])}"] if own.get(actor) else []
        lines.append(f"  {_quoted(actor)}: {{{', '.join(parts)}}}")
    lines.append("issues:")
    even = [_shares(entry) for entry in table.entries] if in_percent(table) else table.entries
    for name, entries in _by_issue(table, even).items():
        issue = table.issues[name]
        lines.append(f"  {_quoted(name)}:")
        lines += [f"    text: {_quoted(issue.text)}"] if issue.text else []
        low, high = table.scale_of(name)
        points = {plain(point): words for point, words in issue.points.items()}
        ends = {_point(end): points.get(_point(end)) or _point(end) for end in (low, high)}
        lines.append("    scale: {" + ", ".join(f"{p}: {_quoted(w)}" for p, w in (ends | points).items()) + "}")
        lines.append("    positions:")
        lines += [_position(actor, own_entries, own) for actor, own_entries in coded(entries).items()]
    for place, coder in enumerate(coders(table)):
        lines += ["variants:"] if not place else []
        lines += [f"  {_quoted(coder)}:", "    issues:"]
        for name, entries in _by_issue(table, [entry for entry in even if entry.coder == coder]).items():
            lines += [f"      {_quoted(name)}:", "        positions:"]
            lines += [f"    {_position(entry.actor, [entry], own)}" for entry in entries]
    return "\n".join(lines) + "\n"


def _by_issue(table: PositionTable, entries: list[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {name: [] for name in table.issues}
    for entry in entries:
        found[entry.issue].append(entry)
    return {name: own for name, own in found.items() if own}


def _capabilities(table: PositionTable) -> dict[str, str]:
    """The capability of each actor for whom it is the same on every issue."""
    found: dict[str, set[str]] = {}
    for entry in table.entries:
        found.setdefault(entry.actor, set()).add(entry.capability or "")
    return {actor: next(iter(values)) for actor, values in found.items() if len(values) == 1}


def _position(actor: str, entries: list[Entry], own: dict[str, str]) -> str:
    written = [_plain(entry) for entry in entries]
    parts = []
    for key in NUMBERS:
        value = alternatives(written, key)
        if value is not None and not (key == "capability" and actor in own):
            parts.append(f"{key}: {value}")
    why = " · ".join(dict.fromkeys(entry.why for entry in entries if entry.why))
    parts += [f"why: {_quoted(why)}"] if why else []
    return f"      {_quoted(actor)}: {{{', '.join(parts)}}}"


def _plain(entry: Entry) -> Entry:
    numbers: dict[str, Any] = {key: plain(getattr(entry, key)) for key in NUMBERS if getattr(entry, key)}
    return replace(entry, **numbers)


def _shares(entry: Entry) -> Entry:
    """The same with a salience of percent as a share."""
    ends = bounds(entry.salience) if entry.salience is not None else None
    if ends is None:
        return entry
    shares = dict.fromkeys(f"{float(end / 100):.15g}" for end in ends)
    return replace(entry, salience="..".join(shares))


def _point(end: Fraction) -> str:
    return f"{float(end):.15g}"


def _quoted(text: str | None) -> str:
    """The text between double quotes, in which YAML knows all that JSON knows."""
    return json.dumps(text, ensure_ascii=False)
