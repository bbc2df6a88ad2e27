"""What the answers hang on: each goal, rule and source left out in turn, and which answers turn.

The same draws are put to the model with and without a part. Its *turned* share is how often the answer differs. A part
is a *hinge* of an answer if without it another answer is the most frequent; *decor* if it turned no answer in any draw
looked at (so at most a small share of futures, `Share.high`); in between it matters in some futures. Parts that cover
for one another all look like decor: leaving out one is no proof about leaving out two.

Only the first few hundred draws are looked at, as the model is asked anew for every part; the result says how many.
A source is left out by leaving out all that rests on it alone (`detente.uncertainty.without`); numbers that rest on it
stay where they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.evidence.sources import Sources
from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.asking import ORDER, Asked, asked, codes, first_draws, plain, under, words_of
from detente.uncertainty.parts import Part, parts_of, scale_of, situation_without
from detente.uncertainty.share import Share
from detente.uncertainty.without import resting_on

if TYPE_CHECKING:
    from detente.uncertainty.study import Study

DRAWS = 500


@dataclass(frozen=True)
class Hinge:
    """A part left out, and for a question: the most frequent answer with and without it, and how often it turned."""

    part: str
    kind: str
    actor: str
    question: str
    before: str
    after: str
    turned: Share

    @property
    def role(self) -> str:
        """``hinge``, ``some`` or ``decor``."""
        return "hinge" if self.before != self.after else "some" if self.turned.count else "decor"


@dataclass(frozen=True)
class Hinges(Asked):
    """Every part against every question; `looked_at`: how many draws."""

    looked_at: int = 0
    found: tuple[Hinge, ...] = field(default=())

    def decor(self) -> tuple[str, ...]:
        """Parts that turned no answer in any draw looked at."""
        names = dict.fromkeys(hinge.part for hinge in self.found)
        turning = {hinge.part for hinge in self.found if hinge.turned.count}
        return tuple(name for name in names if name not in turning)

    def rows(self) -> list[Row]:
        """One row per part and question, what turns most first."""
        return [
            {
                "part": hinge.part,
                "kind": hinge.kind,
                "question": hinge.question,
                "role": hinge.role,
                "before": hinge.before,
                "after": hinge.after,
                "turned": plain(hinge.turned.share),
            }
            for hinge in sorted(self.found, key=lambda hinge: -hinge.turned.count)
        ]

    def data(self) -> dict[str, Any]:
        return {**self.head(), "looked_at": self.looked_at, "decor": list(self.decor()), "parts": self.rows()}

    def sentences(self, language: str = "en") -> list[str]:
        from detente.uncertainty.hinges_sentences import hinges_sentences

        return hinges_sentences(self, language)


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
    before = {name: codes(study, name, concept)[:count] for name in questions}
    groups: list[tuple[str, str, str, Sequence[Part]]] = [
        (part.name, part.kind, part.actor, (part,)) for part in parts_of(study.situation)
    ]
    if sources is not None:
        known = {part.path: part for part in parts_of(study.situation)}
        for source in study.situation.sources:
            paths = [tuple(str(step) for step in path) for path in resting_on(sources, source)]
            fallen = [known[path] for path in paths if path in known]
            groups += [(source, "source", "", fallen)] if fallen else []
    found = []
    for name, kind, actor, parts in groups:
        after = answers_without(study, parts, columns, count, questions, concept)
        for one in questions:
            words = words_of(study, one, concept)
            turned = Share(int((before[one] != after[one]).sum()), count)
            found.append(Hinge(name, kind, actor, one, modal(before[one], words), modal(after[one], words), turned))
    return Hinges(study, concept, count, tuple(found))


def answers_without(
    study: Study,
    parts: Sequence[Part],
    columns: Mapping[str, Array],
    count: int,
    questions: Sequence[str],
    concept: str,
) -> dict[str, Array]:
    """The answers in these draws if the parts were not there."""
    measures = study.evaluate(
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
