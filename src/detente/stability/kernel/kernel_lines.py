"""The compiled part of the kernel where actors have very many moves: along lines, instead of move by move.

A *line* of an actor: outcomes from each of which it can move to every other one; all who agree on what the others do.
What the moves of an actor are asked for is then the best, the worst, or the first few in order of a line. So a draw
costs as much as there are outcomes, and not as there are moves, which are a line's length times as many. Lines must
be all that there is: no move is missing (one-way options, cuts), and there are no agreements.

The definitions are those of `detente.stability.kernel.kernel_compiled` and `kernel_classes`, and the functions `drawn`,
`solved` and `ended` are called alike; the property tests compare them. Here every draw is worked out by itself.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.compiled import njit
from detente.stability.kernel.kernel_compiled import Array

LOW, HIGH = np.int32(-(2**30)), np.int32(2**30)  # below and above every rank


class Lines(NamedTuple):
    """`line[i, s]`: the number of the line of actor i that s is in; it has ``size[i, line[i, s]]`` outcomes."""

    line: Array
    size: Array


class Lined(NamedTuple):
    """What the actors prefer in a block of draws (draws × actors × outcomes).

    `order`: the outcomes line by line, best first; `above`: how many of its line are improvements.
    """

    rank: Array
    lifted: Array
    order: Array
    above: Array


@njit(cache=True, nogil=True)
def sorted_along(lines, rank, lifted, order, above):  # type: ignore[no-untyped-def]
    """Fill in `order` and `above` (`Lined`) of one draw."""
    actors, count = rank.shape
    for i in range(actors):
        top = rank[i].max()
        begin, place = np.zeros(count + 1, np.int64), np.zeros(top + 3, np.int64)
        for k in range(count):
            begin[k + 1] = begin[k] + lines.size[i, k]
            place[top - rank[i, k] + 1] += 1
        for k in range(1, len(place)):
            place[k] += place[k - 1]
        best, free = np.empty(count, np.int64), begin.copy()
        for s in range(count):
            worse = top - rank[i, s]
            best[place[worse]] = s
            place[worse] += 1
        for s in best:
            order[i, free[lines.line[i, s]]] = s
            free[lines.line[i, s]] += 1
        number, line = 0, -1
        for s in order[i]:
            if lines.line[i, s] != line:
                number, line = 0, lines.line[i, s]
            first = begin[line]
            while number < lines.size[i, line] and rank[i, order[i, first + number]] > lifted[i, s]:
                number += 1
            while number > 0 and rank[i, order[i, first + number - 1]] <= lifted[i, s]:
                number -= 1
            above[i, s] = number


@njit(cache=True, nogil=True)
def closed_along(size, order, above, improving, value, least):  # type: ignore[no-untyped-def]
    """Lower every value to the least at which one move of this actor can arrive; whether that changes any.

    Its moves in succession are one move, so that closes the values under its moves.
    """
    changed, begin = False, 0
    for length in size:
        least[0] = HIGH
        for k in range(length):
            least[k + 1] = min(least[k], value[order[begin + k]])
        for s in order[begin : begin + length]:
            low = least[above[s] if improving else length]
            if low < value[s]:
                value[s] = low
                changed = True
        begin += length
    return changed


@njit(cache=True, nogil=True)
def thresholds(lines, rank, order, above, answered, improving, replies, worth):  # type: ignore[no-untyped-def]
    """w of every actor when the others answer: min(rank, closed seed)."""
    actors, count = rank.shape
    value, least = np.empty(count, np.int32), np.empty(count + 1, np.int32)
    for i in range(actors):
        begin = 0
        for length in lines.size[i]:
            for s in order[i, begin : begin + length]:
                value[s] = rank[i, order[i, begin] if replies else s]
            begin += length
        unchanged, mover = 0, 0
        while answered and unchanged < actors - 1:
            if mover != i:
                own = lines.size[mover], order[mover], above[mover]
                unchanged = 1 if closed_along(*own, improving, value, least) else unchanged + 1
            mover = (mover + 1) % actors
        for s in range(count):
            worth[i, s] = min(value[s], rank[i, s])


@njit(cache=True, nogil=True)
def marked(lines, worth, lifted, back, among, seen):  # type: ignore[no-untyped-def]
    """Mark, among these outcomes, all that lead to what is marked (`back`), or that it leads to.

    An actor moves from s to t of one line if w of t is above lifted of s; so of what is marked in a line the highest w
    counts, or the lowest lifted.
    """
    actors, count = worth.shape
    bound = np.full((actors, count), LOW if back else HIGH)
    for s in range(count):
        for i in range(actors if seen[s] else 0):
            line = lines.line[i, s]
            bound[i, line] = max(bound[i, line], worth[i, s]) if back else min(bound[i, line], lifted[i, s])
    changed = True
    while changed:
        changed = False
        for s in range(count):
            if seen[s] or not among[s]:
                continue
            for i in range(actors):
                line = lines.line[i, s]
                seen[s] |= bound[i, line] > lifted[i, s] if back else worth[i, s] > bound[i, line]
            for i in range(actors if seen[s] else 0):
                line = lines.line[i, s]
                bound[i, line] = max(bound[i, line], worth[i, s]) if back else min(bound[i, line], lifted[i, s])
                changed = True


@njit(cache=True, nogil=True)
def circling(lines, worth, lifted, lost, member):  # type: ignore[no-untyped-def]
    """Mark the cycles in which what is `lost` ends; how many there are.

    From any outcome on: either all that it leads to leads back, and that is a cycle which nothing leaves; or some of it
    does not, and leads to less.
    """
    count, number = len(lost), 0
    ahead, behind = np.empty(count, np.bool_), np.empty(count, np.bool_)
    for k in range(count):
        while lost[k]:
            s, last = k, -1
            while s != last:
                ahead[:] = False
                behind[:] = False
                ahead[s] = behind[s] = True
                marked(lines, worth, lifted, False, lost, ahead)
                marked(lines, worth, lifted, True, ahead, behind)
                last = s
                for t in range(count):
                    if ahead[t] and not behind[t]:
                        s = t
            number += 1
            for t in range(count):
                member[t] |= ahead[t]
            marked(lines, worth, lifted, True, lost, ahead)
            for t in range(count):
                lost[t] &= not ahead[t]
    return number


@njit(cache=True, nogil=True)
def resting(lines, worth, lifted, rest):  # type: ignore[no-untyped-def]
    """Mark where nobody moves: nothing in any line is worth more."""
    actors, count = worth.shape
    rest[:] = True
    highest = np.empty(count, np.int64)
    for i in range(actors):
        highest[:] = LOW
        for s in range(count):
            highest[lines.line[i, s]] = max(highest[lines.line[i, s]], worth[i, s])
        for s in range(count):
            rest[s] &= highest[lines.line[i, s]] <= lifted[i, s]


@njit(cache=True, nogil=True)
def classes(lines, draws, answered, improving, replies, start, rest, member, seen, cycles):  # type: ignore[no-untyped-def]
    """Mark for each draw where nobody moves, the members of the classes in which things can end, and what the start
    leads to; count the classes that are cycles.
    """
    number, actors, count = draws.rank.shape
    worth, everywhere = np.empty((actors, count), np.int32), np.ones(count, np.bool_)
    reach, lost = np.empty(count, np.bool_), np.empty(count, np.bool_)
    for d in range(number):
        lifted = draws.lifted[d]
        thresholds(lines, draws.rank[d], draws.order[d], draws.above[d], answered, improving, replies, worth)
        resting(lines, worth, lifted, rest[d])
        reach[:] = rest[d]
        member[d] = rest[d]
        marked(lines, worth, lifted, True, everywhere, reach)
        for s in range(count):
            lost[s] = not reach[s]
        cycles[d] = circling(lines, worth, lifted, lost, member[d])
        if start >= 0:
            seen[d, start] = True
            marked(lines, worth, lifted, False, everywhere, seen[d])


@njit(cache=True, nogil=True)
def sorted_all(lines, draws):  # type: ignore[no-untyped-def]
    """Fill in `order` and `above` of every draw."""
    for d in range(len(draws.rank)):
        sorted_along(lines, draws.rank[d], draws.lifted[d], draws.order[d], draws.above[d])


def lines_of(first: Array, ends: Array) -> Lines | None:
    """The lines of the actors whose moves these are (`kernel_compiled.Tables`); None where moves make none."""
    count = first.shape[1] - 1
    line, size = np.empty((len(first), count), np.int32), np.zeros((len(first), count), np.int32)
    for i, begins in enumerate(first):
        moves, targets = np.diff(begins), ends[begins[0] : begins[-1]].astype(np.int64)
        lowest = np.arange(count)
        lowest[moves > 0] = np.minimum(lowest[moves > 0], ends[begins[:-1][moves > 0]])
        if (np.bincount(lowest, minlength=count)[lowest] != moves + 1).any():
            return None
        if (lowest[targets] != np.repeat(lowest, moves)).any():
            return None
        _, line[i], sizes = np.unique(lowest, return_inverse=True, return_counts=True)
        size[i, : len(sizes)] = sizes
    return Lines(line, size)


def drawn(lines: Lines, rank: Array, lifted: Array) -> Lined:
    """A block of draws from its ranks."""
    ranks = [np.ascontiguousarray(table.transpose(2, 0, 1), np.int32) for table in (rank, lifted)]
    draws = Lined(*ranks, *(np.empty(ranks[0].shape, np.int32) for _ in range(2)))
    sorted_all(lines, draws)
    return draws


def _classes(lines: Lines, draws: Lined, depth: int, improving: bool, replies: bool, start: int) -> tuple[Array, ...]:
    """`classes` of a block: rest, members, what the start leads to, and how many cycles there are."""
    count, _, outcomes = draws.rank.shape
    rest, member, seen = (np.zeros((count, outcomes), np.bool_) for _ in range(3))
    cycles = np.zeros(count, np.int64)
    classes(lines, draws, depth != 0, improving, replies, start, rest, member, seen, cycles)
    return rest, member, seen, cycles


def _said(truths: Array, member: Array, codes: Array) -> None:
    """The answer to every question over these members of classes, as in `kernel_classes`."""
    for q, truth in enumerate(truths):
        yes, no = member[:, truth].any(axis=1), member[:, ~truth].any(axis=1)
        codes[:, q] = np.where(yes, np.where(no, 1, 2), 0)


def solved(
    lines: Lines,
    draws: Lined,
    depth: int,
    improving: bool,
    replies: bool,
    truths: Array,
    start: int,
    predicted: Array,
    possible: Array,
    numbers: Array,
    stable: Array,
) -> None:
    """One concept on a block of draws; `depth` is 0 or without limit."""
    rest, member, seen, cycles = _classes(lines, draws, depth, improving, replies, start)
    numbers[:, 1], numbers[:, 2] = cycles, rest.sum(axis=1)
    numbers[:, 0] = numbers[:, 1] + numbers[:, 2]
    stable[:] = np.packbits(rest, axis=1, bitorder="little")
    _said(truths, member, possible)
    if start >= 0:
        _said(truths, member & seen, predicted)


def ended(lines: Lines, draws: Lined, depth: int, improving: bool, replies: bool, start: int, bits: Array) -> None:
    """For each draw of a block, the members of the classes in which things can end from the start, as bits."""
    _, member, seen, _ = _classes(lines, draws, depth, improving, replies, start)
    bits[:] = np.packbits(member & seen, axis=1, bitorder="little")
