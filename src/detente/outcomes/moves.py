"""Who can move from which outcome to which: alone, by leaving an agreement, and together.

Alone, an actor changes any subset of its own options in one move and may jump over infeasible outcomes; a ``forward``
level never falls, a ``back`` level never rises. Leaving is an individual move: a party leaves any number of its
agreements and changes any of its own options; each ``leave: any`` term of an agreement left returns to its level
without the agreement, unless the term's own ``move`` forbids that. Together, the parties of one agreement change at
least one of its terms and any of their own options, or, with its terms unchanged, own options of at least two of them.

A held actor takes part in no move; its options keep their level (`detente.outcomes.space`). An agreement with a held
party is not signed or changed; its other parties may leave it. A cut removes every single move in which
its actor takes part and whose start and end match.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from detente.errors import LimitError
from detente.outcomes.space import Space
from detente.situation.identifiers import held_parts
from detente.situation.model import Situation
from detente.situation.scope import statement_tree

Array = np.ndarray[Any, np.dtype[Any]]

MAX_ARCS = 40_000_000
SMALL = 200_000  # moves × draws up to which working them out all at once is faster than actor by actor


def runs(first: Array, length: Array) -> Array:
    """`length[k]` numbers from `first[k]` on, one run after another."""
    found: Array = np.arange(length.sum()) + np.repeat(first - np.cumsum(length) + length, length)
    return found


def each_once(values: Array) -> Array:
    """The numbers of a row in order, each once. `np.unique` puts them into a hash table first: many times as slow."""
    found: Array = np.sort(values)
    fresh = np.ones(len(found), np.bool_)
    fresh[1:] = found[1:] != found[:-1]
    return found[fresh]


@dataclass(frozen=True)
class Arcs:
    """Moves of one mover, sorted by start then end: arc k leads from `source[k]` to `target[k]`."""

    source: Array
    target: Array
    count: int

    def __len__(self) -> int:
        return len(self.source)

    @cached_property
    def first(self) -> Array:
        """Position of the first arc of each outcome; length `count` + 1."""
        return np.searchsorted(self.source, np.arange(self.count + 1))

    def from_(self, outcome: int) -> Array:
        """Where the mover can go from this outcome."""
        found: Array = self.target[self.first[outcome] : self.first[outcome + 1]]
        return found

    @cached_property
    def _into(self) -> tuple[Array, Array]:
        """The starts of the moves in the order of their ends, and the position of the first to each outcome."""
        order = np.argsort(_narrow(self.target), kind="stable")
        first = np.concatenate([[0], np.cumsum(np.bincount(self.target, minlength=self.count))])
        return self.source[order], first

    def into(self, outcomes: Array) -> tuple[Array, Array]:
        """Starts and ends of all moves that lead to one of these outcomes."""
        starts, first = self._into
        length = first[outcomes + 1] - first[outcomes]
        return starts[runs(first[outcomes], length)], np.repeat(outcomes, length)

    def out_of(self, outcomes: Array) -> tuple[Array, Array]:
        """Starts and ends of all moves that leave one of these outcomes."""
        length = self.first[outcomes + 1] - self.first[outcomes]
        return np.repeat(outcomes, length), self.target[runs(self.first[outcomes], length)]

    @cached_property
    def padded(self) -> Array:
        """Ends of the moves as a table, outcomes × most moves; rows are filled up with the outcome itself."""
        most = int(np.diff(self.first).max(initial=0))
        table = np.asfortranarray(np.repeat(np.arange(self.count)[:, None], most, axis=1))  # it is read by columns
        table[self.source, np.arange(len(self)) - self.first[self.source]] = self.target
        return table


@dataclass(frozen=True)
class Moves:
    """All moves of a situation. `alone`: arcs per actor (leaving included); `together`: arcs per agreement.

    `parties`: the parties of each agreement that can act. `transitive`: two moves in succession by one actor are one
    move or none, for every actor (so the rule “nobody moves twice in succession” asks nothing).
    """

    alone: dict[str, Arcs]
    together: dict[str, Arcs]
    parties: dict[str, tuple[str, ...]]
    transitive: bool

    def all_padded(self, actors: tuple[str, ...]) -> Array | None:
        """`Arcs.padded` of all these actors as one table, moves × actors × outcomes; None where it would be large.

        The outcomes of each actor are counted on from those of the one before.
        """
        if actors not in self._padded:
            self._padded[actors] = _all_padded([self.alone[actor] for actor in actors])
        return self._padded[actors]

    @cached_property
    def _padded(self) -> dict[tuple[str, ...], Array | None]:
        return {}


def _all_padded(movers: list[Arcs]) -> Array | None:
    if not movers:
        return None
    count, most = movers[0].count, max(arcs.padded.shape[1] for arcs in movers)
    if len(movers) * count * most > SMALL:
        return None
    table = np.empty((most, len(movers), count), np.int64)
    for place, arcs in enumerate(movers):
        table[:, place] = np.arange(count)
        table[: arcs.padded.shape[1], place] = arcs.padded.T
        table[:, place] += place * count
    return table


def moves_of(situation: Situation, space: Space) -> Moves:
    """The moves between the feasible outcomes. Raises `LimitError` when they are too many to list."""
    parties = active_parties(situation)
    together = {
        name: _cut(_joint_moves(space, name, members), situation, space, members) for name, members in parties.items()
    }
    transitive = not situation.cuts and not space.nodes
    return Moves(own_moves(situation, space), together, parties, transitive)


def own_moves(situation: Situation, space: Space) -> dict[str, Arcs]:
    """The moves of each actor alone, leaving included."""
    held = held_actors(situation)
    if space.nodes:
        return _graph_moves(situation, space, held)
    alone = {}
    for actor in situation.actors:
        signed = [name for name, record in situation.agreements.items() if actor in record.parties]
        arcs = _empty(space) if actor in held else _moves_alone(space, actor, signed)
        alone[actor] = _cut(arcs, situation, space, (actor,))
    return alone


def active_parties(situation: Situation) -> dict[str, tuple[str, ...]]:
    """The parties of each agreement that can be signed or changed: none of them is held."""
    held = held_actors(situation)
    return {name: record.parties for name, record in situation.agreements.items() if not held & set(record.parties)}


def held_actors(situation: Situation) -> set[str]:
    """Actors that ``held`` names whole."""
    named = [held_parts(item.hold, situation.actors) for item in situation.held]
    return {parts[0] for parts in named if len(parts) == 1}


def _empty(space: Space) -> Arcs:
    none = np.zeros(0, np.int64)
    return Arcs(none, none, space.count)


def _graph_moves(situation: Situation, space: Space, held: set[str]) -> dict[str, Arcs]:
    place = {name: index for index, name in enumerate(space.nodes)}
    alone = {}
    for actor in situation.actors:
        pairs = sorted({(place[a], place[b]) for a, b in situation.moves.get(actor, ()) if a != b})
        table = np.array(pairs if actor not in held else [], np.int64).reshape(-1, 2)
        alone[actor] = Arcs(table[:, 0].copy(), table[:, 1].copy(), space.count)
    return alone


def _moves_alone(space: Space, actor: str, agreements: list[str]) -> Arcs:
    """Moves of one actor: own options alone, and with any of its agreements left."""
    own = [place for place, axis in enumerate(space.axes) if axis.kind == "option" and axis.owner == actor]
    start, after = _left_any(space, agreements)
    source, target = _reachable(space, after, own, start)
    if len(start) > space.count:
        keys = each_once(source * space.count + target)
        source, target = keys // space.count, keys % space.count
    return Arcs(source, target, space.count)


def _left_any(space: Space, agreements: list[str]) -> tuple[Array, Array]:
    """Every outcome with any number of the agreements left: the outcome, and the levels after (perhaps not feasible).

    Agreement by agreement, keeping only what leaving it changes, so that agreements nobody has signed cost nothing.
    """
    start, after = np.arange(space.count), space.levels
    for agreement in agreements:
        left = _left(space, after, agreement)
        changed = (left != after).any(axis=1)
        start, after = np.concatenate([start, start[changed]]), np.concatenate([after, left[changed]])
        if len(start) > MAX_ARCS // 8:
            raise LimitError("moves_many", count=len(start), limit=MAX_ARCS // 8)
    return start, after


def _left(space: Space, levels: Array, agreement: str) -> Array:
    """The levels once this agreement is left."""
    after = levels.copy()
    for place, axis in enumerate(space.axes):
        if axis.kind == "term" and axis.owner == agreement and axis.leave == "any":
            returns = np.full_like(levels[:, place], axis.without)
            forbidden = _forbidden(levels[:, place], returns, axis.move)
            after[:, place] = np.where(forbidden, levels[:, place], returns)
    return after


def _forbidden(before: Array, after: Array, move: str) -> Array:
    """Where a change of level goes against the direction of its option or term."""
    if move == "forward":
        return after < before
    return after > before if move == "back" else np.zeros(before.shape, np.bool_)


def _reachable(space: Space, after: Array, free: list[int], start: Array | None = None) -> tuple[Array, Array]:
    """Pairs (start, end), in order, where end is `after` outside the free axes and respects their direction.

    `start`: the outcome that each row of `after` came from; without it, row k came from outcome k.
    """
    fixed = [place for place in range(len(space.axes)) if place not in free]
    keys = _keys(np.concatenate([after[:, fixed], space.levels[:, fixed]]))
    source, target = _matches(keys[: len(after)], keys[len(after) :])
    source = source if start is None else start[source]
    keep = source != target
    for place in free:
        if space.axes[place].move != "both":
            column = space.levels[:, place]
            keep &= ~_forbidden(column[source], column[target], space.axes[place].move)
    return source[keep], target[keep]


def _keys(rows: Array) -> Array:
    """A number per row of levels, equal for equal rows."""
    sizes = [int(size) for size in rows.max(axis=0, initial=0) + 1]
    if prod(sizes) < 1 << 62:
        strides = np.cumprod([1, *sizes], dtype=np.int64)[:-1]
        keys: Array = rows.astype(np.int64) @ strides
        return keys
    return np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1)


def _narrow(keys: Array) -> Array:
    """The same numbers in as few bytes as hold them: what is read millions of times fits the cache."""
    return keys.astype(np.min_scalar_type(int(keys.max(initial=0))))


def _matches(starts: Array, ends: Array) -> tuple[Array, Array]:
    """All pairs of positions whose key is the same."""
    order = np.argsort(ends, kind="stable")
    low = np.searchsorted(ends[order], starts, "left")
    number = np.searchsorted(ends[order], starts, "right") - low
    total = int(number.sum())
    if total > MAX_ARCS:
        raise LimitError("moves_many", count=total, limit=MAX_ARCS)
    return np.repeat(np.arange(len(starts)), number), order[runs(low, number)]


def _joint_moves(space: Space, agreement: str, parties: tuple[str, ...]) -> Arcs:
    terms = [place for place, axis in enumerate(space.axes) if axis.kind == "term" and axis.owner == agreement]
    own = {
        party: [p for p, axis in enumerate(space.axes) if axis.kind == "option" and axis.owner == party]
        for party in parties
    }
    free = [*terms, *(place for places in own.values() for place in places)]
    source, target = _reachable(space, space.levels, free)

    def changed(places: list[int]) -> Array:
        keys = _narrow(_keys(space.levels[:, places]))
        found: Array = np.take(keys, source) != np.take(keys, target)
        return found

    keep, movers = changed(terms), np.zeros(len(source), np.uint16)
    for places in own.values():
        movers += changed(places)
    keep |= movers >= 2
    for place in terms:
        axis = space.axes[place]
        if axis.leave == "never":
            without = space.levels[:, place] == axis.without
            keep &= np.take(without, source) | ~np.take(without, target)
    return Arcs(source[keep], target[keep], space.count)


def _cut(arcs: Arcs, situation: Situation, space: Space, movers: tuple[str, ...]) -> Arcs:
    keep = np.ones(len(arcs), np.bool_)
    for cut in situation.cuts.values():
        if cut.actor in movers:
            start = space.truth_of(statement_tree(cut.from_, space.scope))
            end = space.truth_of(statement_tree(cut.to, space.scope))
            keep &= ~(start[arcs.source] & end[arcs.target])
    return arcs if keep.all() else Arcs(arcs.source[keep], arcs.target[keep], space.count)
