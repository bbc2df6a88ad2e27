"""What each actor prefers, as integer ranks (draw × actor × outcome; higher is better, equal is a tie).

*Better for i* means everywhere a gain above i's inertia. Two integers per outcome carry that through every ordinal
analysis: `rank` of its utility u and `lifted`, the rank of u + inertia among all utilities: t is better than s for i
iff rank(t) > lifted(s). Without inertia the two are the same.

Constant weights are decimals scaled to integers, so ties are exact. Otherwise utilities are sorted draw by draw and
neighbours closer than 1e-9 × Σ|weight| share a rank (chained). Preferences given as pairs (``prefers``) need not be
transitive and have no rank; they are kept as a matrix. What is *greatly* better is worked out on request
(`detente.outcomes.preference_strength`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Any

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.moves import each_once
from detente.outcomes.numbers import Numbers
from detente.situation.identifiers import split_reference
from detente.situation.quantity import Formula, Known, Uniform
from detente.situation.records import Quantity
from detente.situation.wants import Item, Preference

Array = np.ndarray[Any, np.dtype[Any]]

TIE_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Preferences:
    """`rank` and `lifted`: int32, draws × actors × outcomes. `pairs`: actor → boolean matrix [worse, better].

    `far`: the least rank that is greatly better than each outcome (same shape; None: no strength was worked out), and
    `much`: the same for preferences given as pairs.
    """

    actors: tuple[str, ...]
    rank: Array
    lifted: Array
    pairs: dict[str, Array]
    far: Array | None = None
    much: dict[str, Array] = field(default_factory=dict)

    def better(self, draw: int, actor: str) -> Array:
        """Boolean matrix: entry [s, t] says that t is better than s for this actor."""
        if actor in self.pairs:
            return self.pairs[actor]
        place = self.actors.index(actor)
        found: Array = self.rank[draw, place][None, :] > self.lifted[draw, place][:, None]
        return found

    def greatly_worse(self, draw: int, actor: str) -> Array:
        """Boolean matrix: entry [s, t] says that t is greatly worse than s for this actor."""
        if actor in self.much:
            return self.much[actor].T.copy()
        if actor in self.pairs or self.far is None:
            return np.zeros((self.rank.shape[2], self.rank.shape[2]), np.bool_)
        place = self.actors.index(actor)
        found: Array = self.far[draw, place][None, :] <= self.rank[draw, place][:, None]
        return found


def preferences_of(numbers: Numbers) -> Preferences:
    """The preferences of every actor in every draw; an actor without any is indifferent to all."""
    situation, space = numbers.situation, numbers.space
    actors = tuple(situation.actors)
    rank = np.zeros((numbers.count, len(actors), space.count), np.int32)
    lifted = np.zeros_like(rank)
    pairs = {}
    for place, actor in enumerate(actors):
        preference = situation.preferences.get(actor)
        if preference is None:
            continue
        if preference.kind == "prefers":
            pairs[actor] = _pair_matrix(preference, space.nodes)
        else:
            rank[:, place], lifted[:, place] = ranks_of(preference, numbers, actor, ("preferences", actor))
    return Preferences(actors, rank, lifted, pairs)


def _pair_matrix(preference: Preference, nodes: tuple[str, ...]) -> Array:
    """What is better as listed. Unknown pairs count as not better; fuzzy and probable ones as the likelier way."""
    if preference.fuzzy is not None or preference.probable is not None:
        low, high = graded_matrices(preference, nodes)
        likelier: Array = low + high > (low + high).T
        return likelier
    degrees = [pair for pairs in (preference.degrees or {}).values() for pair in pairs]
    return pair_matrix((*(preference.prefers or ()), *much_pairs(preference), *degrees), nodes)


def graded_matrices(preference: Preference, nodes: tuple[str, ...]) -> tuple[Array, Array]:
    """The degree (`fuzzy`) or probability (`probable`) to which t is preferred to s, at [s, t], as exact fractions.

    Two matrices: where a range is given, its lower and its upper end; elsewhere the same.
    """
    half = Fraction(1, 2) if preference.fuzzy is not None else Fraction(0)
    low = np.full((len(nodes), len(nodes)), half)
    high = low.copy()
    place = {name: index for index, name in enumerate(nodes)}
    for one, other, value in preference.fuzzy or preference.probable or ():
        assert isinstance(value.form, Known | Uniform)  # the reader refuses all else
        least, most = value.form.bounds
        low[place[other], place[one]], high[place[other], place[one]] = Fraction(least), Fraction(most)
        if preference.fuzzy is not None:
            low[place[one], place[other]], high[place[one], place[other]] = 1 - Fraction(most), 1 - Fraction(least)
    return low, high


def much_pairs(preference: Preference) -> tuple[tuple[str, str], ...]:
    """The pairs (better, worse) between which the difference is great, as listed."""
    return preference.much if isinstance(preference.much, tuple) else ()


def pair_matrix(pairs: tuple[tuple[str, str], ...], nodes: tuple[str, ...]) -> Array:
    """Entry [worse, better] is true for the pairs (better, worse) and nothing else."""
    place = {name: index for index, name in enumerate(nodes)}
    better = np.zeros((len(nodes), len(nodes)), np.bool_)
    for best, worst in pairs:
        better[place[worst], place[best]] = True
    return better


def ranks_of(preference: Preference, numbers: Numbers, actor: str, path: tuple[str, ...]) -> tuple[Array, Array]:
    """rank and lifted of one actor: two arrays (draws, outcomes)."""
    match preference.kind:
        case "goals":
            return _cardinal_ranks(preference, numbers, actor, path)
        case "priorities":
            rank = by_conditions(preference.priorities or (), numbers, priority_rank, (*path, "priorities"))
        case "ranking":
            rank = _ranking_ranks(preference.ranking or (), numbers, actor, (*path, "ranking"))
        case _:
            return _alternative_ranks(preference, numbers, actor, path)
    return rank, rank


def _alternative_ranks(
    preference: Preference, numbers: Numbers, actor: str, path: tuple[str, ...]
) -> tuple[Array, Array]:
    chosen = numbers.alternatives(preference, actor)
    rank = np.zeros((numbers.count, numbers.space.count), np.int32)
    lifted = np.zeros_like(rank)
    for place, alternative in enumerate(preference.any or ()):
        draws = np.flatnonzero(chosen == place)
        if len(draws):
            one, other = ranks_of(alternative, numbers, actor, (*path, "any", str(place)))
            rank[draws], lifted[draws] = one[draws], other[draws]
    return rank, lifted


def utility(preference: Preference, numbers: Numbers, path: tuple[str, ...]) -> tuple[Array, Array]:
    """Utility (draws, outcomes) and the sum of absolute weights (draws,) of goals, points and base."""
    total = np.zeros((numbers.count, numbers.space.count))
    size = np.zeros(numbers.count)
    for quantity, place, sign, truth in summands(preference, numbers, path):
        weight = numbers.value(quantity, place)
        total += sign * weight * truth
        size += np.abs(weight).max(axis=1)
    return total, size


def summands(
    preference: Preference, numbers: Numbers, path: tuple[str, ...]
) -> list[tuple[Quantity, tuple[str, ...], int, Array]]:
    """The summands of a utility: weight, its path, its sign, and the outcomes in which it counts."""
    found: list[tuple[Quantity, tuple[str, ...], int, Array]] = []
    for name, goal in (preference.goals or {}).items():
        statement, sign = (goal.want, 1) if goal.want is not None else (goal.avoid, -1)
        found.append((goal.weight, (*path, "goals", name, "weight"), sign, numbers.statement(statement or "true")))
    for key, table in preference.tables.items():
        parts = split_reference(key)
        axis = numbers.space.axes[numbers.space.column[parts]]  # type: ignore[index]
        level = numbers.levels(parts)
        for name, quantity in table.items():
            found.append((quantity, (*path, "points", key, name), 1, level == axis.levels.index(name)))
    if preference.base is not None:
        found.append((preference.base, (*path, "base"), 1, np.ones(numbers.space.count, np.bool_)))
    return found


def _cardinal_ranks(preference: Preference, numbers: Numbers, actor: str, path: tuple[str, ...]) -> tuple[Array, Array]:
    exact = exact_utility(preference, numbers.situation.actors[actor].inertia, numbers, path)
    if exact is not None:
        whole, least = exact
        values = each_once(np.concatenate([whole, whole + least]))
        rank = np.searchsorted(values, whole).astype(np.int32)
        lifted = np.searchsorted(values, whole + least).astype(np.int32)
        shape = (numbers.count, numbers.space.count)
        return np.broadcast_to(rank, shape), np.broadcast_to(lifted, shape)
    utilities, size, kind = _utility_by_kind(preference, numbers, path)
    threshold = inertia_of(actor, numbers)
    if threshold is None:
        rank, _ = chained_ranks(utilities, utilities[:, :0], TIE_TOLERANCE * size)
        return rank[:, kind], rank[:, kind]
    rank, lifted = chained_ranks(utilities, utilities + threshold[:, None], TIE_TOLERANCE * size)
    return rank[:, kind], lifted[:, kind]


def inertia_of(actor: str, numbers: Numbers) -> Array | None:
    """The gain that an actor does not move for, in every draw (draws,); None where the file names none."""
    inertia = numbers.situation.actors[actor].inertia
    if inertia is None:
        return None
    path = ("actors", actor, "inertia")
    threshold = numbers.value(inertia, path)[:, 0]
    if (threshold < 0).any():
        draw = int(threshold.argmin())
        shown = numbers.shown(inertia.form.text, draw) if isinstance(inertia.form, Formula) else ""
        value = float(threshold[draw])
        raise DetenteError("inertia_negative", path=".".join(path), actor=actor, value=value, values=shown)
    return threshold


def _utility_by_kind(preference: Preference, numbers: Numbers, path: tuple[str, ...]) -> tuple[Array, Array, Array]:
    """Utility of every kind of outcome (draws, kinds), the sum of absolute weights, and the kind of each outcome."""
    found = weighed(preference, numbers, path)
    if found is None:
        return (*utility(preference, numbers, path), np.arange(numbers.space.count))
    weights, met, kind = found
    total, size = np.zeros((numbers.count, met.shape[1])), np.zeros(numbers.count)
    for weight, here in zip(weights, met, strict=True):
        total += weight[:, None] * here
        size += np.abs(weight)
    return total, size, kind


def weighed(preference: Preference, numbers: Numbers, path: tuple[str, ...]) -> tuple[Array, Array, Array] | None:
    """What a utility is the sum of: signed weights (summands, draws), where they count (summands, kinds), and kinds.

    Outcomes in which the same goals are met are of one kind: their utility is the same in every draw, so there is far
    less to sort. None where a weight depends on the outcome.
    """
    parts = [(numbers.value(q, place), sign, truth) for q, place, sign, truth in summands(preference, numbers, path)]
    if any(weight.shape[1] > 1 for weight, _, _ in parts):
        return None
    met = np.array([truth for _, _, truth in parts]).reshape(len(parts), numbers.space.count)
    kinds, kind = _kinds(met.shape, met.tobytes())
    weights = np.array([sign * weight[:, 0] for weight, sign, _ in parts])
    return weights.reshape(len(parts), numbers.count), kinds, kind


@lru_cache(maxsize=64)
def _kinds(shape: tuple[int, int], met: bytes) -> tuple[Array, Array]:
    """The different columns of a boolean table, and which of them each column is; the same for every draw."""
    kinds, kind = np.unique(np.frombuffer(met, np.bool_).reshape(shape), axis=1, return_inverse=True)
    return kinds, kind.reshape(-1)


def exact_utility(
    preference: Preference, threshold: Quantity | None, numbers: Numbers, path: tuple[str, ...]
) -> tuple[Array, int] | None:
    """Utilities and a threshold as integers, if every number is a known decimal and nothing is rescaled; else None.

    None too where they come to 2⁶² or more in all: their sums and differences would not fit 64 bits.
    """
    terms = summands(preference, numbers, path)
    weights = [quantity.form for quantity, *_ in terms] + ([threshold.form] if threshold else [])
    if not all(isinstance(weight, Known) for weight in weights) or numbers.scale:
        return None
    fractions = [weight.value for weight in weights if isinstance(weight, Known)]
    scale = lcm(*(fraction.denominator for fraction in fractions))
    integers = [fraction.numerator * (scale // fraction.denominator) for fraction in fractions]
    if sum(map(abs, integers)) >= 1 << 62:
        return None
    total = np.zeros(numbers.space.count, np.int64)
    for (_, _, sign, truth), weight in zip(terms, integers, strict=False):
        total += sign * weight * truth
    return total, integers[-1] if threshold else 0


def chained_ranks(utilities: Array, lifted: Array, tolerance: Array) -> tuple[Array, Array]:
    """Ranks of both arrays in one common order, per draw; neighbours nearer than the tolerance share a rank."""
    both = np.concatenate([utilities, lifted], axis=1)
    order = np.argsort(both, axis=1)  # equal ones in any order: they share a rank
    ordered = np.take_along_axis(both, order, axis=1)
    step = np.diff(ordered, axis=1) > tolerance[:, None]
    rising = np.concatenate([np.zeros((len(both), 1), np.int32), np.cumsum(step, axis=1, dtype=np.int32)], axis=1)
    ranks = np.empty_like(rising)
    np.put_along_axis(ranks, order, rising, axis=1)
    return ranks[:, : utilities.shape[1]], ranks[:, utilities.shape[1] :]


def by_conditions(entries: tuple[Any, ...], numbers: Numbers, rank_of: Any, path: tuple[str, ...]) -> Array:
    """Ranks (draws, outcomes) of entries some of which count only in draws where their ``when`` is true."""
    items = [entry for entry in entries if isinstance(entry, Item)]
    if not any(item.when for item in items):
        return np.broadcast_to(rank_of(items, numbers), (numbers.count, numbers.space.count))
    active = np.array(
        [numbers.condition(item.when, path) if item.when else np.full(numbers.count, True) for item in items]
    )
    bits = np.ascontiguousarray(np.packbits(active, axis=0).T)  # a row of bytes for each draw
    _, first, which = np.unique(bits.view(f"V{bits.shape[1]}"), return_index=True, return_inverse=True)
    patterns = active[:, first].T
    ranks = np.array([rank_of([i for i, on in zip(items, row, strict=True) if on], numbers) for row in patterns])
    found: Array = ranks[which.ravel()]
    return found


def priority_rank(items: list[Item], numbers: Numbers) -> Array:
    """Lexicographic rank: the first statement outweighs all later ones together."""
    rank = np.zeros(numbers.space.count, np.int64)
    for item in items:
        rank = np.unique(2 * rank + numbers.statement(item.want), return_inverse=True)[1]
    return rank.astype(np.int32)


def _ranking_ranks(entries: tuple[Any, ...], numbers: Numbers, actor: str, path: tuple[str, ...]) -> Array:
    groups = [entry for entry in entries if not isinstance(entry, str)]
    flat = tuple(item for group in groups for item in group)
    group_of = [place for place, group in enumerate(groups) for _ in group]
    number = {id(item): group_of[place] for place, item in enumerate(flat)}

    def rank_of(items: list[Item], numbers: Numbers) -> Array:
        rank = np.full(numbers.space.count, -1, np.int32)
        for item in items:
            rank[numbers.statement(item.want) & (rank == -1)] = len(groups) - number[id(item)]
        if (rank == -1).any():
            raise DetenteError("ranking_incomplete", actor=actor, outcomes=unranked(rank, numbers))
        return rank

    return by_conditions(flat, numbers, rank_of, path)


def unranked(rank: Array, numbers: Numbers) -> tuple[str, ...]:
    """Up to three outcomes that belong to no group (-1)."""
    return tuple(numbers.space.name(int(index)) for index in np.flatnonzero(rank == -1)[:3])
