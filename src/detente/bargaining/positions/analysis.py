"""Where each issue settles: the forecast with its band, and beside it what every model says.

The weighted mean is the forecast because no model of rounds came nearer to 177 (and with the other half 351) real
outcomes; the rounds explain who would press whom. Definitions: one module each beside this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from detente.bargaining.positions.challenge import PRESETS
from detente.bargaining.positions.condorcet import Condorcet, condorcet
from detente.bargaining.positions.exchange import ExchangeRound, Table, exchange
from detente.bargaining.positions.forecast import Forecast, forecast
from detente.bargaining.positions.leverage import leverage
from detente.bargaining.positions.mean import Array, weighted_mean
from detente.bargaining.positions.median import weighted_median
from detente.bargaining.positions.numbers import IssueNumbers, chosen_issues, issue_numbers
from detente.bargaining.positions.probabilistic_condorcet import KINDS, election
from detente.bargaining.positions.rounds import Rounds, run
from detente.result import Result, Row, digest
from detente.situation.model import Situation

APART = 0.10  # of the scale, between mean and median
NARROW = 0.05  # of the weight, for the Condorcet winner
EXCHANGE_ROUNDS = 3


@dataclass(frozen=True)
class Settled:
    """One issue under every model. `traded`: positions (rounds, actors) after each round of exchanges, if any."""

    numbers: IssueNumbers
    traded: Array | None = None

    @cached_property
    def mean(self) -> float:
        return float(weighted_mean(self.numbers.position, self.numbers.weight))

    @cached_property
    def median(self) -> tuple[float, float]:
        low, high = weighted_median(self.numbers.position, self.numbers.weight)
        return float(low), float(high)

    @cached_property
    def options(self) -> Array:
        """The distinct positions, from low to high."""
        return np.unique(self.numbers.position)

    @cached_property
    def condorcet(self) -> Condorcet:
        return condorcet(self.numbers.position, self.numbers.weight)

    @cached_property
    def chances(self) -> dict[str, Array]:
        """Each kind of probabilistic Condorcet election: the chances of the distinct positions."""
        return election(self.numbers.position, self.numbers.weight, self.options)

    def most_likely(self, kind: str = "conditional") -> float:
        return float(self.options[int(np.argmax(self.chances[kind]))])

    @cached_property
    def challenge(self) -> dict[str, Rounds]:
        """The rounds of the challenge model in both presets."""
        n = self.numbers
        return {name: run(n.position, n.capability, n.salience, switches) for name, switches in PRESETS.items()}

    @cached_property
    def forecast(self) -> Forecast:
        n = self.numbers
        ideals = n.position[list(n.veto)]
        return forecast(self.mean, self.most_likely(), len(n.actors), (n.low, n.high), n.reversion, ideals)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should know, as keys of the messages."""
        n, (low, high) = self.numbers, self.median
        found = {
            "no_weight": not n.weight.sum() > 0,
            "apart": max(abs(self.mean - low), abs(self.mean - high)) > APART * n.size,
            "tied": high > low,
            "no_winner": self.condorcet.winner is None,
            "narrow": self.condorcet.winner is not None and self.condorcet.margin < NARROW,
            "unsettled": not all(rounds.rests for rounds in self.challenge.values()),
            "widened": self.forecast.widened > 1,
            "veto_silent": bool(n.veto_silent) and n.reversion is not None,
            "veto_without_reversion": bool(n.veto) and n.reversion is None,
        }
        return tuple(key for key, holds in found.items() if holds)

    def panel(self) -> list[Row]:
        """Every model with what it says, the forecast first."""
        low, high = self.median
        rows = [("forecast", self.forecast.mean), ("mean", self.mean), ("median", (low + high) / 2)]
        rows.append(("mean_plain", float(self.numbers.position.mean())))
        if self.condorcet.winner is not None:
            rows.append(("condorcet", float(self.options[self.condorcet.winner])))
        for kind in KINDS:
            rows += [
                (f"pce_{kind}", float(self.chances[kind] @ self.options)),
                (f"pce_{kind}_mode", self.most_likely(kind)),
            ]
        for name, rounds in self.challenge.items():
            if rounds.rests:
                rows.append((f"challenge_{name}", rounds.medians()[-1]))
        if self.traded is not None:
            rows += [("exchange", float(weighted_mean(self.traded[-1], self.numbers.weight)))]
        return [{"issue": self.numbers.name, "model": model, "value": value} for model, value in rows]

    def data(self) -> dict[str, Any]:
        """The JSON of one issue."""
        n, won, (low, high) = self.numbers, self.condorcet, self.median
        gains = leverage(n.position, n.capability, n.salience)
        return {
            "actors": list(n.actors),
            "scale": [n.low, n.high],
            "mean": self.mean,
            "median": {"low": low, "high": high, "mid": (low + high) / 2},
            "condorcet": None if won.winner is None else float(self.options[won.winner]),
            "condorcet_margin": won.margin,
            "condorcet_unbeaten": [float(self.options[place]) for place in won.unbeaten],
            "pce": {kind: self._chances_data(kind) for kind in KINDS},
            "challenge": {name: self._rounds_data(name, rounds) for name, rounds in self.challenge.items()},
            "exchange": self._exchange_data(),
            "forecast": {
                **self.forecast._asdict(),
                "win": None if self.forecast.win is None else list(self.forecast.win),
            },
            "leverage": {
                actor: {key: float(getattr(gains, key)[place]) for key in gains._fields}
                for place, actor in enumerate(n.actors)
            },
            "warnings": list(self.warnings),
        }

    def _chances_data(self, kind: str) -> dict[str, Any]:
        chances = self.chances[kind]
        return {
            "distribution": [
                {"position": float(p), "chance": float(q)} for p, q in zip(self.options, chances, strict=True)
            ],
            "mean": float(chances @ self.options),
            "mode": self.most_likely(kind),
        }

    @staticmethod
    def _rounds_data(name: str, rounds: Rounds) -> dict[str, Any]:
        return {
            "rounds": [each.tolist() for each in rounds.positions()],
            "mean": rounds.means(),
            "median": rounds.medians(),
            "rests": rounds.rests,
            "cycle": rounds.cycle,
            "switches": PRESETS[name].data(),
        }

    def _exchange_data(self) -> dict[str, Any] | None:
        if self.traded is None:
            return None
        means = weighted_mean(self.traded, np.broadcast_to(self.numbers.weight, self.traded.shape))
        return {"rounds": self.traded.tolist(), "mean": means.tolist()}


