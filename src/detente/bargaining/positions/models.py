"""The table of models of positions: what each says of one issue, over many draws, and of issues with known outcomes.

One row is one model. Most models are a function of who stands where (`Stands`), of any number of draws at once: such a
row is `everywhere(name, point)`. Some depend on what was asked (rules of votes, numbers of rounds), on other issues, or
are too slow to follow in every draw; their rows say so place by place. The order of the table is that of the panel and
of the columns of a study.

To add a model: a module with its definition and function, a row in `models`, and its name in words
(``positions.models`` and ``positions.scored.models``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente.bargaining.positions.challenge import PRESETS, Switches, challenge_round
from detente.bargaining.positions.exchange import Table, exchange_round
from detente.bargaining.positions.known import KnownIssue
from detente.bargaining.positions.mean_and_median import Array, weighted_mean, weighted_median
from detente.bargaining.positions.probabilistic_condorcet import KINDS, distinct, election
from detente.bargaining.positions.rounds import run
from detente.bargaining.positions.settled import Settled
from detente.result import Row

ROUNDS = 8  # of challenges on issues with known outcomes, as the published table has them

Spread = tuple[Array, Array]  # values, chances


@dataclass(frozen=True)
class Stands:
    """Who stands where on an issue: arrays (…, actors), salience in [0, 1]; `low` and `high` end the scale.

    Axes before the last are draws. `reference`: where things stood before, if that is known.
    """

    position: Array
    capability: Array
    salience: Array
    low: float = 0.0
    high: float = 100.0
    reference: float | None = None

    @staticmethod
    def of(issue: KnownIssue, column: str) -> Stands:
        """An issue with a known outcome, with one of its columns of capability."""
        position, salience = np.array(issue.position), np.array(issue.salience)
        return Stands(position, np.array(issue.capability[column]), salience, issue.low, issue.high, issue.reference)

    @property
    def weight(self) -> Array:
        return self.capability * self.salience

    @property
    def size(self) -> float:
        return self.high - self.low

    @cached_property
    def counted(self) -> Array:
        """1 for the first actor at each position, 0 for others at the same."""
        return distinct(self.position)

    @cached_property
    def chances(self) -> dict[str, Array]:
        """Each kind of probabilistic Condorcet election, the chances of the actors' positions; (…, actors)."""
        return election(self.position, self.weight, counted=self.counted)


@dataclass(frozen=True)
class PositionModel:
    """One model; each part is None where the model has no place there.

    `panel`: its point for an issue that was asked for; None if it has none. `drawn`: its point in every draw, (draws,),
    told in the column `column`. `scored`: its point for an issue with a known outcome; `together`: the same for all
    issues of a group at once, name → point. `alike`: `scored` is the same whatever the capability. `rounds`: positions
    move in rounds, of challenges or of exchanges.
    """

    name: str
    panel: Callable[[Settled], float | None] | None = None
    drawn: Callable[[Stands], Array] | None = None
    scored: Callable[[Stands], float | None] | None = None
    together: Callable[[Sequence[KnownIssue], str], dict[str, float]] | None = None
    alike: bool = False
    column: str = ""
    rounds: bool = False


def everywhere(name: str, point: Callable[[Stands], Array]) -> PositionModel:
    """A model that is a function of who stands where, whatever was asked: in the panel, over draws, and scored.

    `point`: arrays (…, actors) in, (…) out.
    """

    def one(stands: Stands) -> float:
        return float(point(stands))

    return PositionModel(name, lambda settled: one(stands_of(settled)), point, one, column=name)


def stands_of(settled: Settled) -> Stands:
    """Who stands where on an issue that was asked for, ranges at their centres."""
    n = settled.numbers
    return Stands(n.position, n.capability, n.salience, n.low, n.high)


def models(presets: Iterable[str] = PRESETS) -> tuple[PositionModel, ...]:
    """The table. `presets`: the readings of the challenge model, by name."""
    return (
        PositionModel("forecast", panel=lambda settled: settled.forecast.mean),
        everywhere("mean", lambda stands: weighted_mean(stands.position, stands.weight)),
        everywhere("median", lambda stands: middle_median(stands.position, stands.weight)),
        PositionModel("mean_capability", scored=lambda stands: _mean(stands.position, stands.capability)),
        PositionModel("mean_salience", scored=lambda stands: _mean(stands.position, stands.salience), alike=True),
        PositionModel(
            "mean_plain",
            panel=lambda settled: float(settled.numbers.position.mean()),
            scored=lambda stands: float(stands.position.mean()),
            alike=True,
        ),
        PositionModel("median_plain", scored=lambda stands: float(np.median(stands.position)), alike=True),
        PositionModel("condorcet", panel=_condorcet),
        PositionModel("likely", drawn=_likely, column="likely"),
        *(row for kind in KINDS for row in _elections(kind)),
        *(row for preset in presets for row in _challenges(preset)),
        PositionModel("exchange", panel=_exchanged, together=exchanged, rounds=True),
        PositionModel("ktab", panel=_bargained, rounds=True),
        PositionModel("middle", scored=lambda stands: (stands.low + stands.high) / 2, alike=True),
        PositionModel("reference", scored=lambda stands: stands.reference, alike=True),
    )


