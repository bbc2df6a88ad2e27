"""Coalitions and strength in words: who upsets which equilibrium by which moves, and why a group leaves or stays."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from detente.outcomes.telling import Teller
from detente.stability.coalitions.coalition import COALITION_CONCEPTS, GroupStability, coalition_key
from detente.stability.coalitions.witness import CoalitionSanction, CoalitionWitness, Stage, explain_coalition
from detente.stability.concepts import KNOWN
from detente.stability.result import Stability
from detente.stability.witness.result import CoalitionExplanation
from detente.stability.witness.witness import Step
from detente.words import join, say

SHOWN = 3  # examples of each kind
ALONE = {name: concept.alone for name, concept in COALITION_CONCEPTS.items() if concept.told}


def further_sentences(result: Stability, language: str = "en") -> list[str]:
    """What strength and coalitions add to a result; nothing if neither was asked."""
    said = [_strong(result, language)] if result.strong else []
    return [*said, *_groups(result, result.groups, language)] if result.groups is not None else said


def _strong(result: Stability, language: str) -> str:
    parts = []
    for name in result.strong:
        count = len(result.equilibria(name))
        concept = say(f"concepts.{name}.name", language, symbol=KNOWN[name].symbol)
        parts.append(
            say(f"coalitions.strong.{'counted' if count else 'none'}", language, number=count, concept=concept)
        )
    return say("coalitions.strong.remain", language, list=join(parts, language))


def _groups(result: Stability, groups: GroupStability, language: str) -> list[str]:
    said = []
    for concept, alone in ALONE.items():
        label = say(f"coalitions.{concept}", language)
        if groups.complete:
            count = int(groups.universal(concept).sum())
            said.append(say("coalitions.universal", language, count=count, concept=label))
        if alone in result.solutions:
            said += _upset(result, groups, concept, language)
    return said


def _upset(result: Stability, groups: GroupStability, concept: str, language: str) -> list[str]:
    """Which equilibria of the plain concept a group upsets, by which moves; the first few told in full."""
    teller = Teller(result.situation, result.model.space, language)
    answered = COALITION_CONCEPTS[concept].closure.answers
    mask = result.equilibria_mask(ALONE[concept])
    values = {
        "alone": say(f"concepts.{ALONE[concept]}.name", language),
        "concept": say(f"coalitions.{concept}", language),
    }
    if not mask.any():
        return [say("coalitions.no_equilibrium", language, **values)]
    upset = np.flatnonzero(mask & ~groups.universal(concept))
    if not len(upset):
        key = "nobody_unpunished" if answered else "nobody"
        return [
            say(f"coalitions.{key}{'' if groups.complete else '_named'}", language, count=int(mask.sum()), **values)
        ]
    said = []
    for outcome in map(int, upset[:SHOWN]):
        group = groups.upset_by(concept, outcome)[0]
        witness = explain_coalition(result.view, concept, group, outcome)
        key = "upset_answered" if answered else "upset"
        path = steps_words(witness.path, teller)
        left = teller.named(outcome, parts=0)
        said.append(say(f"coalitions.{key}", language, actors=teller.actors(group), outcome=left, path=path, **values))
    rest = len(upset) - SHOWN
    return [*said, say("coalitions.more_upset", language, count=rest, **values)] if rest > 0 else said


def steps_words(steps: Iterable[Step], teller: Teller, *, supposed: bool = False) -> str:
    """Single moves, one after another."""
    moves = [teller.move(step.mover, step.start, step.end, supposed=supposed) for step in steps]
    return say("phrases.then", teller.language).join(moves)


def answer_words(answer: tuple[Stage, ...], teller: Teller) -> str:
    """The moves of an answer, stage after stage."""
    return steps_words((step for stage in answer for step in stage.steps), teller)


def coalition_explanation_sentences(result: CoalitionExplanation, language: str = "en") -> list[str]:
    """Why the group leaves the outcome, or stays."""
    stability = result.stability
    return coalition_sentences(result.witness, Teller(stability.situation, stability.model.space, language))


def coalition_sentences(witness: CoalitionWitness, teller: Teller) -> list[str]:
    """Why the group leaves the outcome, or stays."""
    language = teller.language
    values = {"actors": teller.actors(witness.coalition), "concept": say(f"coalitions.{witness.concept}", language)}
    concept = COALITION_CONCEPTS[witness.concept]
    reply = "_reply" if concept.replies else ""
    if witness.stable and not witness.sanctions:
        return [say("coalitions.nothing_better", language, **values)]
    if witness.stable:
        said = [say("coalitions.stay", language, count=len(witness.sanctions), **values)]
        said += [_sanction(sanction, f"sanction{reply}", teller) for sanction in witness.sanctions[:SHOWN]]
        rest = len(witness.sanctions) - SHOWN
        return [*said, say("coalitions.more_answered", language, count=rest)] if rest > 0 else said
    said = [say("coalitions.leave", language, path=steps_words(witness.path, teller), **values)]
    if not concept.closure.answers:
        return said
    key = f"answers_fail{reply}" if witness.answers else "no_answer"
    return [*said, say(f"coalitions.{key}", language, count=witness.answers)]


def _sanction(sanction: CoalitionSanction, key: str, teller: Teller) -> str:
    return say(
        f"coalitions.{key}",
        teller.language,
        path=steps_words(sanction.path, teller, supposed=True),
        answer=answer_words(sanction.answer, teller),
        member=teller.actor(sanction.member),
    )


def coalition_rows(
    result: Stability, *, spoken: str | None = None, everything: bool = False
) -> list[dict[str, object]]:
    """One row per outcome: under each coalition concept the smallest groups that upset it; empty where none does.

    Listed: equilibria under R or SEQ and, if every group was asked, what none upsets under CNash or CSEQ; or
    everything. `spoken`: the language of a short version for people (at most two groups, “nobody” where none).
    """
    groups = result.groups
    assert groups is not None
    space = result.model.space
    teller = None if spoken is None else Teller(result.situation, space, spoken)
    shown = np.full(space.count, everything)
    for concept, alone in ALONE.items():
        if groups.complete:
            shown |= groups.universal(concept)
        if alone in result.solutions:
            shown |= result.equilibria_mask(alone)
    return [
        {
            "id": index + 1,
            "outcome": space.difference(index) if spoken else space.name(index),
            **{concept: _cell(groups, concept, index, teller) for concept in groups.stable},
        }
        for index in map(int, np.flatnonzero(shown))
    ]


def _cell(groups: GroupStability, concept: str, outcome: int, teller: Teller | None) -> str:
    found = groups.upset_by(concept, outcome)
    if teller is None:
        return "; ".join(coalition_key(one) for one in found)
    if not found:
        return say("coalitions.columns.nobody", teller.language)
    told = say("phrases.semicolon", teller.language).join(teller.actors(one) for one in found[:2])
    if len(found) <= 2:
        return told
    return say("coalitions.columns.more", teller.language, groups=told, number=len(found) - 2)
