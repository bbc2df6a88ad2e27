"""Every format of files, in one table: its endings, how it is recognised, what it makes, who reads and writes it.

Everything that takes a FILE asks here what it is (`format_of`) and has it read (`read`). What reads a format is loaded
only when a file has it, for most runs read one file.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from detente.exchange.one_format import ANY, Asked, Format, Kind, Put, Taken
from detente.files import SITUATION_FILE, opened, read_whole
from detente.plugins import plugins
from detente.words import Said

GROUP = "detente.readers"
START = 16_000_000  # bytes that a format may look at
HEAD = 20_000  # bytes in which the beginning of a table or of markup shows what it is

JSON_SITUATION = re.compile(rb"\A(\xef\xbb\xbf)?\s*\{\s*\"detente\"\s*:")
JSON_CASES = ("cases", "kind")  # one of these keys stands in a file of influence cases
# What a scoring sheet has no place for.
SHEET_LACKS = ("title", "partitions", "winning", "own", "power", "common_scale")
JSON_TOLD = ("situation", "negotiation", "party", "gmcr", "cases")  # kinds of JSON, as ``formats`` names them


def _situation(path: Path, asked: Asked) -> Taken:  # noqa: ARG001
    from detente.situation.reading.nodes import MAX_FILE_BYTES

    data, problems = read_whole(path, MAX_FILE_BYTES)
    return Taken(None if problems else data, problems)


def _gmcr(path: Path, asked: Asked) -> Taken:
    from detente.exchange.gmcr.gmcr_read import read_gmcr_file

    converted = read_gmcr_file(path, asked.language)
    return Taken(converted.text, converted.problems, converted.notes)


def _to_gmcr(situation: Any, ending: str, language: str) -> Put:  # noqa: ARG001
    from detente.exchange.gmcr.gmcr_write import write_gmcr

    written = write_gmcr(situation, language)
    return Put(written.text, written.notes)


def _to_nfg(situation: Any, ending: str, language: str) -> Put:  # noqa: ARG001
    from detente.exchange.games.nfg_write import write_nfg

    game = write_nfg(situation, language)
    return Put(game.text, game.notes)


def _game(path: Path, asked: Asked) -> Taken:
    from detente.exchange.games.game_read import read_game_file

    return read_game_file(path, asked.language)


def _positions(path: Path, asked: Asked) -> Taken:
    from detente.exchange.position_tables.position_read import read_positions_file, situation_text

    read = read_positions_file(path, asked)
    return Taken(None if read.table is None else situation_text(read.table), read.problems)


def _known_outcomes(path: Path, asked: Asked) -> Taken:
    from detente.exchange.position_tables.known_outcomes import read_known

    known = read_known(path, asked.capability, asked.scale, asked.decimal)
    return Taken(known, known.warnings)


def _negotiation(path: Path, asked: Asked) -> Taken:
    from detente.exchange.negotiations.negotiation_files import read_written

    written = read_written(path, asked.others, asked.decimal)
    return Taken(None if written.record is None else written, written.problems, written.notes)


def _to_json(document: Any, ending: str, language: str) -> Put:  # noqa: ARG001
    return Put(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _to_sheet(document: Any, ending: str, language: str) -> Put:  # noqa: ARG001
    from detente.exchange.negotiations.sheets import sheet_rows, sheet_text, workbook

    rows, rounded = sheet_rows(document)
    content = workbook(rows) if ending == ".xlsx" else sheet_text(rows, "\t" if ending == ".tsv" else ",")
    lost = tuple(key for key in SHEET_LACKS if document.get(key))
    notes = [Said("lost.sheet", {"names": lost})] if lost else []
    return Put(content, (*notes, *([Said("packages.read.rounded")] if rounded else [])))


def _influence_cases(path: Path, asked: Asked) -> Taken:  # noqa: ARG001
    from detente.exchange.influence_cases_read import read_plain

    return Taken(read_plain(path))


@lru_cache(maxsize=1)
def _json(data: bytes) -> Any:
    """JSON that was read, once for all formats that look at it; None where it is none."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _keys(data: bytes, *wanted: str) -> bool:
    """The JSON is a map with one of these keys at the top."""
    whole = _json(data)
    return isinstance(whole, dict) and any(key in whole for key in wanted)


def _is_situation(data: bytes) -> bool:
    return bool(JSON_SITUATION.match(data)) or _keys(data, "detente", "actors")


def _is_gmcr(data: bytes) -> bool:
    return _keys(data, "decisionMakers")


def _is_negotiation(data: bytes) -> bool:
    return _keys(data, "format", "parties", "utilities")


def _is_party(data: bytes) -> bool:
    from detente.exchange.negotiations.json_profiles import json_kind

    return json_kind(_json(data)) is not None


def _has_cases(data: bytes) -> bool:
    """Influence cases; of what is no JSON at all, their reader says why."""
    return _json(data) is None or _keys(data, *JSON_CASES)


def _other_json(path: Path, asked: Asked) -> Taken:  # noqa: ARG001
    """JSON of no kind that is known here, or none at all."""
    from detente.exchange.negotiations.negotiation_json import read_json

    data, problems = read_whole(path, START)
    if problems:
        return Taken(None, problems)
    whole, faulty = read_json(data, path.name)
    if not faulty.problems:
        keys = tuple(whole)[:5] if isinstance(whole, dict) else ()
        told = tuple(Said(f"formats.{name}") for name in JSON_TOLD)
        faulty.add("json_unknown", (), keys=keys or None, known=told)
    return Taken(None, tuple(faulty.problems))


