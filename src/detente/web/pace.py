"""Whether what is being worked out is still wanted: a newer request may have overtaken it.

Functions that take long call `pause` between their parts. Outside the worker it does nothing, so they can be called
from Python as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class OvertakenError(Exception):
    """Nobody waits for this answer any more."""


_unwanted: list[Callable[[], bool]] = []


@contextmanager
def asking(unwanted: Callable[[], bool]) -> Iterator[None]:
    """While this lasts, `pause` asks here."""
    _unwanted.append(unwanted)
    try:
        yield
    finally:
        _unwanted.pop()


def pause() -> None:
    """Go on only if the answer is still wanted; else raise `OvertakenError`."""
    if _unwanted and _unwanted[-1]():
        raise OvertakenError