def panel(settled: Settled) -> list[Row]:
    """Every model that says something of an issue, with what it says, the forecast first."""
    rows = []
    for model in models(settled.settings.presets):
        value = None if model.panel is None else model.panel(settled)
        if value is not None:
            rows.append({"issue": settled.numbers.name, "model": model.name, "value": settled.numbers.at(value)})
    return rows


def over_draws(stands: Stands) -> dict[str, Array]:
    """Column → what each model says in every draw."""
    return {model.column: model.drawn(stands) for model in models() if model.drawn is not None}


def columns() -> tuple[str, ...]:
    """What `over_draws` tells of, in order."""
    return tuple(model.column for model in models() if model.drawn is not None)


def _mean(position: Array, weight: Array) -> float:
    return float(weighted_mean(position, weight))


def middle_median(position: Array, weight: Array) -> Array:
    """The middle between the lowest and the highest weighted median."""
    low, high = weighted_median(position, weight)
    middle: Array = (low + high) / 2
    return middle


def _condorcet(settled: Settled) -> float | None:
    winner = settled.condorcet.winner
    return None if winner is None else float(settled.options[winner])


def elected(stands: Stands, kind: str) -> Spread:
    """The distinct positions of one case and their chances to win."""
    options = np.unique(stands.position)
    return options, election(stands.position, stands.weight, options, kinds=(kind,))[kind]


def _likely(stands: Stands) -> Array:
    """The position most likely to win, in every draw."""
    best = np.argmax(np.where(stands.counted > 0, stands.chances["conditional"], -1.0), axis=-1)
    found: Array = np.take_along_axis(stands.position, best[..., None], -1)[..., 0]
    return found


def _elections(kind: str) -> tuple[PositionModel, PositionModel]:
    """One kind of probabilistic Condorcet election: the mean of its distribution, and the position likeliest to win."""

    def mean(stands: Stands) -> float:
        options, chances = elected(stands, kind)
        return float(options @ chances)

    def mode(stands: Stands) -> float:
        options, chances = elected(stands, kind)
        return float(options[int(np.argmax(chances))])

    return (
        PositionModel(
            f"pce_{kind}",
            panel=lambda settled: float(settled.chances[kind] @ settled.options),
            drawn=lambda stands: (stands.chances[kind] * stands.position).sum(-1),
            scored=mean,
            column=f"pce_{kind}",
        ),
        PositionModel(
            f"pce_{kind}_mode",
            panel=lambda settled: settled.most_likely(kind),
            scored=mode if kind == "conditional" else None,
        ),
    )


def _challenges(preset: str) -> tuple[PositionModel, ...]:
    """A reading of the challenge model: the median where it rests, after one round, or after eight."""

    def rested(settled: Settled) -> float | None:
        rounds, asked = settled.challenge.get(preset), settled.settings.rounds
        if rounds is None or not (rounds.rests or asked):
            return None
        known = rounds.back_to is not None or len(rounds.rounds) >= (asked or 0)
        return rounds.medians(asked)[-1] if known else None

    switches = PRESETS.get(preset)
    if switches is None:  # a reading of somebody's own
        return (PositionModel(f"challenge_{preset}", panel=rested, rounds=True),)
    return (
        PositionModel(
            f"challenge_{preset}",
            panel=rested,
            drawn=lambda stands: _once_challenged(stands, switches),
            scored=lambda stands: float(middle_median(_challenged(stands, switches), stands.weight)),
            column=preset,
            rounds=True,
        ),
        PositionModel(
            f"challenge_{preset}_mean",
            scored=lambda stands: _mean(_challenged(stands, switches), stands.weight),
            rounds=True,
        ),
    )


def _once_challenged(stands: Stands, switches: Switches) -> Array:
    """The lowest weighted median after one round, in every draw."""
    after = challenge_round(stands.position, stands.capability, stands.salience, switches).after
    return weighted_median(after, stands.weight)[0]


def _challenged(stands: Stands, switches: Switches) -> Array:
    """Positions of one case after eight rounds."""
    done = run(stands.position, stands.capability, stands.salience, switches, ROUNDS)
    return done.after(ROUNDS) if done.back_to is not None else done.positions()[-1]


def _bargained(settled: Settled) -> float | None:
    return None if settled.ktab is None else settled.ktab.most_likely


def _exchanged(settled: Settled) -> float | None:
    return None if settled.traded is None else _mean(settled.traded[-1], settled.numbers.weight)


def exchanged(issues: Sequence[KnownIssue], column: str) -> dict[str, float]:
    """The weighted mean of the votes after one round of exchanges, for issues of a group of several."""
    actors = list(dict.fromkeys(actor for issue in issues for actor in issue.actors))
    shape = (len(issues), len(actors))
    position, capability, salience = (np.zeros(shape) for _ in range(3))
    part = np.zeros(shape, dtype=bool)
    for row, issue in enumerate(issues):
        places = [actors.index(actor) for actor in issue.actors]
        position[row, places] = (np.array(issue.position) - issue.low) / (issue.high - issue.low) * 100
        capability[row, places], salience[row, places] = issue.capability[column], issue.salience
        part[row, places] = True
    done = exchange_round(Table(position, capability, salience, part)).outcome
    ends = [(issue.low, issue.high - issue.low) for issue in issues]
    return {issue.name: low + float(at) / 100 * size for issue, at, (low, size) in zip(issues, done, ends, strict=True)}
