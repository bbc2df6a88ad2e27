"""What the job `study` finds about every question (``found`` of its event `done`)."""

from __future__ import annotations

from detente.web.contracts.asking import Record, Reply
from detente.web.contracts.bench import Mover


class Width(Record):
    """How often the answer comes with every range `ranges` times as wide (0.5, 1, 2)."""

    ranges: float
    answer: Reply
    share: float


class Axis(Record):
    """A number along one side of a picture."""

    number: str
    text: str
    range: tuple[float, float]
    centre: float


class Heat(Record):
    """Two numbers at once, the others drawn: the share of yes, a list for each place across, from below upwards."""

    across: Axis
    up: Axis
    share: list[list[float]]


class QuestionStudied(Record):
    """What decides an answer, when it comes, what would turn it, and why to distrust it; sentences of the library."""

    drivers: list[Mover]
    few: str
    """Said instead of `drivers` where too few runs differ."""
    when: list[str]
    flip: list[str]
    widths: list[Width]
    heat: Heat | None
    """The two numbers that decide most; None where fewer than two decide anything."""
    distrust: list[str]
