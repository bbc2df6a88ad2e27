"""Coalition stability: which outcomes a group of actors upsets by a sequence of its members' own moves.

The definitions stand, sentence by sentence, in `tests.stability.literal_coalition`; here they are computed for all
outcomes at once. In short, for a coalition H: an improvement is an outcome its members can reach by their own moves,
nobody twice in succession, and which every member finds better; the others sanction it by an answer after which some
member is not better off than at the start. The five concepts differ in the answers (`COALITION_CONCEPTS`).

A coalition concept stands *beside* the individual ones: a coalition may let an outcome pass that one of its members
leaves alone. Joint moves of agreements are not asked here (they have their own rule, `detente.stability.joint`).

For a single actor CNash, CGMR, CSMR and CSEQ_individual are R, GMR, SMR and SEQ; CSEQ keeps more than SEQ, since the
others may answer together. CNash ⊆ CSEQ_individual ⊆ CSEQ, CNash ⊆ CSMR ⊆ CGMR and CSEQ_individual ⊆ CGMR always;
CSEQ ⊆ CGMR where two moves of one actor in a row are one move or none, not in every graph (there two
subcoalitions may share the actor that ends one step and begins the next).

How: sets of outcomes are rows of bits. The answers to t are the least solution of
    S_j(t) = union over t → u by j of {u} and all S_k(u), k ≠ j        (j, k: actors or subcoalitions)
and a sanction of (s, t) is a common bit of the answers to t and of what hurts against s. This needs no ranks, so
preferences given as pairs are served as well.

Sources: Kilgour, Hipel, Fang & Peng, Group Decision and Negotiation 10 (2001) 159 (coalition improvement, CNash);
Inohara & Hipel, Systems Engineering 11 (2008) (CGMR, CSMR, CSEQ; classes of coalitions, none moving twice in
succession). Both from memory, unverified: neither text could be read, only abstracts of later work. What is published
of Elmira (cases/stability/elmira) agrees. The ten cases cannot tell apart two readings that differ in principle, and we
take: CSMR asks that no reply make *all* members better off than at the start (not: one and the same member at every
reply); “twice in succession” speaks of the same subcoalition (not: of any shared member).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import combinations
from typing import Any

import numpy as np

from detente.errors import DetenteError, LimitError
from detente.outcomes.moves import Moves
from detente.outcomes.preferences import Array, Preferences
from detente.situation.identifiers import nearest, normal
from detente.stability.concepts import ANY_MOVES, IMPROVEMENTS, NO_ANSWERS, Closure, require

Coalition = tuple[str, ...]
Step = tuple[Array, Array]  # arcs: starts (sorted) and ends


@dataclass(frozen=True)
class CoalitionConcept:
    """`closure`: which answers are allowed; `by_groups`: a step of one is a joint improvement of some of the others.

    `replies`: the coalition may undo an answer. `alone`: the concept of a single actor that it stands beside; `told`:
    the two are told of together.
    """

    name: str
    symbol: str
    closure: Closure
    by_groups: bool = False
    replies: bool = False
    alone: str = ""
    told: bool = False


COALITION_CONCEPTS = {
    concept.name: concept
    for concept in (
        CoalitionConcept("cnash", "CNash", NO_ANSWERS, alone="nash", told=True),
        CoalitionConcept("cgmr", "CGMR", ANY_MOVES, alone="gmr"),
        CoalitionConcept("csmr", "CSMR", ANY_MOVES, replies=True, alone="smr"),
        CoalitionConcept("cseq", "CSEQ", IMPROVEMENTS, by_groups=True, alone="seq", told=True),
        CoalitionConcept("cseq_individual", "CSEQ (individual)", IMPROVEMENTS),
    )
}

MAX_OUTCOMES = 4_096  # here four actors take some 20 seconds and 0.6 GB; 2,048 outcomes, some 2 seconds
MAX_COALITIONS = 255
CHUNK = 1 << 18  # words of bit rows gathered at once


def all_coalitions(actors: Sequence[str]) -> list[Coalition]:
    """Every nonempty group, smallest first, members in the order of the file. Raises `LimitError` above 255."""
    count = 2 ** len(actors) - 1
    if count > MAX_COALITIONS:
        raise LimitError("coalitions_many", count=count, limit=MAX_COALITIONS)
    return [chosen for size in range(1, len(actors) + 1) for chosen in combinations(actors, size)]


def coalition_key(coalition: Coalition) -> str:
    """“japan+russia”."""
    return "+".join(coalition)


def read_coalition(text: str, actors: Sequence[str]) -> Coalition:
    """The coalition a person means by “japan+russia”, members in the order of the file.

    Raises `DetenteError` for an unknown member, for none, and for a single one (its stability is the actor's own).
    """
    parts = [inside or bare for inside, bare in re.findall(r"`([^`]*)`|([^+`]+)", text)]
    names = [normal(part.strip()) for part in parts if part.strip()]
    if not names:
        raise DetenteError("coalition_empty", text=text, known=tuple(actors))
    for name in names:
        if name not in actors:
            like = nearest(name, actors)
            raise DetenteError("coalition_member", text=text, name=name, nearest=like, known=tuple(actors))
    if len(set(names)) == 1:
        raise DetenteError("coalition_single", name=names[0])
    return tuple(actor for actor in actors if actor in names)


def pack(table: Array) -> Array:
    """The rows of a boolean table as sets: uint64 words, one bit per column."""
    rows = np.packbits(table, axis=1)
    return np.ascontiguousarray(np.pad(rows, ((0, 0), (0, -rows.shape[1] % 8)))).view(np.uint64)


def unite(source: Array, target: Array, rows: Array) -> Array:
    """For each outcome the union of the rows (sets, as bits) of where its arcs lead. Arcs are sorted by source."""
    found = np.zeros_like(rows)
    starts, first = np.unique(source, return_index=True)
    ends = np.append(first[1:], len(source))
    at_once = max(1, CHUNK // max(1, rows.shape[1]))
    place = 0
    while place < len(starts):
        stop = max(place + 1, int(np.searchsorted(ends, first[place] + at_once, "right")))
        part = rows[target[first[place] : ends[stop - 1]]]
        found[starts[place:stop]] = np.bitwise_or.reduceat(part, first[place:stop] - first[place], axis=0)
        place = stop
    return found


@dataclass(frozen=True)
class Coalitions:
    """The coalitions of one draw. Sets of outcomes are rows of bits: uint64, outcomes × ⌈outcomes / 64⌉."""

    moves: Moves
    preferences: Preferences
    draw: int = 0
    _reach: dict[Coalition, Array] = field(default_factory=dict, repr=False)
    _improvements: dict[Coalition, Step] = field(default_factory=dict, repr=False)
    _answers: dict[tuple[str, Coalition], Array] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.count > MAX_OUTCOMES:
            raise LimitError("coalition_outcomes", count=self.count, limit=MAX_OUTCOMES)

    @property
    def count(self) -> int:
        return int(self.preferences.rank.shape[2])

    @cached_property
    def itself(self) -> Array:
        """Each outcome as a set of its own."""
        return pack(np.eye(self.count, dtype=np.bool_))

    @cached_property
    def better(self) -> dict[str, Array]:
        """For each actor, entry [s, t]: t is better than s."""
        return {actor: self.preferences.better(self.draw, actor) for actor in self.preferences.actors}

    def single_moves(self, actor: str) -> Step:
        arcs = self.moves.alone[actor]
        return arcs.source, arcs.target

    def sequences(self, steps: list[Step]) -> Array:
        """What each outcome leads to by a nonempty sequence of steps, the same mover never twice in succession."""
        steps = [step for step in steps if len(step[0])]
        if not steps:
            return np.zeros_like(self.itself)
        first = [np.zeros_like(self.itself) for _ in steps]  # first[j][t]: what sequences that j begins lead to from t
        while True:
            changed = False
            for place, (source, target) in enumerate(steps):
                others = [rows for other, rows in enumerate(first) if other != place]
                after = unite(source, target, reduce(np.bitwise_or, others, self.itself))
                changed |= not np.array_equal(after, first[place])
                first[place] = after
            if not changed:
                found: Array = reduce(np.bitwise_or, first)
                return found

    def reach(self, coalition: Coalition) -> Array:
        """R_H, as bits."""
        if coalition not in self._reach:
            self._reach[coalition] = self.sequences([self.single_moves(member) for member in coalition])
        return self._reach[coalition]

    def all_better(self, coalition: Coalition) -> Array:
        """Entry [s, t]: every member finds t better than s."""
        found: Array = np.logical_and.reduce([self.better[member] for member in coalition])
        return found

    def improvements(self, coalition: Coalition) -> Step:
        """The coalition improvements: starts (sorted) and ends."""
        if coalition not in self._improvements:
            source, target = np.nonzero(self._bits(self.reach(coalition)) & self.all_better(coalition))
            self._improvements[coalition] = source, target
        return self._improvements[coalition]

    def answers(self, coalition: Coalition, concept: str) -> Array:
        """What the others can answer to each outcome, as bits."""
        others = tuple(actor for actor in self.preferences.actors if actor not in coalition)
        rule = COALITION_CONCEPTS[concept]
        require("coalitions", rule)
        if not rule.closure.answers:
            return np.zeros_like(self.itself)
        if not rule.closure.improving:
            return self.reach(others)
        key = (concept, others)
        if key not in self._answers:
            self._answers[key] = self.sequences(self._improving_steps(others, by_groups=rule.by_groups))
        return self._answers[key]

    def _improving_steps(self, others: Coalition, *, by_groups: bool) -> list[Step]:
        if by_groups:
            sizes = range(1, len(others) + 1)
            return [self.improvements(part) for size in sizes for part in combinations(others, size)]
        steps = []
        for actor in others:
            source, target = self.single_moves(actor)
            gains = self.better[actor][source, target]
            steps.append((source[gains], target[gains]))
        return steps

    def hurts(self, coalition: Coalition, concept: str) -> Array:
        """For each start the outcomes at which some member is no better off (where it may reply: and stays so)."""
        good = self.all_better(coalition)
        if not COALITION_CONCEPTS[concept].replies:
            return pack(~good)
        into = pack(self._bits(self.reach(coalition)).T)  # into[v]: from where H reaches v
        source, target = np.nonzero(good)
        undone: Array = unite(source, target, into)
        return ~(undone | pack(good))

    def open_improvements(self, coalition: Coalition, concept: str) -> Step:
        """The coalition improvements that nobody can punish: starts and ends."""
        source, target = self.improvements(coalition)
        answers, hurts = self.answers(coalition, concept), self.hurts(coalition, concept)
        unpunished = np.ones(len(source), np.bool_)
        at_once = max(1, CHUNK // max(1, answers.shape[1]))
        for place in range(0, len(source), at_once):
            part = slice(place, place + at_once)
            unpunished[part] = ~(answers[target[part]] & hurts[source[part]]).any(axis=1)
        return source[unpunished], target[unpunished]

    def stable(self, coalition: Coalition, concept: str) -> Array:
        """Boolean array: the outcomes stable for this coalition."""
        found = np.ones(self.count, np.bool_)
        found[self.open_improvements(coalition, concept)[0]] = False
        return found

    def _bits(self, rows: Array) -> Array:
        return np.unpackbits(rows.view(np.uint8), axis=1, count=self.count).astype(np.bool_)


@dataclass(frozen=True)
class GroupStability:
    """What is stable for which coalitions. `stable`: concept → coalition → boolean array over outcomes.

    `complete`: every coalition was asked, so that *universal* stability is known.
    """

    coalitions: tuple[Coalition, ...]
    stable: dict[str, dict[Coalition, Array]]
    complete: bool

    def universal(self, concept: str) -> Array:
        """Boolean array: stable for every coalition that was asked."""
        found: Array = np.logical_and.reduce(list(self.stable[concept].values()))
        return found

    def data(self, limit: int) -> dict[str, Any]:
        """The JSON contract: ids (from 1) per concept and coalition; ``universal`` is null unless all were asked."""

        def ids(mask: Array) -> list[int]:
            return [int(index) + 1 for index in np.flatnonzero(mask)[:limit]]

        return {
            "coalitions": {
                concept: {coalition_key(one): ids(mask) for one, mask in found.items()}
                for concept, found in self.stable.items()
            },
            "universal": {name: ids(self.universal(name)) for name in self.stable} if self.complete else None,
        }

    def upset_by(self, concept: str, outcome: int) -> list[Coalition]:
        """The smallest coalitions that upset an outcome: none of their parts that was asked does."""
        upset = [coalition for coalition, stable in self.stable[concept].items() if not stable[outcome]]
        return [one for one in upset if not any(set(other) < set(one) for other in upset)]


def group_stability(
    moves: Moves, preferences: Preferences, coalitions: Sequence[Coalition] | None = None
) -> GroupStability:
    """Every coalition concept for the named coalitions (members in the order of the file), or for all of them."""
    every = all_coalitions(preferences.actors) if coalitions is None else list(coalitions)
    groups = Coalitions(moves, preferences)
    stable = {concept: {one: groups.stable(one, concept) for one in every} for concept in COALITION_CONCEPTS}
    return GroupStability(tuple(every), stable, coalitions is None)
