"""Where the negotiation about an agreement comes from: its situation, where no deal leads, what packages mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.bargaining.agreement.drift import Levels
from detente.bargaining.packages.negotiation import Vector
from detente.outcomes.space import Axis
from detente.result import digest
from detente.situation.model import Situation


@dataclass(frozen=True)
class Setting:
    """Where a negotiation comes from. `ends`: the outcomes no deal leads to (levels of all axes); `kind`: the rule.

    `way`: the steps to the first of the ends (who, from, to); `inertia`: the gain below which a party does not move.
    """

    situation: Situation
    agreement: str
    kind: str
    axes: tuple[Axis, ...]
    places: tuple[int, ...]
    ends: tuple[Levels, ...]
    way: tuple[tuple[str, Levels, Levels], ...] = ()
    inertia: Vector = ()

    @property
    def base(self) -> Levels:
        """The outcome in which everything stands that a package does not touch."""
        return self.ends[0]

    def levels(self, package: tuple[int, ...]) -> Levels:
        """The whole outcome a package stands for."""
        whole = list(self.base)
        for place, level in zip(self.places, package, strict=True):
            whole[place] = level
        return tuple(whole)

    def worth_it(self, gains: Vector) -> bool:
        """Every party gains more than its inertia: what “better” means wherever somebody moves."""
        return all(gain > least for gain, least in zip(gains, self.inertia, strict=True))

    def data(self) -> dict[str, Any]:
        """What the situation adds: the agreement, and what happens without a deal."""
        return {
            "agreement": self.agreement,
            "without_deal": {
                "kind": self.kind,
                "outcomes": [
                    {axis.label: axis.levels[level] for axis, level in zip(self.axes, end, strict=True)}
                    for end in self.ends
                ],
            },
            "digest": digest(self.situation),
            "parties_in_words": list(self.situation.agreements[self.agreement].parties),
        }
