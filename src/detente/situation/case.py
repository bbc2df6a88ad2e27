"""A case: a situation that passed every check, and what is laid over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

from detente.errors import DetenteError, Problem
from detente.situation.identifiers import nearest
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

    def looked_at(self, variant: str | None, seen_by: str | None) -> Situation:
        """The situation itself, a variant of it, or how an actor sees it. `DetenteError` for a name that is neither."""
        for code, name, known in (
            ("variant_unknown", variant, self.variants),
            ("perception_unknown", seen_by, self.perceptions),
        ):
            if name is not None:
                if name not in known:
                    raise DetenteError(code, name=name, nearest=nearest(name, known), known=tuple(known))
                return known[name]
        return self.situation


def case_of(given: Case) -> Case:
    """The case itself. Raises `DetenteError` for anything else, such as the name of one that has not been read."""
    if isinstance(given, Case):
        return given
    name = repr(str(given)) if isinstance(given, str | PathLike) else None
    raise DetenteError("case_unread", kind=type(given).__name__, name=name)


def situation_of(given: Case | Situation) -> Situation:
    """The situation of a case, or the situation itself; `DetenteError` as in `case_of`."""
    return given if isinstance(given, Situation) else case_of(given).situation
