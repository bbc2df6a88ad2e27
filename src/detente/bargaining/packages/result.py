"""The deal section of a negotiation: is there a zone, which packages are fair, what blocks it, what linking is worth.

Everything is worked out on request, from one frontier; see `bargaining_solutions`, `zone`, `mixtures`,
`hull`, `core` and `linkage` for the meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

from detente.bargaining.agreement.setting import Setting
from detente.bargaining.packages import bargaining_solutions as rules
from detente.bargaining.packages import zone as zones
from detente.bargaining.packages.bargaining_solutions import Solution
from detente.bargaining.packages.core import Blocking, blocking
from detente.bargaining.packages.core import applies as blocks_apply
from detente.bargaining.packages.frontier import Frontier, frontier
from detente.bargaining.packages.hull import MOST as MIXED
from detente.bargaining.packages.hull import Mixed, mixed
from detente.bargaining.packages.linkage import (
    Alone,
    Dockets,
    Linkage,
    alone,
    best_dockets,
    best_swap,
    can_be_divided,
    everything_separate,
    linkage,
    without_issue,
)
from detente.bargaining.packages.milp import SECONDS
from detente.bargaining.packages.mixtures import Mixtures, mixtures
from detente.bargaining.packages.negotiation import Negotiation, Package, Point, Vector, gains
from detente.errors import DetenteError
from detente.result import Origin, Result, Row, above
from detente.situation.identifiers import quoted
from detente.time_left import TimeOverError, within

PARTS = 12  # a search beside the frontier may take this part of the time
LINKED = 12  # issues up to which dropping each in turn is worked out unasked


@dataclass(frozen=True, repr=False)
class Deal(Result):
    """What one negotiation allows. `setting`: the situation and agreement it came from, if any."""

    told_by: ClassVar[str] = "detente.bargaining.packages.sentences:deal_sentences"
    written_by: ClassVar[str] = "detente.bargaining.packages.data:deal_data"  # module:function(deal) → plain data

    negotiation: Negotiation
    frontier: Frontier
    setting: Setting | None = None
    seconds: float = SECONDS  # how long each search may take

    def in_short(self) -> str:
        return f"{len(self.frontier.points)} undominated vectors, {len(self.zone)} in the zone"

    @property
    def d(self) -> Vector:
        return self.negotiation.disagreement

    @cached_property
    def unfinished(self) -> list[str]:
        """What was asked for so far and ended with its time: clashes, certificate, hull."""
        return []

    @cached_property
    def zone(self) -> tuple[Point, ...]:
        """The frontier within the weak zone."""
        return rules.rational(self.frontier.points, self.d)

    @property
    def strict(self) -> bool:
        """Some package is better for everybody."""
        return any(min(gains(point.u, self.d)) > 0 for point in self.zone)

    @property
    def most(self) -> Vector:
        return rules.ideal(self.frontier.points)

    @cached_property
    def largest_sum(self) -> Fraction:
        """The largest sum of utilities of any package."""
        return max(sum(point.u, Fraction(0)) for point in self.frontier.points)

    @property
    def largest(self) -> tuple[Point, ...]:
        return tuple(p for p in self.frontier.points if sum(p.u, Fraction(0)) == self.largest_sum)

    @property
    def ideal(self) -> Vector:
        return rules.ideal(self._zone())

    @cached_property
    def hopes(self) -> Vector:
        """What each party could hope to gain: its best in the zone, else its best of all; 1 where that is nothing."""
        best = self.ideal if self.zone else self.most
        return tuple(value - own if value > own else Fraction(1) for value, own in zip(best, self.d, strict=True))

    @cached_property
    def nash(self) -> Solution:
        return rules.nash(self._zone(), self.d, self.negotiation.power)

    @cached_property
    def ks(self) -> Solution:
        return rules.kalai_smorodinsky(self._zone(), self.d)

    @cached_property
    def egalitarian(self) -> Solution:
        return rules.egalitarian(self._zone(), self.d)

    @cached_property
    def utilitarian(self) -> Solution:
        return rules.utilitarian(self._zone(), self.d)

    def _zone(self) -> tuple[Point, ...]:
        if not self.zone:
            raise DetenteError("deal_no_zone")
        return self.zone

    def by_reservation(self, party: int) -> list[tuple[Fraction | None, Fraction, Point]]:
        """From which to which own no-deal value each point is the Nash deal; none where the frontier is not whole."""
        if self.frontier.scope != "all":
            return []
        return rules.nash_by_reservation(self.frontier.points, self.d, party)

    @cached_property
    def shortfall(self) -> zones.Shortfall:
        return zones.shortfall(self.frontier.points, self.d)

    @cached_property
    def clashes(self) -> zones.Clashes:
        """The smallest sets of parties that no package suits; none where the frontier is not whole."""
        if self.frontier.scope != "all":
            return zones.Clashes(())
        found = zones.clashes(self.frontier.points, self.d, self.seconds / PARTS)
        if not found.complete:
            self.unfinished.append("clashes")
        return found

    @cached_property
    def red_lines(self) -> list[tuple[str, ...]]:
        return zones.red_lines(self.negotiation, self.seconds / PARTS)

    @cached_property
    def certificate(self) -> zones.Certificate | None:
        whole = self.frontier.scope == "all"
        if not whole and not zones.listable(self.negotiation):
            return None
        try:
            with within(self.seconds / PARTS):
                proof = zones.certificate(self.negotiation, self.frontier.points)
                return proof if proof is None or whole else zones.proven(self.negotiation, proof)
        except TimeOverError:
            self.unfinished.append("certificate")
            return None

    @cached_property
    def mixtures(self) -> Mixtures:
        return mixtures(self.frontier.points, self.d)

    @property
    def with_linkage(self) -> bool:
        return len(self.negotiation.issues) <= LINKED and self.frontier.engine != "milp"

    @cached_property
    def whole(self) -> Alone:
        """The best that all issues give from the status quo."""
        return alone(self.negotiation, tuple(range(len(self.negotiation.issues))))

    @cached_property
    def dropped(self) -> dict[int, Alone]:
        return without_issue(self.negotiation)

    @cached_property
    def linkages(self) -> dict[str, Linkage]:
        """The partitions of the file; without any, every issue alone."""
        given = self.negotiation.dockets or {"all separate": everything_separate(self.negotiation)}
        return {label: linkage(self.negotiation, groups) for label, groups in given.items()}

    @cached_property
    def swap(self) -> tuple[tuple[int, int], Point] | None:
        assert self.negotiation.status_quo is not None
        return best_swap(self.negotiation, self.negotiation.status_quo)

    @cached_property
    def hull(self) -> Mixed | None:
        """What mixtures would give; None where the frontier is not whole, or too large."""
        whole = self.frontier.scope == "all" and len(self.frontier.points) <= MIXED
        try:
            with within(self.seconds / PARTS):
                return mixed(self.frontier.points, self.d, self.negotiation.power) if whole else None
        except TimeOverError:
            self.unfinished.append("hull")
            return None

    @cached_property
    def blocking(self) -> Blocking | None:
        """What nobody blocks; None where nothing says what sets of parties can do."""
        return blocking(self.negotiation) if blocks_apply(self.negotiation) else None

    @cached_property
    def divisions(self) -> tuple[Dockets, ...]:
        """How issues could be settled apart; empty where there are too many to try."""
        return best_dockets(self.negotiation) if can_be_divided(self.negotiation) else ()

    def answers(self) -> dict[str, Solution]:
        """The named fair deals; none without a zone."""
        if not self.zone:
            return {}
        return {"nash": self.nash, "ks": self.ks, "egalitarian": self.egalitarian, "utilitarian": self.utilitarian}

    def rows(self) -> list[Row]:
        """The frontier of the zone (of all packages where there is none), and which answers each point is."""
        names = {
            point.example: ", ".join(name for name, answer in self.answers().items() if point in answer.points)
            for point in self.frontier.points
        }
        shown = self.zone or self.frontier.points
        return [
            {
                "package": short(self.negotiation, point.example),
                **{name: _round(value) for name, value in zip(self.negotiation.parties, point.u, strict=True)},
                "ways": point.packages,
                "answer": names[point.example],
            }
            for point in shown
        ]

    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = above(self.written_by)(self)
        return {**found, **({} if self.setting is None else self.setting.data())}


def deal(negotiation: Negotiation, setting: Setting | None = None, seconds: float = SECONDS) -> Deal:
    """The deal section of a negotiation. `seconds`: how long the solver may look where packages cannot be listed.

    Raises `DetenteError` if there is no package.
    """
    found = frontier(negotiation, seconds=seconds)
    if not found.points:
        raise DetenteError("deal_no_package" if found.settled else "deal_no_time")
    parameters: dict[str, Any] = {"power": negotiation.power, "seconds": seconds}
    if setting is None:
        return Deal(negotiation, found, seconds=seconds, origin=Origin(parameters=parameters, engine=found.engine))
    origin = Origin.of(
        setting.situation, found.engine, agreement=setting.agreement, disagreement=setting.kind, **parameters
    )
    return Deal(negotiation, found, setting, seconds, origin=origin)


def short(negotiation: Negotiation, package: Package) -> str:
    """A package by what differs from the status quo; where there is none, every issue is named."""
    base = negotiation.status_quo or (-1,) * len(package)
    parts = [
        f"{issue.name}={quoted(issue.levels[level])}"
        for issue, level, stands in zip(negotiation.issues, package, base, strict=True)
        if level != stands
    ]
    return ", ".join(parts) or "no_change"


def _round(value: Fraction) -> float | int:
    return int(value) if value.denominator == 1 else float(f"{float(value):.12g}")
