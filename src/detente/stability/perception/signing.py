"""Why a joint step from where things stand is signed or not, where parties see different games; and signed in vain.

Of every agreement one step is told. Where some are signed, the one that changes least: who loses by it in fact, and who
signed for a reward that does not come. Where none is, the nearest to it: a step that every party would sign by its own
game, but that some party does not see (`unseen`), or would not see kept (`not_kept`: it expects `by` to take `own`).
Outcomes are those of the base.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.preferences import Array
from detente.stability.concepts import KNOWN
from detente.stability.perception.hypergame import Hypergame, OwnGame
from detente.stability.result import stability
from detente.stability.what_follows import drift_classes, ends_from, steps_of

Move = tuple[int, int]


@dataclass(frozen=True)
class Refusal:
    """A party that does not sign though it would gain. `binding`: it would if nobody could take the terms back."""

    agreement: str
    start: int
    landing: int
    party: str
    why: Literal["unseen", "not_kept"]
    by: str | None = None
    own: Move | None = None
    binding: bool = False


@dataclass(frozen=True)
class Vain:
    """A step that is signed. `losing`: the parties that lose by it in fact; `rewards`: party → what does not come."""

    agreement: str
    start: int
    landing: int
    losing: tuple[str, ...]
    rewards: dict[str, Move]


def vain(game: Hypergame, concept: str) -> list[Vain]:
    """Of each agreement the smallest step that is signed from the status quo, if it disappoints a party."""
    start, arrows, found = game.base.model.space.status_quo, game.arrows(concept), []
    if start is None:
        return []
    without = [end for members in drift_classes(game.base.model, arrows, start) for end in members]
    for agreement, parties in game.base.model.moves.parties.items():
        signed = [end for mover, end in arrows.leaving(start) if mover == agreement]
        for landing in sorted(signed, key=lambda end: _changes(game, start, end))[:1]:
            ends = ends_from(steps_of(arrows, _outside(game, parties)), landing)
            losing = [
                party
                for party in parties
                if all(game.base.view.better(party, end, old) for end in ends for old in without)
            ]
            rewards = {
                party: hope for party in parties if (hope := _reward(game, concept, party, parties, landing, ends))
            }
            if losing or rewards:
                found.append(Vain(agreement, start, landing, tuple(losing), rewards))
    return found


def _reward(
    game: Hypergame, concept: str, party: str, parties: Iterable[str], landing: int, ends: tuple[int, ...]
) -> Move | None:
    """What the party expects to follow the landing and to be better for it, if nothing of it comes."""
    own = game.games[party]
    here = _in(own, landing)
    if here is None or not KNOWN[concept].closure.looks_ahead:
        return None
    arrows = own.result.solution(concept).arrows[0]
    expected = ends_from(steps_of(arrows, _outside(game, parties)), here)
    hoped = [int(own.place[end]) for end in expected if own.result.view.better(party, here, end)]
    return (landing, hoped[0]) if hoped and len(hoped) == len(expected) and not set(hoped) & set(ends) else None


def refusals(game: Hypergame, concept: str) -> list[Refusal]:
    """Of each agreement without a step that is signed from the status quo, the one that fails by views alone."""
    start, found = game.base.model.space.status_quo, []
    if start is None:
        return []
    leaving = {mover for mover, _ in game.arrows(concept).leaving(start)}
    moves = game.base.model.moves
    for agreement, parties in moves.parties.items():
        if agreement in leaving or all(game.games[party].result is game.base for party in parties):
            continue
        ends = {party: _wanted(game.games[party], agreement, concept, party, start) for party in parties}
        landings = set(moves.together[agreement].from_(start).tolist())
        for landing in sorted(landings, key=lambda end: _changes(game, start, end)):
            unsure = [party for party in parties if not ends[party].get(landing, False)]
            if unsure and all(_open(game, ends, party, landing) for party in unsure):
                found += [_refusal(game, agreement, concept, start, landing, party) for party in unsure]
                break
    return found


def _open(game: Hypergame, ends: dict[str, dict[int, bool]], party: str, landing: int) -> bool:
    """The party does not see the landing, or would gain by it."""
    return landing in ends[party] or not game.recognised[party][landing]


def _wanted(own: OwnGame, agreement: str, concept: str, party: str, start: int) -> dict[int, bool]:
    """The landings that the party gains by for itself; true: and which, as it sees it, all would keep."""
    here = _in(own, start)
    for joint in own.result.solution(concept).joint if here is not None else ():
        if joint.agreement == agreement:
            kept = set(joint.consented((party,), 0, np.array([here]))[1].tolist())
            anyway = replace(joint, kept=np.ones_like(joint.kept)).consented((party,), 0, np.array([here]))[1]
            return {int(own.place[end]): end in kept for end in anyway.tolist()}
    return {}


def _refusal(game: Hypergame, agreement: str, concept: str, start: int, landing: int, party: str) -> Refusal:
    own = game.games[party]
    here, there = _in(own, start), _in(own, landing)
    if here is None or there is None:
        return Refusal(agreement, start, landing, party, "unseen")
    by, step = _breach(game, own, agreement, concept, there)
    bound = _bound(own, agreement, concept, party, (here, there))
    return Refusal(agreement, start, landing, party, "not_kept", by, step, bound)


def _breach(game: Hypergame, own: OwnGame, agreement: str, concept: str, landing: int) -> tuple[str, Move]:
    """Who of the parties would not keep to a landing, as this game has it: at an end, or on the way there."""
    parties, view = game.base.model.moves.parties[agreement], own.result.view
    arrows = own.result.solution(concept).arrows[0]
    course = steps_of(arrows, _outside(game, parties) if KNOWN[concept].closure.looks_ahead else ())
    ends = ends_from(course, landing)
    for outcome in sorted(course.ahead(landing), key=lambda place: place not in ends):
        for party in parties:
            for to in steps_of(arrows, (party,)).after(outcome):
                if outcome in ends or any(view.rank(party, to) >= view.rank(party, end) for end in ends):
                    return party, (int(own.place[outcome]), int(own.place[to]))
    raise AssertionError("a landing that all keep is not kept")


def _bound(own: OwnGame, agreement: str, concept: str, party: str, move: Move) -> bool:
    """The party would sign in its own game if no term could be taken back alone."""
    situation = own.result.situation
    record = situation.agreements[agreement]
    terms = {name: term.model_copy(update={"leave": "never"}) for name, term in record.terms.items()}
    firm = {**situation.agreements, agreement: record.model_copy(update={"terms": terms})}
    try:
        result = stability(situation.model_copy(update={"agreements": firm}), (concept,))
    except DetenteError:
        return False
    joint = next((moves for moves in result.solution(concept).joint if moves.agreement == agreement), None)
    return joint is not None and move[1] in joint.consented((party,), 0, np.array([move[0]]))[1]


def _in(own: OwnGame, outcome: int) -> int | None:
    """An outcome of the base in this game; None where it is not seen."""
    found: Array = np.flatnonzero(own.place == outcome)
    return int(found[0]) if len(found) else None


def _outside(game: Hypergame, parties: Iterable[str]) -> list[str]:
    return [actor for actor in game.games if actor not in set(parties)]


def _changes(game: Hypergame, start: int, end: int) -> tuple[int, int]:
    levels = game.base.model.space.levels
    return int((levels[start] != levels[end]).sum()), end
