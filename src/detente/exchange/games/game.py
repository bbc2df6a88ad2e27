"""A game: what each player chooses, and what pays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from detente.situation.identifiers import name_fault, normal
from detente.words import Said

MOST = 2_000  # combinations or places that pay

Choice = tuple[int, int, int]  # player, its option, level


@dataclass(frozen=True)
class Game:
    """`options`: per player the name and the levels of everything it chooses. `paid`: what pays, by what is chosen.

    A combination, or the way to a place of the tree, is a set of choices; all others do not matter for it. `notes`:
    what has no counterpart.
    """

    title: str
    players: tuple[str, ...]
    options: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]
    paid: tuple[tuple[tuple[Choice, ...], tuple[Fraction, ...]], ...]
    notes: tuple[Said, ...] = ()


def named(texts: Iterable[str], kind: str) -> list[str]:
    """Names that a situation can hold, all different: the texts as they are where that goes, else numbered."""
    found: list[str] = []
    for place, text in enumerate(texts, 1):
        name = normal(text.strip())
        name = name if name and name_fault(name) is None else f"{kind}{place}"
        while name in found:
            name = f"{name} ({place})"
        found.append(name)
    return found
