"""Adjusted winner for two parties and items that can be divided (Brams & Taylor 1996; from memory, unverified).

Each party spreads points over the items. In the order of the ratio of points, best for the first party first, items go
to the first party until both have the same share of their own totals; at most one item is split. The result is
efficient, equitable and, with equal totals, free of envy. The points are unique; which item is split is not where
ratios tie.

Where something is said of no deal, both get the same share of what each could gain over it at most, when the other has
at least its own (the solution of Kalai and Smorodinsky, which adjusted winner is where no deal is worth nothing).
Where no division gives both what they have without a deal, there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from detente.errors import DetenteError

Points = tuple[Fraction, ...]
Pair = tuple[Fraction, Fraction]
NOTHING: Pair = (Fraction(0), Fraction(0))


@dataclass(frozen=True)
class Items:
    """What two parties divide: the names of the items, the points each gives them, and what no deal is worth to it."""

    parties: tuple[str, str]
    items: tuple[str, ...]
    points: tuple[Points, Points]
    without: Pair = NOTHING


@dataclass(frozen=True)
class Division:
    """Points of both, the share of each item the first party keeps, and how it began."""

    points: Pair
    share: tuple[Fraction, ...]
    split: int | None
    at_cut: tuple[int, ...]
    winner: tuple[int | None, ...]
    initial: Pair


def adjusted_winner(first: Points, second: Points, without: Pair = NOTHING) -> Division | None:
    """Divide the items; None where no division gives both at least what they have without a deal.

    Raises `DetenteError` for negative points or a party without any.
    """
    if min(first + second, default=Fraction(-1)) < 0 or not sum(first) or not sum(second):
        raise DetenteError("deal_points_spread")
    hopes = [
        None if most is None else most - own
        for most, own in zip(ideals(first, second, without), without, strict=True)
    ]  # fmt: skip
    if hopes[0] is None or hopes[1] is None or min(hopes[0], hopes[1]) < 0:
        return None
    # What each gains over no deal, times the other's hope: where these are equal, so are the shares of the hopes.
    one, two = (hopes[1], hopes[0]) if any(hopes) else (Fraction(1), Fraction(0))
    share = [Fraction(0)] * len(first)
    split = None
    kept, left = -without[0] * one, (sum(second, Fraction(0)) - without[1]) * two
    for item in _order(first, second):
        if kept >= left:
            break
        worth = first[item] * one + second[item] * two
        share[item] = min(Fraction(1), (left - kept) / worth) if worth else Fraction(1)
        kept, left = kept + share[item] * first[item] * one, left - share[item] * second[item] * two
        if share[item] < 1:
            split = item
            break
    at_cut = tuple(
        item
        for item in range(len(first))
        if split is not None and first[item] * second[split] == first[split] * second[item]
    )
    winner = tuple(None if a == b else int(b > a) for a, b in zip(first, second, strict=True))
    return Division(
        (
            sum((a * part for a, part in zip(first, share, strict=True)), Fraction(0)),
            sum((b * (1 - part) for b, part in zip(second, share, strict=True)), Fraction(0)),
        ),
        tuple(share),
        split,
        at_cut,
        winner,
        (
            sum((a for a, w in zip(first, winner, strict=True) if w == 0), Fraction(0)),
            sum((b for b, w in zip(second, winner, strict=True) if w == 1), Fraction(0)),
        ),
    )


def ideals(first: Points, second: Points, without: Pair) -> tuple[Fraction | None, Fraction | None]:
    """The most that each can have when the other has at least what no deal is worth to it; None where it cannot."""
    return _most(first, second, without[1]), _most(second, first, without[0])


def _most(own: Points, other: Points, least: Fraction) -> Fraction | None:
    has, left = Fraction(0), sum(other, Fraction(0)) - least
    for item in _order(own, other) if left >= 0 else ():
        part = min(Fraction(1), left / other[item]) if other[item] else Fraction(1)
        has, left = has + part * own[item], left - part * other[item]
    return None if left < 0 else has


def _order(first: Points, second: Points) -> list[int]:
    """The items by the ratio of points, best for the first party first."""
    return sorted(
        range(len(first)),
        key=lambda item: -(first[item] / (first[item] + second[item])) if first[item] + second[item] else 0,
    )
