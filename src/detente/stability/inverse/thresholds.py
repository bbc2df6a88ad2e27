"""What would have to be true for an outcome to hold: the exact threshold per actor, and the least change of rankings.

**Threshold.** Fix everybody else's preferences. Whether s is stable for i depends on one thing alone: which outcomes i
does not rank above s (DESIGN of the concepts: an improvement is above s, a sanction is not). With L the set of those
outcomes, every concept asks for each move of i to y that y, or the end of an allowed answer to y (and every reply to
it, where one is allowed), lies in L; so stability is monotone in L. Let w be the value of y or of its worst answer for
i, s itself counting as worth nothing; s is stable for i iff i ranks it at least as high as θ = max w over i's moves
from s. This is the threshold rule (`detente.stability.engines.arrays`) with s taken out of its own bill.

**Least change.** In the distance that counts the pairs of outcomes whose comparison changes (Kemeny & Snell 1962; for
rankings without ties, the number of adjacent swaps), raising s until it ties with θ is a nearest ranking in which s is
stable: let d be an outcome at θ that has to come into L. Each x with rank(s) ≤ rank(x) ≤ θ either changes its
comparison with s or with d, so at least as many pairs change as there are such x; raising s changes exactly these.
No ranking is enumerated.

With inertia the same raise, to within the inertia of θ, is enough but need not be the nearest. Raising s also makes
moves into s improvements for i, and moves out of it none, which can only help the others' sanctions (under SSEQ a lost
step may hurt; hence the loop, and the verification by solving again).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.preferences import TIE_TOLERANCE, Array, Preferences, chained_ranks, preferences_of, utility
from detente.stability.concepts import CONCEPTS, Concept
from detente.stability.engines.arrays import Engine, best_reply
from detente.stability.solve import Model, Solution, solve_preferences
from detente.time_left import check

ROUNDS = 50


@dataclass(frozen=True)
class Threshold:
    """How high an actor must rank an outcome for it to be stable for this actor, everybody else as they are.

    `match`: the outcome that it must at least equal (within the actor's inertia); None: it is stable however low it
    stands. `improvement`: the move that sets the threshold. `changes`: the number of pairs of outcomes whose comparison
    changes when the outcome rises that far (0 if stable); `least`: no ranking nearer than that will do (true without
    inertia).
    """

    actor: str
    outcome: int
    concept: str
    stable: bool
    match: int | None
    improvement: int | None
    changes: int
    least: bool = True


@dataclass(frozen=True)
class Raise:
    """One change of a ranking: the actor puts `outcome` level with `match` (within its inertia), just `above` it, or
    where it is `better` than it by more than the inertia. `changes`: pairs of outcomes whose comparison changes;
    `short`: by how much its utility falls short (None where preferences only order)."""

    actor: str
    outcome: int
    match: int
    how: Literal["level", "above", "better"]
    changes: int = 0
    short: float | None = None


@dataclass(frozen=True)
class Raises:
    """Changes of rankings that together make an outcome hold; `verified`: by solving again with them."""

    outcome: int
    raises: tuple[Raise, ...]
    verified: bool

    @property
    def changes(self) -> int:
        return sum(step.changes for step in self.raises)


def needed_ranks(
    engine: Engine, actor: str, concept: Concept, targets: Array, movers: list[str] | None = None
) -> tuple[Array, Array]:
    """θ and the move that sets it, for each target outcome: int arrays (targets,); -1 where the actor has no move.

    `movers`: who answers; by default everybody else.
    """
    arcs = engine.moves.alone[actor]
    value = worth(engine, actor, concept, targets, -1, movers)
    needed = np.full(len(targets), -1)
    setting = np.full(len(targets), -1)
    for place, target in enumerate(targets):
        ends = arcs.from_(int(target))
        if len(ends):
            values = value[ends, place]
            best = int(values.argmax())
            needed[place], setting[place] = values[best], ends[best]
    return needed, setting


def worth(
    engine: Engine, actor: str, concept: Concept, targets: Array, own: int, movers: list[str] | None = None
) -> Array:
    """w with each target in turn worth `own` to the actor: outcomes × targets."""
    rank = np.repeat(engine.rank[actor], len(targets), axis=1)
    rank[targets, np.arange(len(targets))] = own
    seed = best_reply(rank, engine.moves.alone[actor]) if concept.replies else rank
    answering = [other for other in engine.actors if other != actor] if movers is None else movers
    least: Array = np.minimum(rank, engine.closed(seed, answering, concept))
    return least


@dataclass(frozen=True)
class Standing:
    """Where every outcome stands for every actor, as numbers that can be moved: utilities, or ranks if ordinal.

    `values`: actor → (outcomes,); `inertia` and `tie` (the distance below which two values tie) per actor.
    """

    values: dict[str, Array]
    inertia: dict[str, float]
    tie: dict[str, float]

    @classmethod
    def of(cls, model: Model) -> Standing:
        """At the centre of all ranges. Preferences given as pairs have no thresholds and are refused."""
        numbers = model.numbers()
        preferences = preferences_of(numbers)
        if preferences.pairs:
            raise DetenteError("inverse_pairs", actors=tuple(preferences.pairs))
        values, inertia, tie = {}, {}, {}
        for place, actor in enumerate(preferences.actors):
            wants, record = model.situation.preferences.get(actor), model.situation.actors[actor].inertia
            if wants is not None and wants.kind == "goals":
                found, size = utility(wants, numbers, ("preferences", actor))
                values[actor], tie[actor] = found[0], float(TIE_TOLERANCE * size[0])
            else:
                values[actor], tie[actor] = preferences.rank[0, place].astype(np.float64), 0.0
            moved = record is not None and wants is not None and wants.kind == "goals"
            path = ("actors", actor, "inertia")
            inertia[actor] = float(numbers.value(record, path)[0, 0]) if record is not None and moved else 0.0
        return cls(values, inertia, tie)

    def preferences(self) -> Preferences:
        """The ranks that follow, for one draw."""
        pairs = [
            chained_ranks(values[None, :], values[None, :] + self.inertia[actor], np.array([self.tie[actor]]))
            for actor, values in self.values.items()
        ]
        rank, lifted = (np.stack([pair[side] for pair in pairs], axis=1) for side in (0, 1))
        return Preferences(tuple(self.values), rank, lifted, {})

    def level(self, step: Raise) -> float:
        """The value to which the outcome rises."""
        match, inertia = float(self.values[step.actor][step.match]), self.inertia[step.actor]
        if step.how == "level":
            return match - inertia
        least = 100 * self.tie[step.actor] or 0.5  # the smallest step that is one: ranks are whole numbers
        return match + least + (inertia if step.how == "better" else 0.0)

    def raised(self, step: Raise) -> Standing:
        values = self.values[step.actor].copy()
        values[step.outcome] = max(values[step.outcome], self.level(step))
        return replace(self, values={**self.values, step.actor: values})

    def counted(self, step: Raise) -> Raise:
        """The raise with the number of pairs of outcomes whose comparison it changes."""
        values, tie = self.values[step.actor], self.tie[step.actor]
        low, high = values[step.outcome], self.level(step)
        passed = (values >= low - tie) & (values <= high + tie)
        changes = max(0, int(passed.sum()) - 1) if high > low + tie else 0
        return replace(step, changes=changes, short=max(0.0, float(high - low)) if tie else None)


def engine_of(model: Model, standing: Standing) -> Engine:
    return Engine.of(model.moves, standing.preferences())


def thresholds(model: Model, standing: Standing, concept: str, outcome: int) -> tuple[Threshold, ...]:
    """The threshold of every actor for one outcome."""
    engine = engine_of(model, standing)
    found = []
    for actor in engine.actors:
        needed, setting = needed_ranks(engine, actor, CONCEPTS[concept], np.array([outcome]))
        level = int(needed[0])
        stable = bool(engine.lifted[actor][outcome, 0] >= level)
        if level < 0:
            found.append(Threshold(actor, outcome, concept, True, None, None, 0))
            continue
        match = int(np.flatnonzero(engine.rank[actor][:, 0] == level)[0])
        changes = 0 if stable else standing.counted(Raise(actor, outcome, match, "level")).changes
        least = not standing.inertia[actor]
        found.append(Threshold(actor, outcome, concept, stable, match, int(setting[0]), changes, least))
    return tuple(found)


def raise_until_it_holds(model: Model, concept: str, outcome: int, standing: Standing | None = None) -> Raises:
    """The raises of this outcome after which nobody leaves it, alone or together.

    Each actor for whom it is not stable raises it to its threshold; then, for each agreement with a credible joint
    move away, the party that must change least raises it to what the best of these moves is worth to it, answers and
    what follows counted. Verified by solving again; each single raise is the least for its
    actor given the others, the sum over several actors need not be.
    """
    first = now = standing or Standing.of(model)
    made: dict[str, Raise] = {}
    for _ in range(ROUNDS):
        check()
        step = _next_raise(model, now, concept, outcome)
        if step is None:
            break
        now = now.raised(step)
        made[step.actor] = first.counted(step)
    return Raises(outcome, tuple(made.values()), not _solved(model, now, concept, outcome).arrows[0].leaving(outcome))


def _solved(model: Model, standing: Standing, concept: str, outcome: int) -> Solution:
    return solve_preferences(model, standing.preferences(), (concept,), outcome)[concept]


def _next_raise(model: Model, now: Standing, concept: str, outcome: int) -> Raise | None:
    for found in thresholds(model, now, concept, outcome):
        if not found.stable:
            assert found.match is not None
            return Raise(found.actor, outcome, found.match, "level")
    solution = _solved(model, now, concept, outcome)
    leaving: dict[str, list[int]] = {}
    for agreement, end in solution.arrows[0].leaving(outcome):
        leaving.setdefault(agreement, []).append(end)
    for moves in solution.joint:
        if moves.agreement in leaving:
            refusals = []
            for party, worths in zip(moves.parties, moves.worth, strict=True):
                most = worths[leaving[moves.agreement], 0].max()
                match = int(np.flatnonzero(engine_of(model, now).rank[party][:, 0] == most)[0])
                refusals.append(now.counted(Raise(party, outcome, match, "level")))
            return min(refusals, key=lambda step: step.changes)
    return None
