"""How often each answer comes, and nothing else: the shares of a study, without its table.

The draws are those of `detente.uncertainty.study.study` with the same seed, and so are the shares; but only where
things end from the status quo is worked out, in small blocks, each told as soon as it is there.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.outcomes.preferences import Array
from detente.stability.kernel.predicted import answers
from detente.stability.solve import Model
from detente.uncertainty.study.sampling import BATCH, check_seed, design

BLOCK = 256  # draws after which it is told how far it is

Counts = dict[str, Array]  # question → how many draws have the answer none, some, every


def answer_shares(
    model: Model, draws: int = 1_000, seed: int = 7, concept: str = "seq", block: int = BLOCK
) -> Iterator[tuple[int, Counts]]:
    """After every block of draws: how many are done, and the counts so far (predicted from today; without a status quo
    over all places where things can end). A situation where nothing is uncertain has one draw.

    Raises:
        DetenteError: a seed that cannot be meant, a formula that fails in some draw, an order that next to no weights
            fit.
    """
    check_seed(seed)
    drawn = design(model.situation)
    draws = draws if drawn.names else 1
    questions = tuple(model.situation.questions)
    truths = np.array([model.space.holds(one.statement) for one in model.situation.questions.values()], np.bool_)
    truths = truths.reshape(len(questions), model.space.count)
    counts = np.zeros((len(questions), 3), np.int64)
    for batch in range(-(-draws // BATCH)):
        columns = drawn.draw(seed, batch)
        size = min(BATCH, draws - batch * BATCH)
        for start in range(0, size, block):
            rows = slice(start, min(start + block, size))
            part = {name: values[rows] for name, values in columns.items()}
            codes = answers(model, model.numbers(rows.stop - start, columns=part), (concept,), truths)[concept]
            for place in range(len(questions)):
                counts[place] += np.bincount(codes[:, place], minlength=3)[:3]
            yield batch * BATCH + rows.stop, {name: counts[k].copy() for k, name in enumerate(questions)}
