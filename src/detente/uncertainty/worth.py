"""What it would be worth to an actor to learn an uncertain number before it chooses (value of partial information).

With u_a the value of level a of an option (`detente.uncertainty.regret`, the mean over predicted outcomes) and X_j the
number to be learnt,

    EVPPI_j = E[max over a of E[u_a | X_j]] − max over a of E[u_a],
    EVPI    = E[max over a of u_a] − max over a of E[u_a].

E[u_a | X_j] is the mean over bins of equal probability, about N^(1/3) of them (after Strong and Oakley, 2013, who use
the draws at hand likewise). The largest of several noisy means is too large on average; what shuffled draws give is
subtracted. In the actor's own points. 0 although a number decides an answer means: knowing it would not change the
choice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.asking import Asked, lines, plain
from detente.uncertainty.binning import binned
from detente.uncertainty.regret import DRAWS, Options, regret

if TYPE_CHECKING:
    from detente.uncertainty.study import Study

SHUFFLES = 20
ROUNDING = 1e-12  # of the largest value: a smaller gain is the rounding of sums


@dataclass(frozen=True)
class Learning:
    """One option: what it is worth to know everything (`all`), and each number alone, largest first.

    `chance`: the largest that a number without any worth reaches by chance; below it nothing is shown.
    """

    actor: str
    option: str
    all: float
    chance: float
    numbers: tuple[tuple[str, float], ...]

    @property
    def worthwhile(self) -> tuple[tuple[str, float], ...]:
        return tuple((name, value) for name, value in self.numbers if value > self.chance)


@dataclass(frozen=True)
class Worth(Asked):
    """What is worth knowing, option by option; `looked_at`: how many draws."""

    looked_at: int = 0
    learning: tuple[Learning, ...] = field(default=())

    def rows(self) -> list[Row]:
        """One row per option and number."""
        return [
            {
                "actor": one.actor,
                "option": one.option,
                "number": name,
                "worth": plain(value),
                "chance": plain(one.chance),
                "all": plain(one.all),
            }
            for one in self.learning
            for name, value in one.numbers
        ]

    def data(self) -> dict[str, Any]:
        return {**self.head(), "looked_at": self.looked_at, "worth": self.rows()}

    def sentences(self, language: str = "en") -> list[str]:
        from detente.uncertainty.regret_sentences import worth_sentences

        return worth_sentences(self, language)


def worth(
    study: Study,
    question: str | None = None,
    concept: str = "seq",
    actor: str | None = None,
    option: str | None = None,
    draws: int = DRAWS,
) -> Worth:
    """What each uncertain number is worth to an actor that chooses an option; arguments as for `regret`."""
    table = regret(study, question, concept, actor, option, draws)
    columns = {line.name: study.drivers[line.name][: table.looked_at] for line in lines(study)}
    learning = tuple(learn(one, columns, study.seed) for one in table.options)
    return Worth(study, concept, table.looked_at, learning)


def learn(option: Options, columns: dict[str, Array], seed: int) -> Learning:
    """The worth of knowing each column before one level of the option is chosen."""
    values = option.mean
    random = np.random.default_rng([seed, values.shape[1]])
    found, largest = [], [0.0]
    for name, column in columns.items():
        bin_of, edges = binned(column, bins_for_worth(values.shape[1]))
        shuffled = [
            evppi(values[:, random.permutation(values.shape[1])], bin_of, len(edges) + 1) for _ in range(SHUFFLES)
        ]
        null = float(np.mean(shuffled))
        largest.append(max(shuffled) - null)
        found.append((name, max(0.0, evppi(values, bin_of, len(edges) + 1) - null)))
    whole = float(values.max(axis=0).mean() - values.mean(axis=1).max())
    ranked = tuple(sorted(found, key=lambda pair: -pair[1]))
    return Learning(option.actor, option.option, max(0.0, whole), max(largest), ranked)


def bins_for_worth(count: int) -> int:
    """About the cube root of the number of draws, at least 2."""
    return max(2, int(np.rint(np.cbrt(count))))


def evppi(values: Array, bin_of: Array, bins: int) -> float:
    """E[max_a E[u_a | bin]] − max_a E[u_a], for values levels × draws; nothing subtracted for chance."""
    sums = np.stack([np.bincount(bin_of, weights=row, minlength=bins) for row in values])
    gain = float(sums.max(axis=0).sum() / values.shape[1] - values.mean(axis=1).max())
    return gain if gain > ROUNDING * float(np.abs(values).max()) else 0.0
