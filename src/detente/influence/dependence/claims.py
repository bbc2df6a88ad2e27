"""What somebody says of a domain, held against its numbers: borne out, reversed, or not to be confirmed.

A claim says that i depends on j, and more than j on i. With D the dependence in the domain alone: it is *borne out* if
D_ij > D_ji in every future that the ranges allow, *reversed* if D_ij < D_ji in every one, *open* if it turns. It is
*unconfirmed* where a number is missing: the other direction is not stated, or so much of the needs has an unknown
origin that the answer could be either (the unknown share may be j's, all of it or none).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from detente.influence.balance.signed import SAME
from detente.influence.dependence.dependence import by_domain
from detente.influence.dependence.domains import Dependence, Tables
from detente.influence.drawn import behind
from detente.situation.model import Situation

Standing = Literal["borne_out", "reversed", "open", "unconfirmed"]


@dataclass(frozen=True)
class Judged:
    """A claim with its standing. `there` and `back`: D of who on whom and the other way, None if not stated.

    `unknown`: the share of unknown origin, of who and of whom; `share`: in how many futures it is borne out;
    `ratio`: how many times as much the more dependent side depends, where both shares are of the same.
    """

    domain: str
    name: str
    who: str
    on: str
    standing: Standing
    there: float | None
    back: float | None
    unknown: tuple[float, float]
    share: float | None
    sources: list[str]

    ratio: float | None = None

    def data(self) -> dict[str, Any]:
        return {**self.__dict__, "unknown": list(self.unknown)}


def judged(situation: Situation, result: Dependence) -> list[Judged]:
    """Every claim of every domain, in the order of the file."""
    return [
        _judge(result, name, key, claim.who, claim.on, behind(claim))
        for name, domain in situation.dependence.items()
        for key, claim in domain.claims.items()
    ]


def _judge(result: Dependence, domain: str, name: str, who: str, on: str, sources: list[str]) -> Judged:
    k = result.domains.index(domain)
    if who not in result.actors or on not in result.actors:
        return Judged(domain, name, who, on, "unconfirmed", None, None, (0.0, 0.0), None, sources)
    i, j = result.actors.index(who), result.actors.index(on)
    centre, many = result.tables, result.many or result.tables
    single = result.single(k)
    there = float(single[i, j]) if result.stated(k, i, j) else None
    back = float(single[j, i]) if result.stated(k, j, i) else None
    unknown = float(centre.unknown[0, k, i]), float(centre.unknown[0, k, j])
    share = None
    if there is None or back is None:
        standing: Standing = "unconfirmed"
    else:
        low, high = (_more(many, k, i, j, favour) for favour in (False, True))
        share = float(_more(many, k, i, j, None).mean())
        if low.all():
            standing = "borne_out"
        elif not high.any():
            standing = "reversed" if not _even(many, k, i, j).any() else "open"
        else:
            standing = "unconfirmed" if any(unknown) else "open"
    ratio = max(there, back) / min(there, back) if there and back and result.alike(i, j, k) else None
    return Judged(domain, name, who, on, standing, there, back, unknown, share, sources, ratio)


def _more(tables: Tables, k: int, i: int, j: int, favour: bool | None) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """In which draws i depends more. `favour`: all that is unknown counts for the claim, or against it; None: for
    neither."""
    single = by_domain(tables.shares[:, k], tables.exits[:, k])
    there, back = single[:, i, j], single[:, j, i]
    if favour is not None:
        there = there + tables.unknown[:, k, i] * favour
        back = back + tables.unknown[:, k, j] * (not favour)
    found: np.ndarray[Any, np.dtype[np.bool_]] = there > back + SAME
    return found


def _even(tables: Tables, k: int, i: int, j: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """In which draws both depend alike."""
    single = by_domain(tables.shares[:, k], tables.exits[:, k])
    found: np.ndarray[Any, np.dtype[np.bool_]] = np.abs(single[:, i, j] - single[:, j, i]) <= SAME
    return found
