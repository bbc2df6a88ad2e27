"""Strong stability: what is stable even if only a *great* loss counts as a punishment.

s is strongly GMR-, SMR- or SEQ-stable for i if every improvement of i from s (great or not) has an answer u of the kind
the plain concept allows, at which i is greatly worse off than at s: s ≫ u (`detente.outcomes.preference_strength` says
what that means). Strong SMR: and i is still greatly worse than at s after each of its own single moves from u. What is
stable but not strongly is *weakly* stable. An outcome without improvements is strongly stable under all of them, as it
is under R.

So strong ⊆ plain always, R ⊆ strong SEQ ⊆ strong GMR and R ⊆ strong SMR ⊆ strong GMR. For an actor that states no
strength nothing is greatly worse: its strong concepts are R. R has no strong variant (it knows no answers), and SSEQ is
not offered as one: no definition was found.

On arrays: let the seed a(u) = far(u), the least rank that is greatly better than u, or the greatest far among u and the
outcomes of i's replies; c(t) = the least seed among t and all answers to t. A move of i from s to t is an improvement
that nobody punishes greatly iff rank(t) > lifted(s) and c(t) > rank(s). (t itself never counts as an answer, because
far(t) > rank(t) > rank(s).)

Source: Hamouda, Kilgour & Hipel, Group Decision and Negotiation 13 (2004) 449; Xu, Hipel, Kilgour & Fang, Conflict
Resolution Using the Graph Model (Springer 2018), ch. 6. Definitions from memory, unverified: of the chapter only the
beginning was seen; the three-way relation and the reachable lists were seen in Int. J. Environ. Res. Public Health 15
(2018) 393, sect. 2.1.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from detente.outcomes.moves import Moves
from detente.outcomes.preference_strength import NEVER
from detente.outcomes.preferences import Array, Preferences
from detente.stability.concepts import STRONG, STRONG_ORDER, Concept
from detente.stability.engines import relation
from detente.stability.engines.arrays import Engine, best_reply


def strong_stability(
    moves: Moves, preferences: Preferences, concepts: Iterable[str] = STRONG_ORDER, draw: int = 0
) -> dict[str, Array]:
    """Concept → boolean array, actors × outcomes: where each actor is strongly stable in one draw.

    `preferences`: with their strength (`detente.outcomes.preference_strength.with_strength`); without it nothing is
    greatly worse. Raises `LimitError` where preferences are pairs and there are too many outcomes for matrices.
    """
    chosen = [STRONG[name] for name in concepts]
    if preferences.pairs:
        return {
            concept.name: np.array(
                [~relation.open_moves(moves, preferences, a, concept, draw).any(axis=1) for a in preferences.actors]
            )
            for concept in chosen
        }
    engine = Engine.of(moves, one_draw(preferences, draw))
    far = np.full(preferences.rank.shape, NEVER) if preferences.far is None else preferences.far
    return {
        concept.name: np.array(
            [_stable(engine, concept, actor, far[draw, place]) for place, actor in enumerate(preferences.actors)]
        )
        for concept in chosen
    }


def one_draw(preferences: Preferences, draw: int) -> Preferences:
    """The preferences of one draw alone, as ranks."""
    return Preferences(preferences.actors, preferences.rank[[draw]], preferences.lifted[[draw]], preferences.pairs)


def _stable(engine: Engine, concept: Concept, actor: str, far: Array) -> Array:
    """Boolean array: the outcomes from which every improvement of the actor is greatly punished."""
    arcs = engine.moves.alone[actor]
    others = [other for other in engine.actors if other != actor]
    seed = far.astype(np.int32)[:, None]
    closed = engine.closed(best_reply(seed, arcs) if concept.replies else seed, others, concept)[:, 0]
    rank, lifted = engine.rank[actor][:, 0], engine.lifted[actor][:, 0]
    unpunished = (rank[arcs.target] > lifted[arcs.source]) & (closed[arcs.target] > rank[arcs.source])
    stable = np.ones(arcs.count, np.bool_)
    stable[arcs.source[unpunished]] = False
    return stable
