"""Where the negotiation about an agreement comes from: its situation, where no deal leads, what packages mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.bargaining.agreement.drift import Levels
from detente.bargaining.packages.negotiation import Package, Vector
from detente.outcomes.space import Axis
from detente.result import digest
from detente.situation.model import Situation


@dataclass(frozen=True)
class Setting:
    """Where a negotiation comes from. `ends`: the outcomes no deal leads to (levels of all axes); `kind`: the rule.

    `way`: the steps to the first of the ends (who, from, to); `inertia`: the gain below which a party does not move.
    `course`: the packages after which somebody outside moves on, with where that ends; `followed`: that was looked at.
    """

    situation: Situation
    agreement: str
    kind: str
    axes: tuple[Axis, ...]
    places: tuple[int, ...]
    ends: tuple[Levels, ...]
    way: tuple[tuple[str, Levels, Levels], ...] = ()
    inertia: Vector = ()
    course: Mapping[Package, tuple[Levels, ...]] = field(default_factory=dict, repr=False)
    followed: bool = True

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
            "follows": {"counted": self.followed, "packages": len(self.course)},
            "digest": digest(self.situation),
            "parties_in_words": list(self.situation.agreements[self.agreement].parties),
        }
