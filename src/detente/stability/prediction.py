"""Where it goes: which outcomes hold, which sets of outcomes things end in, and what is true there.

The graph has an arc for every improvement nobody can punish and every credible joint move. An outcome *holds* iff no
arc leaves it. A *terminal class* is a set of outcomes that reach each other and nothing else: an outcome that holds, or
a cycle. *Predicted* classes can be reached from the status quo; *possible* are all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.outcomes.preferences import Array

Answer = Literal["every", "some", "none"]


@dataclass(frozen=True)
class Graph:
    """Arcs between `count` outcomes; what they lead to is computed on demand.

    `within`: the outcomes that belong to the graph, where it is only a part of the whole (None: all of them).
    """

    count: int
    source: Array
    target: Array
    within: Array | None = None

    def holds(self) -> Array:
        """Boolean array: no arc leaves this outcome."""
        found = np.ones(self.count, np.bool_) if self.within is None else self.within.copy()
        found[self.source] = False
        return found

    def forward(self, start: int) -> Array:
        """Boolean array: can be reached from the start (itself included)."""
        return _spread(_only(self.count, start), self.source, self.target)

    def backward(self, goals: Array) -> Array:
        """Boolean array: can reach one of the goals (themselves included)."""
        return _spread(goals, self.target, self.source)

    def classes(self) -> list[tuple[int, ...]]:
        """Every terminal class, each sorted, in order of their first outcome."""
        holding = self.holds()
        found: list[tuple[int, ...]] = [(int(outcome),) for outcome in np.flatnonzero(holding)]
        rest = ~self.backward(holding)  # never comes to rest: every way ends in a cycle
        if self.within is not None:
            rest &= self.within
        while rest.any():
            start = int(np.flatnonzero(rest)[0])
            members = self._closed_class(start)
            found.append(tuple(int(outcome) for outcome in np.flatnonzero(members)))
            rest &= ~self.backward(members)
        return sorted(found)

    def _closed_class(self, start: int) -> Array:
        """A terminal class that can be reached from the start: follow arcs to where there is no way back."""
        while True:
            ahead = self.forward(start)
            back = self.backward(_only(self.count, start))
            if not (ahead & ~back).any():
                return ahead
            start = int(np.flatnonzero(ahead & ~back)[0])

    def predicted(self, status_quo: int, classes: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
        """The classes that can be reached from the status quo."""
        ahead = self.forward(status_quo)
        return [members for members in classes if ahead[members[0]]]


def _only(count: int, outcome: int) -> Array:
    found = np.zeros(count, np.bool_)
    found[outcome] = True
    return found


def _spread(seen: Array, source: Array, target: Array) -> Array:
    """Everything that can be reached from what is seen, along the arcs."""
    seen = seen.copy()
    while True:
        new = seen[source] & ~seen[target]
        if not new.any():
            return seen
        seen[target[new]] = True


def answer(truth: Array, classes: list[tuple[int, ...]]) -> Answer:
    """Whether the statement is true in every, some or none of the outcomes of these classes."""
    values = truth[[outcome for members in classes for outcome in members]]
    return "every" if values.all() else "some" if values.any() else "none"
