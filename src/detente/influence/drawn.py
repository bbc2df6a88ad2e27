"""The numbers of ties, dependence and matrices: at the centre, or drawn from their ranges.

Every range has a random stream of its own name (`detente.outcomes.chance`), so drivers take the values they take in any
study with the same seed; only drivers tied by ``together`` are drawn here as if they were not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from detente.influence.balance.signed import SAME, Array
from detente.outcomes.chance import BATCH, Stream, quantile
from detente.outcomes.numbers import Numbers, column_name, quantities, spread_of
from detente.outcomes.space import space_of
from detente.situation.model import Situation
from detente.situation.records import Quantity, Record

BLOCKS = ("drivers", "ties", "dependence", "mactor")
DRAWS = 4000
MOST_DRAWS = 100_000
SEED = 7
BAND = (10.0, 90.0)
Band = tuple[float, float] | None

Path = tuple[str, ...]
Values = Callable[[Quantity, Path], Array]


def ranged(situation: Situation, blocks: tuple[str, ...] = BLOCKS) -> bool:
    """Whether any number of these blocks has a range."""
    return any(
        spread_of(quantity, situation) for b in blocks for _, quantity in quantities(getattr(situation, b), (b,))
    )


def central(situation: Situation) -> Values:
    """The value of a quantity at the centre, as an array of one."""
    return _reader(Numbers(situation, space_of(situation)))


def draws(situation: Situation, count: int = DRAWS, seed: int = SEED) -> Values:
    """The values of a quantity in `count` futures that the ranges allow; the first n of more are those of n."""
    columns = {}
    for block in BLOCKS:
        for path, quantity in quantities(getattr(situation, block), (block,)):
            spread = spread_of(quantity, situation)
            if spread is not None:
                name = column_name(path)
                chances = [Stream(seed, name, batch).uniform() for batch in range(-(-count // BATCH))]
                columns[name] = quantile(spread, np.concatenate(chances)[:count])
    return _reader(Numbers(situation, space_of(situation), count, columns))


def _reader(numbers: Numbers) -> Values:
    def value(quantity: Quantity, path: Path) -> Array:
        found: Array = numbers.value(quantity, path)[:, 0]
        return found

    return value


def band(values: Array) -> Band:
    """The middle 80% of the draws; None where they are all the same."""
    low, high = np.percentile(values, BAND)
    return (float(low), float(high)) if values.max() - values.min() > SAME else None


def behind(quantity: Record) -> list[str]:
    """What a number rests on: its cites by name, row or quote; else its reason, if it has one."""
    if isinstance(quantity, Quantity) and quantity.from_table is not None:
        return [quantity.from_table]
    found = [cite.name or (f"{cite.source}: {cite.row}" if cite.row else cite.quote or "") for cite in quantity.cites]
    if found or quantity.why is None:
        return found
    return [quantity.why if isinstance(quantity.why, str) else next(iter(quantity.why.values()))]