def _is_negmas(data: bytes) -> bool:
    from detente.exchange.negotiations.negmas_yaml import is_negmas

    return is_negmas(data, "")


def _is_genius(data: bytes) -> bool:
    from detente.exchange.negotiations.genius import speaks_of_packages

    return speaks_of_packages(data[:HEAD])


def _is_sheet(data: bytes) -> bool:
    from detente.exchange.negotiations.sheets import has_sheet_header

    return has_sheet_header(data[:HEAD])


def _states(path: Path, asked: Asked) -> Taken:
    from detente.exchange.states_table import read_states

    return read_states(path, asked)


def _is_states(data: bytes) -> bool:
    from detente.exchange.states_table import has_form

    return has_form(data)


def _is_positions_book(data: bytes) -> bool:
    from detente.exchange.position_tables.position_read import is_positions_book

    return is_positions_book(data)


SITUATION = Format("situation", (".yaml", ".yml", ANY), "situation", _situation)
OTHER_JSON = Format("other JSON", (".json",), "situation", _other_json)
BY_ENDING = (SITUATION, OTHER_JSON)  # what a file is taken for where nothing in it says what it is
GMCR = Format("GMCR+", (".gmcr",), "situation", _gmcr, writes=_to_gmcr)

# In the order in which they are tried.
SHIPPED = (
    GMCR,
    Format("game of Gambit", (".nfg",), "situation", _game, writes=_to_nfg),
    Format("game of Gambit in tree form", (".efg",), "situation", _game),
    Format("situation in JSON", (".json",), "situation", _situation, _is_situation),
    Format("GMCR+ in JSON", (".json",), "situation", _gmcr, _is_gmcr),
    Format("party in JSON", (".json",), "negotiation", _negotiation, _is_party, several=True),
    Format("influence cases", (".json",), "influence cases", _influence_cases, _has_cases),
    Format("negotiation", (".json",), "negotiation", _negotiation, _is_negotiation, _to_json),
    Format("Genius", (".xml",), "negotiation", _negotiation, _is_genius, several=True),
    Format("NegMAS", (".yml", ".yaml"), "negotiation", _negotiation, _is_negmas, several=True),
    Format("scoring sheet", (".csv", ".tsv"), "negotiation", _negotiation, _is_sheet, _to_sheet),
    Format(
        "table of states", (".csv", ".tsv", ".tab", ".txt", ".xlsx"), "situation", _states, _is_states, told_only=True
    ),
    Format("workbook of positions", (".xlsx",), "positions", _positions, _is_positions_book, told_only=True),
    Format("scoring workbook", (".xlsx",), "negotiation", _negotiation, writes=_to_sheet),
    Format("table of positions", (".csv", ".tsv", ".txt", ".xml"), "positions", _positions),
    Format("known outcomes", (ANY,), "known outcomes", _known_outcomes, several=True),
    SITUATION,
    OTHER_JSON,
)


@cache
def formats() -> tuple[Format, ...]:
    """The shipped formats, and what other packages add.

    An added one comes before those that are told by their ending alone, and after those that recognise a file.
    """
    added = [plugin.value for plugin in plugins(GROUP, Format)]
    return (
        *(one for one in SHIPPED if one.looks_like),
        *(one for one in added if one.looks_like),
        *(one for one in added if not one.looks_like),
        *(one for one in SHIPPED if not one.looks_like),
    )


def is_own(form: Format) -> bool:
    """A file of this format is a situation as it stands, and not something that becomes one."""
    return form.reads is _situation


def format_of(file: str | Path, kinds: tuple[Kind, ...]) -> Format:
    """What a file, a folder or the name of a shipped case is, among the formats that make one of these kinds."""
    path = Path(file)
    able = [one for one in formats() if one.makes in kinds and one.reads is not None]
    rest = [one for one in able if ANY in one.endings] or able
    named = [one for one in able if path.suffix.lower() in one.endings] or rest
    try:
        if path.is_dir():
            return _in_folder(path, able) or rest[-1]
        found = _recognised(path, named) if path.is_file() else None
    except OSError:  # a folder that may not be entered, an impossible name: reading it will say why
        found = None
    left = [one for one in named if not one.told_only] or rest
    return found or next((one for one in left if not one.looks_like), left[-1])


def _in_folder(folder: Path, able: list[Format]) -> Format | None:
    """A situation, or what is one thing in several files."""
    if SITUATION in able and (folder / SITUATION_FILE).is_file():
        return SITUATION
    inside = {one.suffix.lower() for one in folder.iterdir() if one.is_file()}
    return next((one for one in able if one.several and inside & set(one.endings)), None)


def _recognised(path: Path, named: list[Format]) -> Format | None:
    """The first format that a file looks like; nothing is read where there is no choice."""
    if len(named) < 2 or not any(one.looks_like for one in named):
        return None
    with opened(path) as file:
        start = file.read(START)
    return next((one for one in named if one.looks_like and one.looks_like(start)), None)


def written_as(ending: str) -> Format | None:
    """The format that writes files with this ending."""
    return next((one for one in formats() if one.writes is not None and ending in one.endings), None)


def first_written(kind: Kind) -> Format | None:
    """The format in which such a thing is written where none is named."""
    return next((one for one in (*SHIPPED, *formats()) if one.writes is not None and one.makes == kind), None)


def read(file: str | Path, kinds: tuple[Kind, ...], asked: Asked | None = None) -> Taken:
    """What a file becomes, by the format it has."""
    return take(format_of(file, kinds), Path(file), asked)


def take(form: Format, path: Path, asked: Asked | None = None) -> Taken:
    """What a file of this format becomes."""
    assert form.reads is not None
    return form.reads(path, asked or Asked())
