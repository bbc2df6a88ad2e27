"""What is found of one concept on a grid: who stays where, what holds, where it goes, what is done for what follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from detente.outcomes.space import Array
from detente.stability.engines.board import Board
from detente.stability.engines.grid_agreement import Agreement
from detente.stability.engines.grid_ahead import MAX_AHEAD, classes_ahead
from detente.stability.engines.grid_follows import Move, anticipated, sacrifices
from detente.stability.engines.grid_foresight import TooMuchError
from detente.stability.engines.grid_joint import Together
from detente.stability.engines.grid_walk import Ends, cycles_anywhere, ends_ahead, holding
from detente.stability.engines.sweeps import Verdicts, leading_to

POSSIBLE = 1 << 22  # up to here it is computed what is possible, beside what is predicted
Value = TypeVar("Value")


@dataclass(frozen=True)
class Found:
    """One concept. `stable`, `equilibria`, `holds`: one bit per cell; None: not computed.

    `drift`: the classes that single actors' steps lead to from the status quo; `cycles`: those of the whole grid;
    `anticipated`, `sacrifices`: what is done at the status quo for what follows.
    """

    stable: dict[str, Array]
    equilibria: Array
    counts: dict[str, int]
    holds: Array | None
    predicted: Ends | None
    drift: list[Array] | None
    cycles: list[Array] | None
    anticipated: list[Move] | None
    sacrifices: list[Move] | None


def found_of(board: Board, verdicts: Verdicts, agreements: list[Agreement], compiled: bool | None) -> Found:
    """What is kept of one concept."""
    kept = np.bitwise_and.reduce(list(verdicts.stable.bits.values()))
    equilibria = np.unpackbits(kept, count=board.grid.cells).view(np.bool_)
    counts = {actor: int(np.bitwise_count(bits).sum()) for actor, bits in verdicts.stable.bits.items()}
    start = board.grid.status_quo
    drift = None if start is None else classes_ahead(board, verdicts.worth, np.array([start]))
    ahead: list[Move] | None = []
    if agreements:
        holds, predicted, cycles, ahead = _together(board, verdicts, agreements, equilibria, drift, compiled)
    else:
        holds, predicted = equilibria, None if drift is None else _ends(drift)
        cycles = None if board.grid.cells > POSSIBLE else _cycles(board, verdicts, equilibria, compiled)
    held = {} if holds is None else {"holds": int(np.count_nonzero(holds))}
    return Found(
        verdicts.stable.bits,
        kept,
        {**counts, "": int(np.count_nonzero(equilibria)), **held},
        None if holds is None else np.packbits(holds),
        predicted,
        drift,
        cycles,
        ahead,
        _at(start, drift, lambda here, ends: sacrifices(board, verdicts, here, ends)),
    )


def _at(
    start: int | None, drift: list[Array] | None, work: Callable[[int, list[Array]], list[Move]]
) -> list[Move] | None:
    """What the work finds at the status quo: nothing without one, None where too much lies ahead."""
    if start is None:
        return []
    return None if drift is None else _tried(lambda: work(start, drift))


def _ends(classes: list[Array]) -> Ends:
    resting = [members for members in classes if len(members) == 1]
    return Ends(np.concatenate([np.zeros(0, np.int64), *resting]), [cells for cells in classes if len(cells) > 1])


def _together(
    board: Board, verdicts: Verdicts, agreements: list[Agreement], equilibria: Array, drift: list[Array] | None,
    compiled: bool | None,
) -> tuple[Array | None, Ends | None, list[Array] | None, list[Move] | None]:  # fmt: skip
    """What holds, where it goes from the status quo, the cycles, and what is signed there for what follows, joint moves
    judged; None: too much to look at."""
    try:
        together = Together.of(board, verdicts, agreements, compiled)
        holds = holding(together, equilibria)
    except TooMuchError:
        return None, None, None, None
    start = board.grid.status_quo
    ahead = None if start is None else _tried(lambda: ends_ahead(together, equilibria, holds, start))
    many = board.grid.cells > POSSIBLE
    cycles = None if many else _tried(lambda: cycles_anywhere(together, equilibria, holds))
    return holds, ahead, cycles, _at(start, drift, lambda here, ends: anticipated(together, here, ends, compiled))


def _tried(work: Callable[[], Value]) -> Value | None:
    """What the work brings; None where it would be too much."""
    try:
        return work()
    except TooMuchError:
        return None


def _cycles(board: Board, verdicts: Verdicts, equilibria: Array, compiled: bool | None) -> list[Array] | None:
    """The terminal classes that are no equilibria: they lie where no unpunished moves lead to one."""
    rest = board.feasible & ~leading_to(board, verdicts.worth, equilibria, compiled)
    cells = np.flatnonzero(rest)
    if not len(cells):
        return []
    return None if len(cells) > MAX_AHEAD else classes_ahead(board, verdicts.worth, cells)
