"""Parties and domains in JSON, of whichever program: GeniusWeb, NegoLog, or NegMAS.

NegoLog: ``issueWeights`` (issue → weight), ``issues`` (issue → value → utility from 0 to 1) and ``reservationValue``;
utility is Σ weight × utility of the value. NegMAS writes in JSON what it writes in YAML. A domain of GeniusWeb has
``issuesValues``. Formats learnt from public files.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from detente.exchange.json_places import Faulty
from detente.exchange.negotiations.geniusweb import Reader, is_geniusweb, read_geniusweb
from detente.exchange.negotiations.negmas_yaml import is_negmas_map, read_negmas
from detente.exchange.negotiations.profiles import Profile, Read
from detente.situation.identifiers import nearest
from detente.words import Said

GENIUSWEB, DOMAIN, NEGOLOG, NEGMAS = "GeniusWeb", "domain of GeniusWeb", "NegoLog", "NegMAS"


def json_kind(whole: Any) -> str | None:
    """What JSON that was read is, if it is a party or a domain of one of these programs."""
    if not isinstance(whole, dict):
        return None
    if is_geniusweb(whole):
        return GENIUSWEB
    if isinstance(whole.get("issueWeights"), dict) and isinstance(whole.get("issues"), dict):
        return NEGOLOG
    if isinstance(whole.get("issuesValues"), dict):
        return DOMAIN
    ours = any(key in whole for key in ("format", "parties", "utilities"))
    return NEGMAS if not ours and is_negmas_map(whole) else None


def read_domain(whole: dict[str, Any], faulty: Faulty, name: str, read: Read) -> None:  # noqa: ARG001
    """A domain of GeniusWeb: its issues, which every party has to have."""
    reader = Reader(faulty)
    listed = whole["issuesValues"]
    read.domain = {issue: reader.values(given, ("issuesValues", issue)) for issue, given in listed.items()}
    read.problems += faulty.problems


def read_negolog(whole: dict[str, Any], faulty: Faulty, name: str, read: Read) -> None:
    """A party of NegoLog into `read`."""
    reader = Reader(faulty)
    tables: dict[str, dict[str, Fraction]] = {}
    for issue, given in whole["issues"].items():
        table = reader.table(whole["issues"], issue, ("issues",)) if not isinstance(given, dict) else given
        weight = reader.of(whole["issueWeights"], issue, ("issueWeights",))
        tables[issue] = {
            value: weight * reader.number(worth, ("issues", issue, value)) for value, worth in table.items()
        }
    for issue in whole["issueWeights"]:
        if issue not in tables:
            near = nearest(issue, tables)
            faulty.add("negotiation_name_unknown", ("issueWeights",), name=issue, near=near, known=tuple(tables)[:12])
    profile = Profile(name, faulty.name, {issue: list(table) for issue, table in tables.items()}, tables)
    if whole.get("reservationValue") is not None:
        profile.reservation = reader.number(whole["reservationValue"], ("reservationValue",))
    if whole.get("discountFactor") not in (None, 0, 1):
        read.notes.append(Said("packages.read.discount", {"party": name}))
    if not faulty.problems:
        read.profiles.append(profile)
    read.problems += faulty.problems


def _negmas(whole: dict[str, Any], faulty: Faulty, name: str, read: Read) -> None:  # noqa: ARG001
    read_negmas(faulty.text.encode("utf-8"), faulty.name, name, read)


READERS: dict[str, Callable[[dict[str, Any], Faulty, str, Read], None]] = {
    GENIUSWEB: read_geniusweb,
    DOMAIN: read_domain,
    NEGOLOG: read_negolog,
    NEGMAS: _negmas,
}
