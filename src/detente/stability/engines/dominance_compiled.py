"""The questions of `detente.stability.engines.dominance`, one after another, compiled by Numba (extra ``fast``)."""

from __future__ import annotations

from detente.compiled import compiled

HALF_LEAF = 4  # half of `dominance.LEAF`: layer k > 0 has nodes of HALF_LEAF << k points


@compiled
def _above(nodes, node, values, question):  # type: ignore[no-untyped-def]
    """The node is above the question in every respect."""
    for respect in range(nodes.shape[1]):  # noqa: SIM110 (a loop is what compiles well)
        if nodes[node, respect] <= values[question, respect]:
            return False
    return True


@compiled
def _differ(one, other, inner, size):  # type: ignore[no-untyped-def]
    """The cells differ in the first part, or in two of the others."""
    count = 0
    for part in range(len(inner)):
        if one // inner[part] % size[part] != other // inner[part] % size[part]:
            count += 2 if part == 0 else 1
            if count >= 2:
                return True
    return False


@compiled
def first_above(known, nodes, layers, cells, values, begin, end, inner, size, found):  # type: ignore[no-untyped-def]
    """For each question the first point above it in every respect, into `found`; -1 if there is none."""
    for question in range(len(cells)):
        place, last = begin[question], end[question]
        layer = -1  # where to look next; -1: as high as possible
        while place < last:
            if layer < 0:
                layer = 0
                width = 2 * HALF_LEAF
                while layer + 1 < len(layers) and place % width == 0 and place + width <= last:
                    layer += 1
                    width *= 2
            width = HALF_LEAF << layer if layer else 1
            if not _above(nodes, layers[layer] + place // width, values, question):
                place += width
                layer = -1
            elif layer:
                layer -= 1
            elif _differ(known[place], cells[question], inner, size):
                found[question] = place
                break
            else:
                place += 1
                layer = -1
