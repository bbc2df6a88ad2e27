"""What an analyst knows about the order of goals: ``hedge > islands >= 2 * forces``, from what counts most.

``>`` says that the weight on its left is larger, ``>=`` that it is at least as large; a number and ``*`` before a goal
compare a multiple of its weight. Several goals in a row are compared pair by pair.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from detente.situation.identifiers import normal
from detente.situation.quantity import NUMBER

SIGN = re.compile(r"\s*(>=|≥|>)\s*")
SIDE = re.compile(rf"(?:(?P<factor>{NUMBER.pattern})\s*[*·×]\s*)?(?P<name>`[^`]+`|[^`*·×<>=]+)")


@dataclass(frozen=True, slots=True)
class Over:
    """`left_times` × the weight of `left` is larger than (or, not `strict`, at least) the same on the right."""

    left: str
    right: str
    strict: bool
    left_times: Fraction = Fraction(1)
    right_times: Fraction = Fraction(1)


def read_order(text: str) -> tuple[Over, ...] | None:
    """The comparisons of one line, from the left; None if it is not written as an order."""
    pieces = SIGN.split(text.strip())
    sides = [SIDE.fullmatch(piece) for piece in pieces[::2]]
    if len(pieces) < 3 or not all(sides):
        return None
    read = [(normal(side["name"].strip().strip("`").strip()), Fraction(side["factor"] or 1)) for side in sides if side]
    if any(not name or factor <= 0 for name, factor in read):
        return None
    return tuple(
        Over(left, right, sign == ">", times, other)
        for (left, times), sign, (right, other) in zip(read, pieces[1::2], read[1:], strict=False)
    )
