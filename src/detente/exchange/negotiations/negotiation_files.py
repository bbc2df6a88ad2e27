"""From files that hold a negotiation, in whatever format, to the result that answers it.

Formats by ending: ``.json`` (ours, or a party of GeniusWeb, NegoLog or NegMAS), ``.xml`` (Genius), ``.yml`` and
``.yaml`` (NegMAS, where the file is no situation), ``.csv``, ``.tsv`` and ``.xlsx`` (scoring sheets). Genius,
GeniusWeb, NegoLog and NegMAS keep each party in a file of its own: give them all, or the folder, or a domain whose
folder holds them.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from detente.bargaining.packages.negotiation import Negotiation, whole_powers
from detente.bargaining.sharing.adjusted_winner import Items
from detente.errors import DetenteError, Problem, in_file_order
from detente.evidence.tables.number_columns import Mark
from detente.exchange.json_places import Faulty
from detente.exchange.negotiations.genius import read_genius, speaks_of_packages
from detente.exchange.negotiations.json_profiles import READERS, json_kind
from detente.exchange.negotiations.mediation_json import FORMAT as MEDIATION
from detente.exchange.negotiations.mediation_json import read_mediation
from detente.exchange.negotiations.negmas_yaml import read_negmas
from detente.exchange.negotiations.negotiation_json import LARGEST, Written, read_json
from detente.exchange.negotiations.negotiation_json import read_whole as read_document
from detente.exchange.negotiations.profiles import Read, document_of
from detente.exchange.negotiations.sheets import SHEETS, read_sheet
from detente.files import read_whole
from detente.result import Result
from detente.situation.identifiers import nearest
from detente.words import Said

YAML = (".yml", ".yaml")
STRAY = {"profile_none", "profile_xml"}  # what is wrong with a file that lies in a folder and is no part of it


def _inside(folder: Path) -> list[Path]:
    """The files of one format for negotiation in a folder, in order of name."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    for endings in ((".xml",), YAML, (".json",)):
        found = [path for path in files if path.suffix.lower() in endings]
        if found:
            return found
    return []


def read_written(path: Path, others: tuple[Path, ...] = (), decimal: Mark | None = None) -> Written:
    """What the file says, together with others, or everything that is wrong. Never raises for bad content.

    `others`: further files of a format that keeps each party in its own. `decimal`: the mark before the decimals of a
    sheet, where it is known.
    """
    paths = _inside(path) if path.is_dir() else [path, *others]
    contents: list[tuple[Path, bytes]] = []
    problems: list[Problem] = []
    for one in paths:
        data, faults = read_whole(one, LARGEST)
        problems += faults
        contents += [] if faults else [(one, data)]
    if problems or not contents:
        return Written(None, tuple(problems))
    return _read(contents, path, decimal)


def _read(contents: list[tuple[Path, bytes]], asked: Path, decimal: Mark | None) -> Written:
    first, data = contents[0]
    kind = first.suffix.lower()
    read = Read()
    if kind in SHEETS:
        document = read_sheet(data, first.name, read, decimal)
        return _made(document, first.name, read)
    if kind == ".json" and len(contents) == 1:
        whole, faulty = read_json(data, first.name)
        if faulty.problems:
            return Written(None, tuple(faulty.problems))
        if isinstance(whole, dict) and whole.get("format") == MEDIATION:
            return read_mediation(whole, faulty)
        if json_kind(whole) is None:
            return read_document(whole, faulty)
    _profiles(contents, read, strays=asked.is_dir())
    if read.domain is not None and not read.profiles and not asked.is_dir() and len(contents) == 1:
        # A domain alone: its parties lie beside it.
        beside = [(path, read_whole(path, LARGEST)) for path in _inside(first.parent) if path != first]
        read = Read(problems=[fault for _, (_, faults) in beside for fault in faults])
        _profiles([(first, data), *((path, content) for path, (content, _) in beside)], read, strays=True)
        asked = asked.parent
    return _made(document_of(read, asked.stem, asked.name), first.name, read)


def _profiles(contents: list[tuple[Path, bytes]], read: Read, *, strays: bool) -> None:
    """Every file into one list of parties; domains first, for some utility functions do not name their issues.

    `strays`: what holds neither a party nor a domain is left out, and that is said; else it is a fault.
    """
    left_out: list[str] = []
    for path, data in sorted(contents, key=lambda one: not _is_domain(*one)):
        alone = Read(domain=read.domain)
        if path.suffix.lower() in YAML:
            read_negmas(data, path.name, path.stem, alone)
        elif path.suffix.lower() == ".json":
            _json(data, path, alone)
        else:
            read_genius(data, path.name, path.stem, alone)
        codes = {problem.code for problem in alone.problems}
        stray = codes <= STRAY and not ("profile_xml" in codes and speaks_of_packages(data))
        if strays and not alone.profiles and codes and (stray or not data.strip()):
            left_out.append(path.name)
            continue
        read.domain = alone.domain
        read.profiles += alone.profiles
        read.problems += alone.problems
        read.notes += alone.notes
    if left_out:
        read.notes.append(Said("packages.read.left_out", {"files": tuple(left_out)}))


def _is_domain(path: Path, data: bytes) -> bool:
    """A file that may set the issues: it is read before those of the parties."""
    kind = path.suffix.lower()
    mark = b"\nissues:" if kind in YAML else b"issues" if kind == ".json" else b"<negotiation_template"
    return mark in b"\n" + data and not (kind == ".json" and (b"eights" in data or b"weights" in data))


def _json(data: bytes, path: Path, read: Read) -> None:
    """One file of JSON into `read`."""
    whole, faulty = read_json(data, path.name)
    kind = None if faulty.problems else json_kind(whole)
    if kind is None:
        if not faulty.problems:
            faulty.add("profile_none", ())
        read.problems += faulty.problems
        return
    READERS[kind](whole, faulty, path.stem, read)


def _made(document: dict[str, object] | None, name: str, read: Read) -> Written:
    if document is None:
        return Written(None, tuple(in_file_order(read.problems)), tuple(read.notes))
    different = [note for place, note in enumerate(read.notes) if note not in read.notes[:place]]
    return replace(read_document(document, Faulty("", name)), notes=tuple(different))


def answer(written: Written, powers: dict[str, Fraction] | None = None, seconds: float | None = None) -> Result:
    """What a negotiation allows: a deal section, a division of items, or a game of coalitions.

    `powers`: bargaining power by party; the others have 1. `seconds`: how long the solver may look where packages
    cannot be listed. Raises `InputError` with every fault of the file.
    """
    # What works them out is not loaded where a file is only looked at.
    from detente.bargaining.packages.milp import SECONDS
    from detente.bargaining.packages.result import deal
    from detente.bargaining.sharing.division import divided
    from detente.bargaining.sharing.worths import game

    record = written.required()
    if isinstance(record, Negotiation):
        return deal(_powered(record, powers or {}), seconds=SECONDS if seconds is None else seconds)
    if powers:
        raise DetenteError("deal_power_packages")
    if isinstance(record, Result):
        return record
    return divided(record) if isinstance(record, Items) else game(record)


def _powered(negotiation: Negotiation, powers: dict[str, Fraction]) -> Negotiation:
    for party in powers:
        if party not in negotiation.parties:
            near = nearest(party, negotiation.parties)
            raise DetenteError("deal_name_unknown", name=party, place="--power", nearest=near)
    if not powers:
        return negotiation
    given = tuple(powers.get(party, Fraction(1)) for party in negotiation.parties)
    return replace(negotiation, power=whole_powers(given))
