"""A file of positions as a situation: which kind of file it is, what is wrong with it, and the YAML made from it."""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from detente.errors import Problem, in_file_order
from detente.exchange.one_format import Asked
from detente.exchange.position_tables.decide import is_decide, read_decide
from detente.exchange.position_tables.ktab import is_ktab_csv, read_ktab_csv, read_ktab_xml
from detente.exchange.position_tables.position_csv import read_plain
from detente.exchange.position_tables.position_table import (
    Entry,
    Faulty,
    PositionTable,
    bounds,
    check_entries,
    check_names,
    in_percent,
    plain,
)
from detente.files import read_whole
from detente.situation.reading.nodes import MAX_FILE_BYTES, undecodable

WIDE = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Read:
    """A table, None if something is wrong with it; and everything that is wrong or doubtful."""

    table: PositionTable | None
    problems: tuple[Problem, ...]


def read_positions_file(path: Path, asked: Asked | None = None) -> Read:
    """The table of a file of any of these kinds. Never raises for bad content."""
    data, problems = read_whole(path, MAX_FILE_BYTES)
    return Read(None, problems) if problems else read_positions(data, path.name, asked)


def read_positions(data: bytes, name: str, asked: Asked | None = None) -> Read:
    """The same from bytes; the ending of `name` says if it is XML, the content says the rest."""
    asked = asked or Asked()
    try:
        text = data.decode(next((code for mark, code in WIDE if data.startswith(mark)), "utf-8-sig"))
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
    lines = {entry.actor: entry.line for entry in reversed(table.entries)}
    lines |= {entry.issue: entry.line for entry in reversed(table.entries)}
    check_names(table, lines, faulty)
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
    percent = in_percent(table)
    for name, entries in table.by_issue().items():
        issue = table.issues[name]
        if not entries:
            continue
        lines.append(f"  {_quoted(name)}:")
        lines += [f"    text: {_quoted(issue.text)}"] if issue.text else []
        low, high = table.scale_of(name)
        points = {plain(point): words for point, words in issue.points.items()}
        ends = {_point(end): points.get(_point(end)) or _point(end) for end in (low, high)}
        lines.append("    scale: {" + ", ".join(f"{p}: {_quoted(w)}" for p, w in (ends | points).items()) + "}")
        lines.append("    positions:")
        lines += [_position(entry, own, percent) for entry in entries]
    return "\n".join(lines) + "\n"


def _capabilities(table: PositionTable) -> dict[str, str]:
    """The capability of each actor for whom it is the same on every issue."""
    found: dict[str, set[str]] = {}
    for entry in table.entries:
        found.setdefault(entry.actor, set()).add(entry.capability or "")
    return {actor: next(iter(values)) for actor, values in found.items() if len(values) == 1}


def _position(entry: Entry, own: dict[str, str], percent: bool) -> str:
    parts = [f"position: {plain(entry.position)}"]
    if entry.salience is not None:
        parts.append(f"salience: {_share(entry.salience) if percent else plain(entry.salience)}")
    if entry.capability is not None and entry.actor not in own:
        parts.append(f"capability: {plain(entry.capability)}")
    parts += [f"why: {_quoted(entry.why)}"] if entry.why else []
    return f"      {_quoted(entry.actor)}: {{{', '.join(parts)}}}"


def _share(percent: str) -> str:
    """A number or range of percent as shares."""
    ends = bounds(percent)
    assert ends is not None
    shares = [f"{float(end / 100):.15g}" for end in ends]
    return shares[0] if shares[0] == shares[1] and ".." not in percent else "..".join(shares)


def _point(end: Fraction) -> str:
    return f"{float(end):.15g}"


def _quoted(text: str | None) -> str:
    """The text between double quotes, in which YAML knows all that JSON knows."""
    return json.dumps(text, ensure_ascii=False)
