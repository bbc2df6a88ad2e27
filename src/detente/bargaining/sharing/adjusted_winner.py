"""Adjusted winner for two parties and items that can be divided (Brams & Taylor 1996; from memory, unverified).

Each party spreads points over the items. In the order of the ratio of points, best for the first party first, items go
to the first party until both have the same share of their own totals; at most one item is split. The result is
efficient, equitable and, with equal totals, free of envy. The points are unique; which item is split is not where
ratios tie.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from detente.errors import DetenteError


@dataclass(frozen=True)
class Items:
    """What two parties divide: the names of the items, and the points each gives them."""

    parties: tuple[str, str]
    items: tuple[str, ...]
    points: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


@dataclass(frozen=True)
class Division:
    """Points of both, the share of each item the first party keeps, and how it began."""

    points: tuple[Fraction, Fraction]
    share: tuple[Fraction, ...]
    split: int | None
    at_cut: tuple[int, ...]
    winner: tuple[int | None, ...]
    initial: tuple[Fraction, Fraction]


def adjusted_winner(first: tuple[Fraction, ...], second: tuple[Fraction, ...]) -> Division:
    """Divide the items. Raises `DetenteError` for negative points or a party without any."""
    if min(first + second, default=Fraction(-1)) < 0 or not sum(first) or not sum(second):
        raise DetenteError("deal_points_spread")
    one, two = ([value / sum(points) for value in points] for points in (first, second))
    order = sorted(
        range(len(one)), key=lambda item: -(one[item] / (one[item] + two[item])) if one[item] + two[item] else 0
    )
    share = [Fraction(0)] * len(one)
    split = None
    kept, left = Fraction(0), Fraction(1)  # what the first has, what the second has, in shares of their own totals
    for item in order:
        if kept >= left:
            break
        # kept + x one = left − x two
        part = min(Fraction(1), (left - kept) / (one[item] + two[item])) if one[item] + two[item] else Fraction(1)
        share[item] = part
        kept, left = kept + part * one[item], left - part * two[item]
        if part < 1:
            split = item
            break
    cut = split if split is not None else None
    at_cut = tuple(item for item in range(len(one)) if cut is not None and one[item] * two[cut] == one[cut] * two[item])
    winner = tuple(None if a == b else int(b > a) for a, b in zip(first, second, strict=True))
    return Division(
        (kept * sum(first), left * sum(second)),
        tuple(share),
        split,
        at_cut,
        winner,
        (
            sum((a for a, w in zip(first, winner, strict=True) if w == 0), Fraction(0)),
            sum((b for b, w in zip(second, winner, strict=True) if w == 1), Fraction(0)),
        ),
    )
