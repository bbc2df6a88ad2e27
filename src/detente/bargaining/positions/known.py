"""Issues of which the outcome is known. Files are read by `detente.exchange.position_tables.known_outcomes`."""

from __future__ import annotations

from dataclasses import dataclass

from detente.errors import Problem


@dataclass(frozen=True)
class KnownIssue:
    """An issue: numbers as floats, salience in [0, 1]. `capability`: by the name of its column. Reference or None."""

    name: str
    group: str
    actors: tuple[str, ...]
    position: tuple[float, ...]
    salience: tuple[float, ...]
    capability: dict[str, tuple[float, ...]]
    low: float
    high: float
    outcome: float
    reference: float | None


@dataclass(frozen=True)
class KnownIssues:
    """All issues with an outcome, the columns of capabilities (the one that counts first), and what is doubtful."""

    issues: tuple[KnownIssue, ...]
    columns: tuple[str, ...]
    warnings: tuple[Problem, ...]
