"""A case: a situation that passed every check, and what is laid over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from detente.errors import Problem
from detente.situation.model import Situation
from detente.situation.reading.nodes import Document


@dataclass(frozen=True)
class Case:
    """A situation that passed every check, where it lies, and what is laid over it merged and checked.

    `readings`: act → audience → name of the reading → the situation as that audience then sees it. `beliefs`: actor →
    other → the situation as the actor thinks that the other sees it.
    """

    name: str
    folder: Path
    situation: Situation
    document: Document
    variants: dict[str, Situation]
    perceptions: dict[str, Situation]
    warnings: tuple[Problem, ...]
    readings: dict[str, dict[str, dict[str, Situation]]] = field(default_factory=dict)
    beliefs: dict[str, dict[str, Situation]] = field(default_factory=dict)
