"""What the answers hang on: each goal, rule and source left out in turn, and which answers turn.

The same draws are put to the model with and without a part. Its *turned* share is how often the answer differs. A part
is a *hinge* of an answer if without it another answer is the most frequent; *decor* if it turned no answer in any draw
looked at (so at most a small share of futures, `Share.high`); in between it matters in some futures. Parts that cover
for one another all look like decor: leaving out one is no proof about leaving out two.

Only the first few hundred draws are looked at, as the model is asked anew for every part; the result says how many.
What came out as hinge or decor is put to the model again, on as many draws that the study has never seen: a hinge that
does not turn the most frequent answer there, or decor that turns an answer there, is told as mattering in some futures.
A rule without which some outcome would have no place in a ranking, or there would be too many outcomes, cannot be left
out alone; the result names it. A source is left out by leaving out all that rests on it alone
(`detente.uncertainty.without`); numbers that rest on it stay where they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np

from detente.errors import DetenteError, LimitError
from detente.evidence.sources import Sources
from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.questions.asking import (
    ORDER,
    answers_at,
    asked,
    codes,
    first_draws,
    fresh_draws,
    origin_of,
    under,
    words_of,
)
from detente.uncertainty.questions.parts import Part, parts_of, scale_of, situation_without
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Asked, Study
from detente.uncertainty.without import resting_on

DRAWS = 500
NO_PLACE = "ranking_incomplete"
TOLD = {"some": "sometimes"}  # the role, which is no answer


@dataclass(frozen=True)
class Hinge:
    """A part left out, and for a question: the most frequent answer with and without it, and how often it turned.

    `fresh`: how often it turned in draws made for the check (None: not asked); `stands`: they say the same.
    """

    part: str
    kind: str
    actor: str
    question: str
    before: str
    after: str
    turned: Share
    fresh: Share | None = None
    stands: bool = True

    @property
    def role(self) -> str:
        """``hinge``, ``some`` or ``decor``."""
        return self.seen if self.stands else "some"

    @property
    def seen(self) -> str:
        """Its role in the study's own draws."""
        return "hinge" if self.before != self.after else "some" if self.turned.count else "decor"


@dataclass(frozen=True, repr=False)
class Hinges(Asked):
    """Every part against every question; `looked_at`: how many draws; `kept`: parts that cannot be left out alone."""

    told_by: ClassVar[str] = "detente.uncertainty.questions.hinges_sentences:hinges_sentences"

    looked_at: int = 0
    found: tuple[Hinge, ...] = field(default=())
    kept: tuple[str, ...] = ()

    def decor(self) -> tuple[str, ...]:
        """Parts that turned no answer in any draw looked at, fresh ones included."""
        names = dict.fromkeys(hinge.part for hinge in self.found)
        turning = {hinge.part for hinge in self.found if hinge.role != "decor"}
        return tuple(name for name in names if name not in turning)

    def doubtful(self) -> tuple[str, ...]:
        """Parts that looked like a hinge of some answer, or like decor of all, until fresh draws were asked."""
        by_part: dict[str, list[Hinge]] = {}
        for hinge in self.found:
            by_part.setdefault(hinge.part, []).append(hinge)
        return tuple(
            part
            for part, found in by_part.items()
            if any(one.seen == "hinge" and not one.stands for one in found)
            or (all(one.seen == "decor" for one in found) and not all(one.stands for one in found))
        )

    def cells(self) -> list[Row]:
        """One row per part and question, what turns most first."""
        return [
            {
                "part": hinge.part,
                "kind": hinge.kind,
                "question": hinge.question,
                "role": hinge.role,
                "before": hinge.before,
                "after": hinge.after,
                "turned": hinge.turned,
                "turned_fresh": hinge.fresh,
                "draws": hinge.turned.total,
            }
            for hinge in sorted(self.found, key=lambda hinge: -hinge.turned.count)
        ]

    def telling(self) -> list[Row]:
        """What turns an answer somewhere, each part by its place in the file."""
        return [
            {
                **{key: value for key, value in row.items() if key != "kind"},
                "part": f"sources.{row['part']}" if row["kind"] == "source" else row["part"],
                "role": TOLD.get(row["role"], row["role"]),
            }
            for row in self.cells()
            if row["role"] != "decor"
        ]

    def data(self) -> dict[str, Any]:
        return {
            **self.head(),
            "looked_at": self.looked_at,
            "decor": list(self.decor()),
            "kept": list(self.kept),
            "parts": self.rows(),
        }


