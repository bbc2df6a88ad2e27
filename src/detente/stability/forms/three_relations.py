"""One engine for every form of preference: an actor has a relation for leaving and one for hurting, the others one each
for the steps they may take.

*leave* [s, t]: t tempts away from s. *hurt* [s, x]: at x the actor is punished for having left s. *step* [x, y], of
another actor: it may be expected to go from x to y. With them, whatever the form of preference:

- Nash: no own move s → t with leave. GMR: each such t has an answer x, reached by the others in a sequence in which
  nobody moves twice in succession, with hurt [s, x]. SMR: and hurt [s, z] for all own moves x → z. SEQ: every step of
  the answer allowed by its mover's *step*. SSEQ: both.

So Nash ⊆ SEQ ∩ SMR, SEQ ∪ SMR ⊆ GMR and SSEQ ⊆ SEQ ∩ SMR, for any relations: the conditions are fewer. s itself counts
as an answer and hurts in every form, as in the logical definitions; the matrix literature leaves it out of the
diagonal, which differs only where others can undo the move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.outcomes.preferences import Array
from detente.stability.concepts import Concept
from detente.stability.engines.relation import sanctioned


@dataclass(frozen=True)
class Relations:
    """Of every actor, boolean matrices outcomes × outcomes, as above. `own` [s, t]: it can move from s to t."""

    own: Mapping[str, Array]
    leave: Mapping[str, Array]
    hurt: Mapping[str, Array]
    step: Mapping[str, Array]

    def stable(self, concept: Concept, actor: str) -> Array:
        """Boolean array: the outcomes that the actor does not leave under this concept."""
        tempting: Array = self.own[actor] & self.leave[actor]
        if concept.closure.answers:
            steps = [
                moves & self.step[other] if concept.closure.improving else moves
                for other, moves in self.own.items()
                if other != actor and moves.any()
            ]
            tempting = tempting & ~sanctioned(self.own[actor], self.hurt[actor], steps, concept)
        return np.logical_not(tempting.any(axis=1))


def classical(own: Mapping[str, Array], better: Mapping[str, Array]) -> Relations:
    """`better` [s, t]: t is better than s. Ties, and s itself, hurt."""
    return Relations(own, better, {actor: ~matrix for actor, matrix in better.items()}, better)


def at_degree(own: Mapping[str, Array], better: Mapping[str, Array], lost: Mapping[str, Array], k: int) -> Relations:
    """Every answer must cost at least k degrees against the start; improvements and steps are of any degree.

    `lost` [s, x]: by how many degrees s is better than x, 0 where it is not. k = 0: no better is enough, as in the
    classical concepts. k = 1 differs from it at ties, which then do not hurt. Hamouda, Kilgour & Hipel 2004 for two
    degrees; k above 2 from memory, unverified.
    """
    if k == 0:
        return classical(own, better)
    return Relations(own, better, {actor: matrix >= k for actor, matrix in lost.items()}, better)


EXTENSIONS = ("a", "b", "c", "d")


def extended(
    own: Mapping[str, Array], better: Mapping[str, Array], unknown: Mapping[str, Array], extension: str
) -> Relations:
    """Unknown preference in one of four ways (Li, Hipel, Kilgour & Fang 2004): by which an actor is tempted, deterred.

    a: tempted by what is unknown, deterred by what is certain alone. b: neither tempted nor deterred by it. c: both.
    d: not tempted, but deterred. Steps of the others: better or unknown, in all four (from memory).
    """
    tempted, deterred = extension in "ac", extension in "cd"
    perhaps = {actor: better[actor] | unknown[actor] for actor in own}
    return Relations(
        own,
        perhaps if tempted else better,
        {actor: ~better[actor] if deterred else ~perhaps[actor] for actor in own},
        perhaps,
    )


def fuzzy(own: Mapping[str, Array], certainty: Mapping[str, Array], threshold: Mapping[str, int]) -> Relations:
    """`certainty` [s, t] = r(t, s) − r(s, t), in whole numbers of the scale of `threshold`, which is above 0.

    A move tempts if its certainty reaches the threshold of its mover; an answer hurts if the certainty that it is
    better than the start lies below it; each of the others has its own threshold. Bashar, Kilgour & Hipel 2012 (from
    memory, unverified).
    """
    tempts = {actor: matrix >= threshold[actor] for actor, matrix in certainty.items()}
    return classical(own, tempts)


def probable(
    own: Mapping[str, Array],
    chance: Mapping[str, Array],
    leave_above: Mapping[str, float],
    hurt_up_to: Mapping[str, float],
    credible_above: Mapping[str, float],
) -> Relations:
    """`chance` [s, t]: the probability that the actor prefers t to s; bounds in the same scale.

    A move tempts above `leave_above`, an answer hurts up to `hurt_up_to`, a step is credible above `credible_above` of
    its mover; a probability that equals the bound does not tempt, and hurts. Rêgo & Santos 2015 name the bounds by
    Greek letters; what a larger one means there was not read, so they are words here.
    """
    return Relations(
        own,
        {actor: matrix > leave_above[actor] for actor, matrix in chance.items()},
        {actor: matrix <= hurt_up_to[actor] for actor, matrix in chance.items()},
        {actor: matrix > credible_above[actor] for actor, matrix in chance.items()},
    )


def with_attitudes(
    own: Mapping[str, Array], better: Mapping[str, Array], attitudes: Mapping[str, Mapping[str, str]], *, strict: bool
) -> Relations:
    """Relational concepts of attitudes (Inohara, Hipel & Walker 2007, from memory; two propositions pin them down).

    `attitudes` [i][j]: ``+`` i wants what j finds at least as good, ``-`` what j finds at most as good, ``0``
    indifferent (default: ``+`` for oneself, 0 for the others). x tempts i away from s if every one of them agrees. A
    tie tempts and does not hurt (weak, as published); `strict`: each must find it better, or worse, and a tie hurts.
    """
    preferred = {}
    for actor in own:
        here = np.ones_like(better[actor])
        for other in own:
            attitude = attitudes.get(actor, {}).get(other, "+" if other == actor else "0")
            if attitude == "+":
                here &= better[other] if strict else ~better[other].T
            elif attitude == "-":
                here &= better[other].T if strict else ~better[other]
        preferred[actor] = here & ~np.eye(len(here), dtype=np.bool_)
    return classical(own, preferred)
