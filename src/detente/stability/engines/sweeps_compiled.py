"""The inner loops of `detente.stability.engines.sweeps`, compiled by Numba (extra ``fast``).

Values lie in a table of cells × 4 lanes, one focal actor a lane, so that the opponents' order along a line is read once
for four actors. A line is fixed by what everybody else does; its places are grouped in blocks (see `grid.Side`). The
highest number of the type means “no value”: it is what infeasible cells hold.

A closure goes over the lines of one mover after another until nothing changes. A line is looked at again only if one
of its cells has changed since (`dirty`, one mark per line of every mover), so late rounds cost little; as long as most
cells change, all lines count as marked. Values only fall and are finitely many, so this ends; what it ends with does
not depend on the order.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import compiled

LANES = 4
NEIGHBOURS = 4  # lines that are walked in a copy that lies close together: they share what the processor fetches
LONG = 1 << 12  # places of a line from which on such a copy would not stay near the processor


@compiled
def _others(base, inners, sizes, first, starts):  # type: ignore[no-untyped-def]
    """Where the marks of the other movers' lines through a line's first cell stand."""
    for k in range(len(starts)):
        starts[k] = first[k] + (base // (sizes[k] * inners[k])) * inners[k] + base % inners[k]


@compiled
def _walk(table, base, step, order, line, count, flag, barred, highest):  # type: ignore[no-untyped-def]
    """One line from best to worst: every cell takes the least of what is strictly better, without a branch.

    Returns how many cells changed.
    """
    changed = 0
    b0, b1, b2, b3 = barred[0], barred[1], barred[2], barred[3]
    a0 = a1 = a2 = a3 = p0 = p1 = p2 = p3 = highest
    for k in range(count):
        code = order[line, k]
        if not code & flag:
            a0, a1, a2, a3 = p0, p1, p2, p3
        cell = base + np.int64(code & (flag - 1)) * step
        x0, x1, x2, x3 = table[cell, 0], table[cell, 1], table[cell, 2], table[cell, 3]
        p0, p1, p2, p3 = min(p0, x0 | b0), min(p1, x1 | b1), min(p2, x2 | b2), min(p3, x3 | b3)
        changed += (a0 < x0) | (a1 < x1) | (a2 < x2) | (a3 < x3)
        table[cell, 0], table[cell, 1] = min(a0, x0), min(a1, x1)
        table[cell, 2], table[cell, 3] = min(a2, x2), min(a3, x3)
    return changed


@compiled
def _copy(source, at, step, into, to, width, size):  # type: ignore[no-untyped-def]
    """Copy neighbouring lines."""
    for place in range(size):
        for k in range(NEIGHBOURS):
            for lane in range(LANES):
                into[to + place * width + k, lane] = source[at + place * step + k, lane]


@compiled
def improve_everywhere(table, order, counts, flag, barred, highest, inner, size):  # type: ignore[no-untyped-def]
    """`improve` on every line and without marks, for when most cells change."""
    changed, together = 0, inner % NEIGHBOURS == 0 and size <= LONG
    near = np.empty((size * NEIGHBOURS if together else 0, LANES), table.dtype)
    for line in range(0, order.shape[0], NEIGHBOURS if together else 1):
        base = (line // inner) * size * inner + line % inner
        if not together:
            changed += _walk(table, base, inner, order, line, counts[line, 0], flag, barred, highest)
            continue
        _copy(table, base, inner, near, 0, NEIGHBOURS, size)
        for k in range(NEIGHBOURS):
            changed += _walk(near, k, NEIGHBOURS, order, line + k, counts[line + k, 0], flag, barred, highest)
        _copy(near, 0, NEIGHBOURS, table, base, inner, size)
    return changed


@compiled
def improve(  # type: ignore[no-untyped-def]
    table, order, counts, flag, barred, highest, inners, sizes, first, mover, dirty
):
    """One mover's improvements: every cell takes the least of what is strictly better for the mover on its line.

    Walks each line from best to worst; what ties is held back until the tie ends. `barred`: per lane, the highest
    number if the mover does not answer there, else 0. Returns how many cells changed.
    """
    inner, size = inners[mover], sizes[mover]
    starts, steps = np.empty(len(inners), np.int64), np.empty(len(inners), np.int64)
    for k in range(len(inners)):
        steps[k] = inner // sizes[k] if inners[k] < inner else inner
    b0, b1, b2, b3 = barred[0], barred[1], barred[2], barred[3]
    changed = 0
    for line in range(order.shape[0]):
        if not dirty[first[mover] + line]:
            continue
        dirty[first[mover] + line] = 0
        base = (line // inner) * size * inner + line % inner
        _others(base, inners, sizes, first, starts)
        a0 = a1 = a2 = a3 = p0 = p1 = p2 = p3 = highest
        for k in range(counts[line, 0]):
            code = order[line, k]
            place = np.int64(code & (flag - 1))
            if not code & flag:
                a0, a1, a2, a3 = p0, p1, p2, p3
            cell = base + place * inner
            x0, x1, x2, x3 = table[cell, 0], table[cell, 1], table[cell, 2], table[cell, 3]
            p0, p1, p2, p3 = min(p0, x0 | b0), min(p1, x1 | b1), min(p2, x2 | b2), min(p3, x3 | b3)
            if a0 < x0 or a1 < x1 or a2 < x2 or a3 < x3:
                table[cell, 0], table[cell, 1] = min(a0, x0), min(a1, x1)
                table[cell, 2], table[cell, 3] = min(a2, x2), min(a3, x3)
                changed += 1
                for other in range(len(starts)):
                    if other != mover:
                        dirty[starts[other] + place * steps[other]] = 1
    return changed


@compiled
def improve_between(  # type: ignore[no-untyped-def]
    table, order, counts, flag, barred, highest, inners, sizes, first, mover, dirty, rank, lifted, ways, width, climbing
):
    """The same with one-way options (several blocks) or inertia: block by block, two places walking down together.

    `order` is by rank, for the ends of moves; `climbing`, by lifted, for their starts.
    """
    inner, size = inners[mover], sizes[mover]
    starts, steps = np.empty(len(inners), np.int64), np.empty(len(inners), np.int64)
    for k in range(len(inners)):
        steps[k] = inner // sizes[k] if inners[k] < inner else inner
    b0, b1, b2, b3 = barred[0], barred[1], barred[2], barred[3]
    changed = 0
    for line in range(order.shape[0]):
        if not dirty[first[mover] + line]:
            continue
        dirty[first[mover] + line] = 0
        base = (line // inner) * size * inner + line % inner
        _others(base, inners, sizes, first, starts)
        for way in range(ways.shape[0]):
            here, there = ways[way, 0], ways[way, 1]
            a0 = a1 = a2 = a3 = highest
            ahead = 0
            for k in range(counts[line, here]):
                place = np.int64(climbing[line, here * width + k] & (flag - 1))
                cell = base + place * inner
                while ahead < counts[line, there]:
                    better = base + np.int64(order[line, there * width + ahead] & (flag - 1)) * inner
                    if rank[better] <= lifted[cell]:
                        break
                    a0, a1 = min(a0, table[better, 0] | b0), min(a1, table[better, 1] | b1)
                    a2, a3 = min(a2, table[better, 2] | b2), min(a3, table[better, 3] | b3)
                    ahead += 1
                x0, x1, x2, x3 = table[cell, 0], table[cell, 1], table[cell, 2], table[cell, 3]
                if a0 < x0 or a1 < x1 or a2 < x2 or a3 < x3:
                    table[cell, 0], table[cell, 1] = min(a0, x0), min(a1, x1)
                    table[cell, 2], table[cell, 3] = min(a2, x2), min(a3, x3)
                    changed += 1
                    for other in range(len(starts)):
                        if other != mover:
                            dirty[starts[other] + place * steps[other]] = 1
    return changed
