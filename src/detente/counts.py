"""Whole numbers that a caller asks for: how many draws, how long a list. What cannot be meant is refused."""

from __future__ import annotations

from typing import Any

from detente.errors import DetenteError


def counted(name: str, value: Any, least: int = 0, most: int | None = None) -> int:
    """The number itself. Raises `DetenteError` for one with a fraction, below the least or above the most."""
    if value % 1 or not least <= value or (most is not None and value > most):
        raise DetenteError("count_outside", name=name, value=str(value), least=least, most=most and f"{most:,}")
    return int(value)
