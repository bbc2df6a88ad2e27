"""The newer concepts in words: which outcomes are stable for all, under which concept and with which parameters."""

from __future__ import annotations

import numpy as np

from detente.outcomes.preferences import Array
from detente.outcomes.telling import Teller
from detente.stability.forms.asked import CLASSICAL, Asked
from detente.stability.forms.result import Concepts, Finding, title
from detente.words import isolated, say

LISTED = 12  # outcomes named in a sentence


def concept_sentences(result: Concepts, language: str = "en") -> list[str]:
    """One line for each answer."""
    teller = Teller(result.model.situation, result.model.space, language)
    return [_told(finding, teller, language) for finding in result.findings] + _unanswered(result, language)


def _unanswered(result: Concepts, language: str) -> list[str]:
    """What the file does not suffice for, concepts together that lack the same."""
    lacking: dict[str, list[str]] = {}
    for asked, why in result.unanswered:
        lacking.setdefault(why.render(language), []).append(title(asked))
    return [say("forms.unanswered", language, concepts=tuple(names), why=why) for why, names in lacking.items()]


def _told(finding: Finding, teller: Teller, language: str) -> str:
    mask = finding.equilibria()
    count = int(mask.sum())
    said = {
        "concept": concept_name(finding.asked, teller, language),
        "count": count,
        "outcomes": len(mask),
        "list": _names(mask, teller),
    }
    key = "none" if not count else "all" if count == len(mask) else "some" if count <= LISTED else "many"
    parts = [say(f"forms.{key}", language, **said)]
    further = finding.equilibria(perhaps=True) & ~mask
    if further.any():
        key = "perhaps_range" if finding.asked.kind == "fuzzy" else "perhaps"
        parts.append(say(f"forms.{key}", language, count=int(further.sum()), list=_names(further, teller)))
    if finding.period is not None:
        key = "settled" if finding.period == 1 else "circling"
        parts.append(say(f"forms.{key}", language, before=finding.before, period=finding.period))
    return " ".join(parts)


def _names(mask: Array, teller: Teller) -> tuple[str, ...]:
    """The outcomes as people call them, the first few; each in quotes, as it may be long."""
    places = [int(place) for place in np.flatnonzero(mask)[:LISTED]]
    named = teller.apart({place: teller.named(place, parts=0) for place in places})
    return tuple(say("forms.quoted", teller.language, outcome=name) for name in named.values())


def concept_name(asked: Asked, teller: Teller, language: str) -> str:
    """The concept with its parameters, as a clause."""
    base = asked.concept
    if asked.kind:
        base = asked.kind + ("_strict" if asked.kind == "relational" and asked.ties == "strict" else "")
    elif asked.extension is not None:
        base = f"extension_{asked.extension}"
    elif asked.degree is not None:
        base = "degree"
    concept = isolated(say(f"forms.named.{asked.base}", language), language) if asked.base in CLASSICAL else None
    leader = teller.actor(asked.leader) if asked.leader else None
    values = {"horizon": asked.horizon, "degree": asked.degree, "leader": leader, "concept": concept}
    return say(f"forms.named.{base}", language, **values)
