"""The compiled part of the kernel, continued: only what can be reached from one outcome, for a block of draws.

What is reached and never left is a place of rest. What is reached and leads to none ends in cycles.
"""

from __future__ import annotations

import numpy as np

from detente.stability.kernel.kernel_classes import packed
from detente.stability.kernel.kernel_compiled import Array, Draws, Tables, judged
from detente.stability.kernel.kernel_foresight import courses
from detente.stability.kernel.kernel_offers import offers_of
from detente.stability.kernel.kernel_ways import backward, cycles, follow


def ended(tables: Tables, draws: Draws, depth: int, improving: bool, replies: bool, start: int, bits: Array) -> None:
    """For each draw of a block, the members of the classes in which things can end from the start, as bits."""
    block = judged(tables, draws, depth, improving, replies)
    if not block.landing:
        courses(tables, block)
    offers = offers_of(tables, block)
    seen, left = follow(tables, block, offers, start)
    ends = seen & ~left
    found = ends.copy()
    backward(tables, block, offers, np.empty((0, 3), np.int64), seen, found)
    lost = seen & ~found
    if lost.any():
        cycles(tables, block, offers, lost, ends, np.zeros((draws.rank.shape[2], 2), np.int32))
    packed(ends, bits)
