"""How often each answer comes, told while it is drawn.

`answer_shares`: nothing else, so only where things end from the status quo is worked out. `told_study`: a whole study
(`detente.uncertainty.study.study`). Either way the draws of a seed are the same, and so are the shares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from detente.outcomes.preferences import Array
from detente.situation.model import Situation
from detente.stability.kernel.predicted import answers
from detente.stability.solve import Model
from detente.uncertainty.study.batches import Plan, Table
from detente.uncertainty.study.measures import values_of
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.runs import most_kept
from detente.uncertainty.study.sampling import BATCH, check_seed, design
from detente.uncertainty.study.study import study
from detente.uncertainty.study.table_of_draws import Whole

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


def told_study(situation: Situation, draws: int, seed: int, concept: str, tell: Callable[[int, Counts], None]) -> Study:
    """A study of one concept, drawn in this thread; `tell` is called as ``tell(done, counts)`` after every block.

    Where nothing is uncertain there is one draw. Of more draws than are all kept, the counts are told first.

    Raises:
        DetenteError: as in `answer_shares`.
    """
    check_seed(seed)
    plan = Plan(situation, seed, draws if design(situation).names else 1, (concept,))
    kind = "possible" if plan.model.space.status_quo is None else "predicted"
    counts: Counts = {name: np.zeros(3, np.int64) for name in situation.questions}
    done = 0

    def counted(*asked: Any) -> Table:
        nonlocal done, counts
        found = values_of(*asked)
        here = {name: np.bincount(found[f"{name}/{concept}/{kind}"], minlength=3)[:3] for name in counts}
        done, counts = done + asked[1].count, {name: known + here[name] for name, known in counts.items()}
        tell(done, counts)
        return found

    if plan.count > most_kept(plan):
        for so_many, found in answer_shares(plan.model, draws, seed, concept):
            tell(so_many, found)
        return study(situation, draws, seed, (concept,), engine="serial")
    whole = Whole(plan)
    for batch in range(plan.batches):
        whole.put(batch, *plan.batch(batch, counted))
    return whole.study()
