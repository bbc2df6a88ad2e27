"""Whole numbers that a caller asks for: how many draws, how long a list. What cannot be meant is refused."""

from __future__ import annotations

from numbers import Real
from typing import Any

from detente.errors import DetenteError


def is_count(value: Any, least: int = 0, most: int | None = None) -> bool:
    """Whether this is a whole number between these (a number with no fraction, of whatever type; no text)."""
    return isinstance(value, Real) and value % 1 == 0 and not value < least and (most is None or value <= most)


def counted(name: str, value: Any, least: int = 0, most: int | None = None) -> int:
    """The number itself. Raises `DetenteError` for what is no whole number, or out of these bounds."""
    if not is_count(value, least, most):
        raise DetenteError("count_outside", name=name, value=str(value), least=least, most=most and f"{most:,}")
    return int(value)
