"""The common face of everything a mediator asks beyond plain packages: exact numbers as plain data."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from detente.result import Result, Row


def exact(value: Any) -> Any:
    """Plain data with every exact number as JSON has it: whole, a decimal if that is exact, else the text “p/q”."""
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return int(value)
        short = float(value)
        return short if Fraction(repr(short)) == value else f"{value.numerator}/{value.denominator}"
    if isinstance(value, Mapping):
        return {key: exact(one) for key, one in value.items()}
    return [exact(one) for one in value] if isinstance(value, list | tuple) else value


@dataclass(frozen=True, repr=False)
class Mediated(Result):
    """The common face: `data` says the answer under the names of docs/theory/shares.md."""

    told_by: ClassVar[str] = "detente.bargaining.mediation.sentences:mediation_sentences"

    def rows(self) -> list[Row]:
        return []

    @abstractmethod
    def answer(self) -> dict[str, Any]:
        """The answer with exact numbers."""

    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = exact(self.answer())
        return found
