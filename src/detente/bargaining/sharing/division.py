"""Items divided between two parties by adjusted winner, as a result that tells itself."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from detente.bargaining.packages.data import numbers, plain
from detente.bargaining.sharing.adjusted_winner import Division, Items, adjusted_winner, ideals
from detente.result import Origin, Result, Row


@dataclass(frozen=True, repr=False)
class Divided(Result):
    """What each party keeps of each item. `division`: exact; None where no division suits both."""

    told_by: ClassVar[str] = "detente.bargaining.sharing.sentences:division_sentences"

    asked: Items
    division: Division | None

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """What each party has, in parts of its own total; none without a division."""
        if self.division is None:
            return ()
        return tuple(
            value / sum(points) for value, points in zip(self.division.points, self.asked.points, strict=True)
        )  # fmt: skip

    @property
    def most(self) -> tuple[Fraction | None, Fraction | None]:
        """The most that each can have when the other has at least what no deal is worth to it."""
        return ideals(*self.asked.points, self.asked.without)

    def in_short(self) -> str:
        return f"{len(self.asked.items)} items between {' and '.join(self.asked.parties)}"

    def rows(self) -> list[Row]:
        first, second = self.asked.parties
        shares = self.division.share if self.division else ()
        return [
            {"item": item, first: plain(share), second: plain(1 - share)}
            for item, share in zip(self.asked.items, shares, strict=False)
        ]

    def data(self) -> dict[str, Any]:
        head = {
            "parties": list(self.asked.parties),
            "disagreement": numbers(self.asked.without),
            "zone": self.division is not None,
            "most": numbers(self.most),
        }
        return head if self.division is None else head | self._divided(self.division)

    def _divided(self, division: Division) -> dict[str, Any]:
        """Envy: each would rather have what it has if that is at least half of its own total."""
        names = self.asked.items
        winner = {
            item: "tie" if party is None else self.asked.parties[party]
            for item, party in zip(names, division.winner, strict=True)
        }
        return {
            "points": numbers(division.points),
            "shares_of_own_total": numbers(self.shares),
            "share_of_first_party": dict(zip(names, numbers(division.share), strict=True)),
            "split_item": None if division.split is None else names[division.split],
            "items_at_cut_ratio": [names[item] for item in division.at_cut],
            "initial_winner": winner,
            "initial_points": numbers(division.initial),
            "envy_free": min(self.shares) >= Fraction(1, 2),
        }


def divided(items: Items) -> Divided:
    """Adjusted winner for these items."""
    return Divided(items, adjusted_winner(*items.points, items.without), origin=Origin(engine="exact"))