@dataclass(frozen=True)
class Positions(Result):
    """Every issue asked for, in the order of the file. `exchanges`: who traded what with whom, round by round."""

    situation: Situation
    issues: dict[str, Settled]
    exchanges: tuple[ExchangeRound, ...]

    def rows(self) -> list[Row]:
        return [row for settled in self.issues.values() for row in settled.panel()]

    def data(self) -> dict[str, Any]:
        return {
            "digest": digest(self.situation),
            "issues": {name: settled.data() for name, settled in self.issues.items()},
        }

    def sentences(self, language: str = "en") -> list[str]:
        from detente.bargaining.positions.sentences import positions_sentences

        return positions_sentences(self, language)

    def figure(self, issue: str, language: str = "en") -> str:
        """The actors of an issue on its line, as SVG."""
        from detente.bargaining.positions.figure import draw_line

        return draw_line(self, issue, language)


def positions(situation: Situation, issue: str | None = None) -> Positions:
    """Where an issue, or each, settles. Raises `DetenteError` for an issue that is not there."""
    chosen = chosen_issues(situation, issue)
    every = {name: issue_numbers(situation, name) for name in situation.issues}
    rounds, traded = _trades(situation, every)
    return Positions(situation, {name: Settled(every[name], traded.get(name)) for name in chosen}, rounds)


def _trades(situation: Situation, every: dict[str, IssueNumbers]) -> tuple[tuple[ExchangeRound, ...], dict[str, Array]]:
    """Exchanges over all issues, on scales from 0 to 100; and each issue's positions after each round."""
    if len(every) < 2:
        return (), {}
    actors, shape = tuple(situation.actors), (len(every), len(situation.actors))
    position, capability, salience = (np.zeros(shape) for _ in range(3))
    part = np.zeros(shape, dtype=bool)
    for row, n in enumerate(every.values()):
        columns = [actors.index(actor) for actor in n.actors]
        position[row, columns] = (n.position - n.low) / n.size * 100
        capability[row, columns], salience[row, columns], part[row, columns] = n.capability, n.salience, True
    rounds = exchange(Table(position, capability, salience, part), EXCHANGE_ROUNDS)
    traded = {}
    for row, (name, n) in enumerate(every.items()):
        columns = [actors.index(actor) for actor in n.actors]
        traded[name] = np.array([done.voting[row, columns] for done in rounds]) * n.size / 100 + n.low
    return tuple(rounds), traded
