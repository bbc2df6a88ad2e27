"""Items divided between two parties by adjusted winner, as a result that tells itself."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from detente.bargaining.packages.data import numbers, plain
from detente.bargaining.sharing.adjusted_winner import Division, Items, adjusted_winner
from detente.result import Origin, Result, Row


@dataclass(frozen=True, repr=False)
class Divided(Result):
    """What each party keeps of each item; `division` holds the exact numbers."""

    told_by: ClassVar[str] = "detente.bargaining.sharing.sentences:division_sentences"

    asked: Items
    division: Division

    @property
    def shares(self) -> tuple[Fraction, Fraction]:
        """What each party has, in parts of its own total."""
        one, two = (value / sum(points) for value, points in zip(self.division.points, self.asked.points, strict=True))
        return one, two

    @property
    def envy_free(self) -> bool:
        """Neither would rather have what the other has: each has at least half of its own total."""
        return min(self.shares) >= Fraction(1, 2)

    def in_short(self) -> str:
        return f"{len(self.asked.items)} items between {' and '.join(self.asked.parties)}"

    def rows(self) -> list[Row]:
        first, second = self.asked.parties
        return [
            {"item": item, first: plain(share), second: plain(1 - share)}
            for item, share in zip(self.asked.items, self.division.share, strict=True)
        ]

    def data(self) -> dict[str, Any]:
        names, division = self.asked.items, self.division
        winner = {
            item: "tie" if party is None else self.asked.parties[party]
            for item, party in zip(names, division.winner, strict=True)
        }
        return {
            "parties": list(self.asked.parties),
            "points": numbers(division.points),
            "shares_of_own_total": numbers(self.shares),
            "share_of_first_party": dict(zip(names, numbers(division.share), strict=True)),
            "split_item": None if division.split is None else names[division.split],
            "items_at_cut_ratio": [names[item] for item in division.at_cut],
            "initial_winner": winner,
            "initial_points": numbers(division.initial),
            "envy_free": self.envy_free,
        }


def divided(items: Items) -> Divided:
    """Adjusted winner for these items."""
    return Divided(items, adjusted_winner(*items.points), origin=Origin(engine="exact"))
