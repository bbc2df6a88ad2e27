"""A linear and mixed-integer solver that prints nothing (HiGHS; Huangfu & Hall 2018)."""

from __future__ import annotations

import os
import sys
from typing import Any


def silent_solver() -> Any:
    """A solver that prints nothing. HiGHS 1.16 greets on the C standard output before it can be told not to.

    Every part of the program takes its solver from here, with the same threads: HiGHS keeps one pool of them for the
    whole process, and refuses to solve when two solvers ask for different ones.
    """
    import highspy

    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.silent()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
    solver.setOptionValue("random_seed", 0)
    return solver
