"""From a file that holds a negotiation, in whatever format, to the result that answers it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from detente.bargaining.packages.deal import Deal, deal
from detente.bargaining.packages.division import divided
from detente.bargaining.packages.negotiation import Negotiation
from detente.bargaining.packages.plain import LARGEST, Items, Written, read_negotiation
from detente.bargaining.packages.terms import whole_powers
from detente.bargaining.packages.worths import game
from detente.errors import DetenteError, Place, Problem
from detente.result import Result
from detente.situation.identifiers import nearest

JSON = ".json"


def holds_negotiation(file: str | Path) -> bool:
    """True for a file whose ending says that it is a negotiation by itself, and not a situation."""
    return Path(file).suffix.lower() == JSON


def read_written(path: Path) -> Written:
    """What the file says, or everything that is wrong with it. Never raises for bad content."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            return Written(None, (Problem("file_large", Place(path.name), {"size": size, "limit": LARGEST}),))
        return read_negotiation(path.read_bytes(), path.name)
    except OSError as error:
        reason = error.strerror or str(error)
        return Written(None, (Problem("file_unreadable", Place(str(path)), {"reason": reason}),))


def answer(written: Written, powers: dict[str, Fraction] | None = None) -> Result:
    """What a negotiation allows: a deal section, a division of items, or a game of coalitions.

    `powers`: bargaining power by party; the others have 1. Raises `InputError` with every fault of the file.
    """
    record = written.required()
    if isinstance(record, Negotiation):
        return deal(_powered(record, powers or {}))
    if powers:
        raise DetenteError("deal_power_packages")
    return divided(record) if isinstance(record, Items) else game(record)


def _powered(negotiation: Negotiation, powers: dict[str, Fraction]) -> Negotiation:
    for party in powers:
        if party not in negotiation.parties:
            near = nearest(party, negotiation.parties)
            raise DetenteError("deal_name_unknown", name=party, place="--power", nearest=near)
    if not powers:
        return negotiation
    return replace(
        negotiation, power=whole_powers(tuple(powers.get(party, Fraction(1)) for party in negotiation.parties))
    )


__all__ = ["Deal", "answer", "holds_negotiation", "read_written"]
