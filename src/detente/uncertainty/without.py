"""What falls if a source falls: leave out everything that rests on it alone, and answer the questions again.

A goal, a point or a rule rests on a source alone if all of its own cites lead there. A driver that rests on it alone
cannot be left out; it stays at its centre and is said to have become judgement.
"""

from __future__ import annotations

from collections.abc import Callable
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


def without(sources: Sources, name: str) -> Without:
    """Leave out a source, a claim, a passage or a row, and see what turns.

    Raises `DetenteError` if nothing cites it.
    """
    situation = sources.situation
    leads = _leads_to(sources, name)
    touched = [(path, record) for path, record in cited(situation) if path[0] not in ("checks", "sources")]
    resting = [
        path for path, record in touched if (found := evidence_of(sources, record.cites)) and all(map(leads, found))
    ]
    if not any(leads(item) for _, record in touched for item in evidence_of(sources, record.cites)):
        known = {cite.name or cite.source for _, record in touched for cite in record.cites} | set(situation.sources)
        raise DetenteError("source_not_cited", name=name, nearest=nearest(name, [k for k in known if k]))
    fallen = [path for path in resting if _can_fall(path)]
    reduced = _reduced(situation, fallen)
    return Without(
        name,
        tuple(path_text(path) for path in fallen),
        tuple(path_text(path) for path in resting if path[0] == "drivers"),
        _answers(situation),
        _answers(reduced),
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


def _reduced(situation: Situation, fallen: list[Path]) -> Situation:
    gone = set(fallen)
    rules = {name: rule for name, rule in situation.rules.items() if ("rules", name) not in gone}
    preferences = {}
    for actor, preference in situation.preferences.items():
        goals = preference.goals
        if goals is not None:
            goals = {n: goal for n, goal in goals.items() if ("preferences", actor, "goals", n) not in gone}
        points = preference.points
        if points is not None:
            points = {
                key: {n: v for n, v in table.items() if ("preferences", actor, "points", key, n) not in gone}
                for key, table in points.items()
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
