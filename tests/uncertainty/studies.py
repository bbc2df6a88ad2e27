"""Small situations for tests of studies."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from detente.load import check_text
from detente.situation.model import Situation
from detente.uncertainty.study.result import Study

TWO = """\
detente: 1
actors: {a: {inertia: 0..0.3}, b: }
drivers: {x: 0..1, y: 0..1, z: {low: 0, likely: 1, high: 4}, w: {any: [1, 4]}}
together: {xy: {drivers: [x, y], correlation: 0.6}}
options: {a: {go: go there}, b: {come: come along}}
status_quo: {a.go: no}
preferences:
  a:
    goals:
      p: {want: a.go, weight: "x * w"}
      q: {want: b.come and not a.go, weight: 0..1}
      r: {want: a.go == b.come, weight: 0..1}
    order: q > r
  b: {any: [{priorities: [a.go, b.come]}, {ranking: [[not a.go], ["true"]]}]}
questions: {goes: a.go, together: a.go and b.come}
"""


def situation(text: str = TWO) -> Situation:
    """A checked situation from its text."""
    checked = check_text(text, Path())
    assert checked.case is not None, [problem.render() for problem in checked.errors]
    return checked.case.situation


def same(one: Study, other: Study) -> bool:
    """The same table to the last bit."""
    return all(
        list(a) == list(b) and all(a[n].dtype == b[n].dtype and a[n].tobytes() == b[n].tobytes() for n in a)
        for a, b in ((one.drivers, other.drivers), (one.measures, other.measures))
    )


def mean_within(values: np.ndarray, wanted: float, errors: float = 5.0) -> bool:
    """The mean lies within so many standard errors of what is wanted."""
    return bool(abs(values.mean() - wanted) <= errors * values.std() / len(values) ** 0.5)
