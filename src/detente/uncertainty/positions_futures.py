"""Positions over draws of everything the file leaves open, those of a study with the usual seed."""

from __future__ import annotations

from detente.bargaining.positions.measure import BLOCKS
from detente.bargaining.positions.result import Positions
from detente.counts import counted
from detente.uncertainty.study.sampling import design

SEED = 7
DRAWS = 2048
MOST_DRAWS = 8_192


def over_draws(result: Positions, count: int = DRAWS) -> Positions:
    """The same with what so many draws say beside it; as it is, where the file has no ranges or `count` is 0."""
    count = counted("draws", count, 0, MOST_DRAWS)
    drawn = design(result.situation, BLOCKS).draw(SEED, 0) if count else {}
    return result.over({name: values[:count] for name, values in drawn.items()}, count) if drawn else result