def hinges(
    study: Study,
    question: str | None = None,
    concept: str = "seq",
    draws: int = DRAWS,
    sources: Sources | None = None,
) -> Hinges:
    """Leave out each part in turn. `draws`: how many to look at; `sources`: to leave out sources too."""
    study = under(study, concept)
    questions = asked(study, question)
    columns = first_draws(study, draws)
    count = min(draws, study.count)
    groups = _groups(study, sources)
    asking = Asking(study, columns, count, questions, concept)
    before = {name: codes(study, name, concept)[:count] for name in questions}
    fresh = Asking(study, _fresh(study, columns, count), count, questions, concept)
    again = answers_at(study, fresh.columns, questions, concept) if study.drivers else before
    found: list[Hinge] = []
    checks: dict[tuple[str, str], Hinge] = {}
    kept = []
    for group in groups:
        try:
            here = asking.hinges(group, before)
        except DetenteError as error:
            if error.code != NO_PLACE and not isinstance(error, LimitError):
                raise
            kept.append(group.name)
            continue
        found += here
        if any(hinge.seen != "some" for hinge in here):  # at once, while the moves without it are known
            checks |= {(hinge.part, hinge.question): hinge for hinge in fresh.hinges(group, again)}
    told = tuple(checked(one, checks.get((one.part, one.question))) for one in found)
    origin = origin_of(study, question=question, concept=concept, looked_at=count, sources=sources is not None)
    return Hinges(study, concept, count, told, tuple(kept), origin=origin)


def checked(hinge: Hinge, again: Hinge | None) -> Hinge:
    """A hinge or decor beside what fresh draws say of it."""
    if again is None or hinge.seen == "some":
        return hinge
    same = (hinge.before, hinge.after) == (again.before, again.after)
    stands = same if hinge.seen == "hinge" else not again.turned.count
    return replace(hinge, fresh=again.turned, stands=stands)


def _fresh(study: Study, columns: Mapping[str, Array], count: int) -> dict[str, Array]:
    """As many draws that the study has not seen; where nothing is uncertain, there are no others."""
    if not columns:
        return {}
    parts: list[dict[str, Array]] = []
    for draws in fresh_draws(study):
        parts.append(draws)
        if sum(len(next(iter(part.values()))) for part in parts) >= count:
            break
    return {name: np.concatenate([part[name] for part in parts])[:count] for name in columns}


@dataclass(frozen=True)
class Group:
    """Parts left out together under one name."""

    name: str
    kind: str
    actor: str
    parts: tuple[Part, ...]


def _groups(study: Study, sources: Sources | None) -> list[Group]:
    """Every part alone, then what rests on each source alone."""
    parts = parts_of(study.situation)
    groups = [Group(part.name, part.kind, part.actor, (part,)) for part in parts]
    if sources is not None:
        known = {part.path: part for part in parts}
        for source in study.situation.sources:
            paths = [tuple(str(step) for step in path) for path in resting_on(sources, source)]
            fallen = tuple(known[path] for path in paths if path in known)
            groups += [Group(source, "source", "", fallen)] if fallen else []
    return groups


@dataclass(frozen=True)
class Asking:
    """The questions put to the model at these draws."""

    study: Study
    columns: Mapping[str, Array]
    count: int
    questions: tuple[str, ...]
    concept: str

    def hinges(self, group: Group, before: Mapping[str, Array]) -> list[Hinge]:
        """What leaving out a group does to each question; `before`: the answers with it."""
        after = answers_without(self.study, group.parts, self.columns, self.count, self.questions, self.concept)
        found = []
        for name in self.questions:
            words = words_of(self.study, name, self.concept)
            turned = Share(int((before[name] != after[name]).sum()), self.count)
            usual, then = modal(np.asarray(before[name]), words), modal(after[name], words)
            found.append(Hinge(group.name, group.kind, group.actor, name, usual, then, turned))
        return found


def answers_without(
    study: Study,
    parts: Sequence[Part],
    columns: Mapping[str, Array],
    count: int,
    questions: Sequence[str],
    concept: str,
) -> dict[str, Array]:
    """The answers in these draws if the parts were not there."""
    measures = study.answered(
        columns, scale=scale_of(parts, count) or None, situation=situation_without(study.situation, parts)
    )
    found = {}
    for name in questions:
        values = codes(study, name, concept, measures)
        found[name] = values if len(values) == count else np.broadcast_to(values, count)
    return found


def modal(found: Array, words: tuple[str, ...]) -> str:
    """The most frequent answer; of equally frequent ones the first of yes, in part, no."""
    counts = np.bincount(found, minlength=len(words))
    return max((word for word in ORDER if word in words), key=lambda word: counts[words.index(word)])
