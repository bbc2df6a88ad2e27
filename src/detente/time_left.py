"""How long a search may go on: one deadline for everything that is worked out inside it.

A search asks `over` now and then, or `check`, and stops with what it has; what it leaves out it names in its result.
Where nobody set a deadline there is none, so the same question asked from Python gives the same answer every time.
Deadlines nest, the earliest holds. Time is that of a clock on the wall, which stands still while loops are compiled:
that happens once on a machine and is no part of a search. Other threads see no deadline.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf, isnan
from time import monotonic

from detente.errors import DetenteError

SECONDS = 60.0  # unless something else is asked for
_END: ContextVar[float] = ContextVar("end", default=inf)


_STOOD = 0.0  # seconds in which the clock stood still


def now() -> float:
    """What the clock says."""
    return monotonic() - _STOOD


def stood(seconds: float) -> None:
    """So many seconds do not count."""
    global _STOOD  # noqa: PLW0603 — one clock for all
    _STOOD += seconds


class TimeOverError(Exception):
    """The time that `within` gives is over."""


def end_in(seconds: float | None) -> float:
    """When so many seconds from now are over; None: never. Raises `DetenteError` for what is no number."""
    if seconds is None:
        return inf
    if isnan(seconds):
        raise DetenteError("seconds_outside", value=str(seconds))
    return now() + seconds


@contextmanager
def within(seconds: float | None) -> Iterator[None]:
    """What is worked out inside has so many seconds altogether; None: as long as it takes."""
    before = _END.set(min(_END.get(), end_in(seconds)))
    try:
        yield
    finally:
        _END.reset(before)


def left() -> float:
    """Seconds until the deadline, at least 0; infinite without one."""
    return max(0.0, _END.get() - now())


def over() -> bool:
    """Whether the time is up."""
    return now() >= _END.get()


def check() -> None:
    """Raises `TimeOverError` once the time is up."""
    if over():
        raise TimeOverError


@contextmanager
def limited(seconds: float | None) -> Iterator[None]:
    """`within`, for a whole question: where the time is up before there is any answer, that is said.

    Raises:
        DetenteError: time ended before anything was found.
    """
    try:
        with within(seconds):
            yield
    except TimeOverError:
        raise DetenteError("time_over") from None


class Budget:
    """One span of time for a number of searches: each gets an equal part of what the others before it left.

    `seconds`: None: what is left until the deadline.
    """

    def __init__(self, seconds: float | None, searches: int) -> None:
        self.end = _END.get() if seconds is None else end_in(seconds)
        self.searches = searches

    @property
    def over(self) -> bool:
        return now() >= self.end

    def share(self, of: int | None = None) -> float:
        """Seconds for the next search; `of`: it gets that part of all that is left."""
        whole = max(0.0, self.end - now())
        part = whole / max(1, of or self.searches)
        self.searches -= 1
        return part
