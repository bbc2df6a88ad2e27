"""A negotiation as a document in the form ``negotiation-case/1``."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from detente.bargaining.packages.negotiation import Array, Negotiation, Utility
from detente.exchange.exact import as_json

FORMAT = "negotiation-case/1"


def document_of_negotiation(negotiation: Negotiation, title: str = "") -> dict[str, Any]:
    """Everything the negotiation says, in plain values; exact numbers stay exact."""
    names = [issue.name for issue in negotiation.issues]
    document: dict[str, Any] = {
        "format": FORMAT,
        **({"title": title} if title else {}),
        "parties": list(negotiation.parties),
        "issues": [{"name": issue.name, "values": list(issue.levels)} for issue in negotiation.issues],
        "utilities": {
            party: _utility(negotiation, utility)
            for party, utility in zip(negotiation.parties, negotiation.utilities, strict=True)
        },
        "disagreement": dict(zip(negotiation.parties, map(as_json, negotiation.disagreement), strict=True)),
    }
    if negotiation.status_quo is not None:
        document["status_quo"] = negotiation.named(negotiation.status_quo)
    if negotiation.bans:
        document["constraints"] = [
            {
                "name": ban.name,
                "forbid": {names[i]: negotiation.issues[i].levels[k] for i, k in zip(ban.issues, cell, strict=True)},
            }
            for ban in negotiation.bans
            for cell in np.argwhere(ban.forbidden).tolist()
        ]
    if negotiation.dockets:
        document["partitions"] = {
            label: [[names[issue] for issue in group] for group in groups]
            for label, groups in negotiation.dockets.items()
        }
    for key, groups, known in (
        ("winning", negotiation.winning, negotiation.parties),
        ("own", negotiation.own, names),
    ):
        listed = [[known[place] for place in group] for group in groups]
        if listed:
            document[key] = listed if key == "winning" else dict(zip(negotiation.parties, listed, strict=True))
    if negotiation.power:
        document["power"] = dict(zip(negotiation.parties, negotiation.power, strict=True))
    if negotiation.common_scale:
        document["common_scale"] = True
    return document


def _utility(negotiation: Negotiation, utility: Utility) -> dict[str, Any]:
    def levels(issue: int, wanted: tuple[int, ...]) -> Any:
        named = negotiation.issues[issue].levels
        return named[wanted[0]] if len(wanted) == 1 else [named[wanted[0]], named[wanted[-1]]]

    terms: list[dict[str, Any]] = [
        {"issues": [negotiation.issues[issue].name for issue in part.issues], "table": _table(part.table)}
        for part in utility.parts
    ]
    rules = [
        {
            "when": {negotiation.issues[issue].name: levels(issue, wanted) for issue, wanted in bonus.when},
            "add": as_json(bonus.add),
        }
        for bonus in utility.bonuses
    ]
    constant = {"constant": as_json(utility.constant)} if utility.constant else {}
    return {**constant, "terms": [*terms, *([{"rules": rules}] if rules else [])]}


def _table(table: Array) -> Any:
    if table.ndim == 0:
        return as_json(Fraction(table.item()))
    return [_table(part) if isinstance(part, np.ndarray) else as_json(part) for part in table]
