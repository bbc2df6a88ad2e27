"""Terms of which any level of a range can be agreed, and what a party makes of them: straight lines between points."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any

from pydantic import Field, model_validator

from detente.situation.quantity import show
from detente.situation.reading.agreements import deal_shapes
from detente.situation.records import ReadAs, Record, Statement, Text

NUMBER: dict[str, Any] = {
    "type": ["number", "string"],
    "pattern": r"^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?\s*$",
}
MOST_DECIMALS = 6

Exact = Annotated[Fraction, ReadAs(deal_shapes.exact, NUMBER, float)]
Step = Annotated[
    Fraction | None,
    ReadAs(
        deal_shapes.step,
        {"anyOf": [NUMBER, {"enum": ["none"]}]},
        lambda value: "none" if value is None else float(value),
    ),
]
Knots = Annotated[
    tuple[tuple[Fraction, Fraction], ...],
    ReadAs(
        deal_shapes.knots,
        {"type": "object", "minProperties": 2, "additionalProperties": NUMBER},
        lambda value: {show(level): float(worth) for level, worth in value},
    ),
]


class Share(Record):
    """The range of a divisible term: water, money, a quota, time."""

    from_: Exact = Field(alias="from")
    """The lowest level that can be agreed."""
    to: Exact
    """The highest level that can be agreed."""
    step: Step = None
    """`none`: any level between the two. A number: only every such step, as an ordinary term with many levels; the last
    step must end at `to`."""
    unit: Text | None = None
    """What a level is counted in, as it stands after the number: `% of the flow`."""

    _fits = model_validator(mode="after")(deal_shapes.share)

    @property
    def steps(self) -> tuple[Fraction, ...] | None:
        """All levels, where they are counted in steps."""
        if self.step is None:
            return None
        return tuple(self.from_ + place * self.step for place in range(int((self.to - self.from_) / self.step) + 1))


class Curve(Record):
    """What a party makes of a divisible term: straight lines between the points; several on one term add up."""

    at: Knots
    """Level → what it is worth, at least at both ends of the range: `{0: 0, 40: 20, 100: 25}`."""
    when: Statement | None = None
    """A statement about options and terms with levels of their own; the lines count only where it is true."""
    text: Text | None = None
    """What the lines are about, in words."""

    def worth(self, level: Fraction) -> Fraction:
        """The value at a level; beyond the points, that of the nearest."""
        (first, start), *_, (last, end) = self.at
        if level <= first or level >= last:
            return start if level <= first else end
        return next(
            low + (high - low) * (level - left) / (right - left)
            for (left, low), (right, high) in pairwise(self.at)
            if left <= level <= right
        )

    @property
    def concave(self) -> bool:
        """Whether a further unit is never worth more than the one before."""
        slopes = [(high - low) / (right - left) for (left, low), (right, high) in pairwise(self.at)]
        return all(one >= other for one, other in pairwise(slopes))


def level_name(level: Fraction) -> str:
    """The name of a level: “62.5”; exactly where it has few decimals, else to six significant digits."""
    for decimals in range(MOST_DECIMALS + 1):
        if (level * 10**decimals).denominator == 1:
            return f"{float(level):.{decimals}f}"
    return show(level)
