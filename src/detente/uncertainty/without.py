"""What falls if a source falls: leave out everything that rests on it alone, and answer the questions again.

Several can be assumed false together: what rests on nothing but these falls. A goal, a point or a rule rests on a
source alone if all of its own cites lead there. A driver that rests on it alone cannot be left out; it stays at its
centre and is said to have become judgement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from detente.errors import DetenteError
from detente.evidence.citations import Evidence, Path, cited
from detente.evidence.sources import Sources
from detente.evidence.trace import evidence_of, path_text
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.stability.concepts import REPORTED
from detente.stability.prediction import Answer
from detente.stability.result import stability


@dataclass(frozen=True)
class Without:
    """`fallen`: parts left out; `unsupported`: numbers that are judgement now; question → answers before and after."""

    source: str
    fallen: tuple[str, ...]
    unsupported: tuple[str, ...]
    before: dict[str, dict[str, Answer]]
    after: dict[str, dict[str, Answer]]

    @property
    def turned(self) -> tuple[str, ...]:
        """Questions whose answer changes under some concept."""
        return tuple(name for name in self.before if self.before[name] != self.after[name])

    def data(self) -> dict[str, Any]:
        return {**self.__dict__, "turned": self.turned}


@dataclass(frozen=True)
class LeftOut:
    """A situation in which some sources, claims, passages or rows are false, all at once.

    `fallen`: what rested on nothing else and is left out; `unsupported`: drivers that did, and are judgement now.
    """

    situation: Situation
    fallen: tuple[Path, ...]
    unsupported: tuple[Path, ...]


def left_out(sources: Sources, names: Sequence[str]) -> LeftOut:
    """Everything that rests on these names alone is left out. Raises `DetenteError` for one that nothing cites."""
    situation = sources.situation
    touched = _touched(sources)
    leading = [_leads_to(sources, name) for name in names]
    for name, leads in zip(names, leading, strict=True):
        if not any(leads(item) for _, found in touched for item in found):
            known = {cite.name or cite.source for _, record in cited(situation) for cite in record.cites}
            known |= set(situation.sources)
            raise DetenteError("source_not_cited", name=name, nearest=nearest(name, [k for k in known if k]))
    resting = [
        path for path, found in touched if found and all(any(leads(item) for leads in leading) for item in found)
    ]
    fallen = [path for path in resting if _can_fall(path)]
    bare = tuple(path for path in resting if path[0] == "drivers")
    return LeftOut(reduced(situation, fallen) if fallen else situation, tuple(fallen), bare)


def _touched(sources: Sources) -> list[tuple[Path, tuple[Evidence, ...]]]:
    """Every part of the model with cites of its own, and what they lead to."""
    return [
        (path, evidence_of(sources, record.cites))
        for path, record in cited(sources.situation)
        if path[0] not in ("checks", "sources")
    ]


def without(sources: Sources, name: str) -> Without:
    """Leave out a source, a claim, a passage or a row, and see what turns.

    Raises `DetenteError` if nothing cites it.
    """
    left = left_out(sources, [name])
    return Without(
        name,
        tuple(path_text(path) for path in left.fallen),
        tuple(path_text(path) for path in left.unsupported),
        _answers(sources.situation),
        _answers(left.situation),
    )


def resting_on(sources: Sources, name: str) -> list[Path]:
    """Goals, points and rules all of whose own cites lead to the named source, claim, passage or row."""
    leads = _leads_to(sources, name)
    return [
        path
        for path, record in cited(sources.situation)
        if _can_fall(path) and (found := evidence_of(sources, record.cites)) and all(map(leads, found))
    ]


def _leads_to(sources: Sources, name: str) -> Callable[[Evidence], bool]:
    """Whether evidence comes from the named source, or is (or overlaps) the named claim, passage or row."""
    claim = sources.claims.get(name)

    def leads(evidence: Evidence) -> bool:
        if name in (evidence.source, evidence.cite):
            return True
        inside = claim is not None and evidence.source == claim.source and evidence.start is not None
        return bool(inside and evidence.start < claim.end and (evidence.end or 0) > claim.start)  # type: ignore[operator, union-attr]

    return leads


def _can_fall(path: Path) -> bool:
    return (path[0] == "preferences" and len(path) == 4 and path[2] == "goals") or (
        path[0] == "rules" or (path[0] == "preferences" and len(path) == 5 and path[2] == "points")
    )


def reduced(situation: Situation, fallen: Sequence[Path]) -> Situation:
    """The situation without these goals, levels of points and rules."""
    gone = set(fallen)
    rules = {name: rule for name, rule in situation.rules.items() if ("rules", name) not in gone}
    preferences = {}
    for actor, preference in situation.preferences.items():
        goals = preference.goals
        if goals is not None:
            goals = {n: goal for n, goal in goals.items() if ("preferences", actor, "goals", n) not in gone}
        points = None
        if preference.points is not None:
            points = {
                key: {n: v for n, v in table.items() if ("preferences", actor, "points", key, n) not in gone}
                for key, table in preference.tables.items()
            }
        preferences[actor] = preference.model_copy(update={"goals": goals, "points": points})
    return situation.model_copy(update={"rules": rules, "preferences": preferences})


def _answers(situation: Situation) -> dict[str, dict[str, Answer]]:
    result = stability(situation, REPORTED)
    found = {}
    for question in situation.questions:
        both = {concept: result.answers(question, concept) for concept in REPORTED}
        found[question] = {concept: predicted or possible for concept, (predicted, possible) in both.items()}
    return found
