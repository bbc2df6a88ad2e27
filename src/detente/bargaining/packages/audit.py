"""A deal on the table: is it acceptable, efficient, fair; what is better for all; where it could go from there.

`improved` takes the deal as what the parties have and looks for the package whose smallest gain over it is largest
(post-settlement settlement; Raiffa 1982, from memory, unverified).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod

from detente.bargaining.packages.bargaining_solutions import egalitarian, rational
from detente.bargaining.packages.data import numbers, plain, point_data
from detente.bargaining.packages.negotiation import Negotiation, Package, Point, Vector, gains
from detente.bargaining.packages.result import Deal
from detente.errors import DetenteError
from detente.situation.digits import level_word
from detente.situation.identifiers import nearest, split_reference

SHOWN = 5


@dataclass(frozen=True)
class Audit:
    """One package: utilities and gains; what dominates it on the frontier; the best for the worst-off from there.

    `spare`: how much more each party could have without costing anybody: what it gave more than needed. `unspent`: the
    largest smallest further gain of all, as a part of what each could hope for, and the largest sum of further gains
    (both 0 on the frontier). `nash_part`: its product of gains as a part of the largest; `ks_apart`: the largest
    difference between the shares of two parties in what each could hope for (both None without a zone).
    """

    negotiation: Negotiation
    package: Package
    u: Vector
    gains: Vector
    dominated_by: tuple[Point, ...]
    improved: tuple[Point, ...]
    to_nash: Vector | None
    to_ks: Vector | None
    spare: Vector
    unspent: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    nash_part: Fraction | None = None
    ks_apart: Fraction | None = None

    @property
    def acceptable(self) -> bool:
        return min(self.gains) >= 0

    @property
    def efficient(self) -> bool:
        return not self.dominated_by

    def data(self) -> dict[str, object]:
        """As JSON has it. `to_nash`, `to_ks`: what each party would gain by going to that deal instead."""
        return {
            "package": self.negotiation.named(self.package),
            "u": numbers(self.u),
            "gains": numbers(self.gains),
            "acceptable": self.acceptable,
            "efficient": self.efficient,
            "dominated_by": [point_data(self.negotiation, point) for point in self.dominated_by[:SHOWN]],
            "improved": [point_data(self.negotiation, point) for point in self.improved[:SHOWN]],
            "to_nash": None if self.to_nash is None else numbers(self.to_nash),
            "to_ks": None if self.to_ks is None else numbers(self.to_ks),
            "gave_more_than_needed": numbers(self.spare),
            "to_frontier": dict(zip(("smallest_share", "sum"), numbers(self.unspent), strict=True)),
            "part_of_nash_product": None if self.nash_part is None else plain(self.nash_part),
            "shares_apart": None if self.ks_apart is None else plain(self.ks_apart),
        }


def audit(deal: Deal, package: Package) -> Audit:
    """Judge a package. Raises `DetenteError` naming the rules it breaks."""
    negotiation = deal.negotiation
    broken = negotiation.banned(package)
    if broken:
        raise DetenteError("deal_package_banned", rules=tuple(broken))
    u = negotiation.utility(package)
    better = tuple(point for point in rational(deal.frontier.points, u) if point.u != u)
    scale, gain = deal.hopes, gains(u, deal.d)
    further = [gains(point.u, u) for point in better]
    shares = [g / s for g, s in zip(gain, scale, strict=True)]
    best = deal.nash.value[1] if deal.zone else Fraction(0)
    product = prod(gain, start=Fraction(1)) if min(gain) > 0 else Fraction(0)
    return Audit(
        negotiation,
        package,
        u,
        gains(u, deal.d),
        better,
        egalitarian(better, u).points if better else (),
        gains(deal.nash.points[0].u, u) if deal.zone else None,
        gains(deal.ks.points[0].u, u) if deal.zone else None,
        tuple(max((point.u[i] for point in better), default=own) - own for i, own in enumerate(u)),
        (
            max((min(g / s for g, s in zip(one, scale, strict=True)) for one in further), default=Fraction(0)),
            max((sum(one, Fraction(0)) for one in further), default=Fraction(0)),
        ),
        product / best if deal.strict and best and not deal.negotiation.power else None,
        max(shares) - min(shares) if deal.zone else None,
    )


def package_of(negotiation: Negotiation, text: str, agreement: str | None = None) -> Package:
    """The package a person means: “islands=two, treaty=yes”; what is not named stands as without a deal.

    Raises `DetenteError` for an unknown issue or level, and for an issue left open where there is no status quo.
    """
    chosen: list[int | None] = list(negotiation.status_quo or (None,) * len(negotiation.issues))
    index = {issue.name: place for place, issue in enumerate(negotiation.issues)}
    if agreement is not None:
        index |= {f"{agreement}.{name}": place for name, place in index.items() if "." not in name}
    known = tuple(issue.name for issue in negotiation.issues)
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, level = (piece.strip() for piece in part.partition("="))
        name = name if name in index else ".".join(split_reference(name))
        if name not in index:
            raise DetenteError("deal_issue_unknown", name=name, nearest=nearest(name, index), known=known)
        levels = negotiation.issues[index[name]].levels
        level = level_word(level.strip("`") or "yes", levels)
        if level not in levels:
            close = nearest(level, levels)
            raise DetenteError("deal_level_unknown", name=name, level=level, nearest=close, known=levels)
        chosen[index[name]] = levels.index(level)
    missing = tuple(issue.name for issue, level in zip(negotiation.issues, chosen, strict=True) if level is None)
    if missing:
        raise DetenteError("deal_package_partial", missing=missing)
    return tuple(level for level in chosen if level is not None)
