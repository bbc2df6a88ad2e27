"""One issue under every model, worked out when asked for; its warnings, and its JSON."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from detente.bargaining.positions.challenge import PRESETS, Switches, switched
from detente.bargaining.positions.condorcet import VOTES, Condorcet, condorcet, condorcet_together
from detente.bargaining.positions.errors_measured import Errors, read_errors
from detente.bargaining.positions.forecast import Forecast, forecast
from detente.bargaining.positions.issue import IssueNumbers
from detente.bargaining.positions.mean_and_median import Array, leverage, weighted_mean, weighted_median
from detente.bargaining.positions.nearer import FEW
from detente.bargaining.positions.probabilistic_condorcet import KINDS, VICTORIES, election
from detente.bargaining.positions.rounds import LIMIT, Rounds
from detente.bargaining.positions.spatial import MOST_STEPS
from detente.counts import counted
from detente.errors import DetenteError
from detente.situation.identifiers import nearest
from detente.time_left import TimeOverError, over

MOST_TRADED = 60  # issues; exchanges among more of them are not looked for
MOST_ROUNDS = 1_000  # of challenges
MOST_SPATIAL = 60  # actors in KTAB's rounds
APART = 0.10  # of the scale, between mean and median
NARROW = 0.05  # of the weight, for the Condorcet winner
MOST_COUNTED = 128  # issues whose votes are counted together


@dataclass(frozen=True)
class Settings:
    """What can be chosen otherwise.

    `presets`: the readings of the challenge model by name. `rounds`: as many of them, instead of until they rest or
    turn in a circle. `vote`, `victory`: the rules of votes and of victory in elections. `errors`: what the band is
    made of.
    """

    presets: Mapping[str, Switches] = field(default_factory=lambda: dict(PRESETS))
    rounds: int | None = None
    vote: str = "proportional"
    victory: str = "linear"
    errors: Errors = field(default_factory=Errors.shipped)


def settings_of(
    preset: str = "paper",
    switches: Mapping[str, str] | None = None,
    rounds: int | None = None,
    vote: str = "proportional",
    victory: str = "linear",
    errors: str | Path | None = None,
) -> Settings:
    """The settings a person chooses.

    Args:
        preset, switches: beside the presets, a reading ``own``: this preset with these switches of the challenge model.
        rounds, vote, victory: as in `Settings`.
        errors: a table of one's own errors (`detente.bargaining.positions.errors_measured`).

    Raises:
        DetenteError: an unknown preset, switch or rule, or a table that is none.
    """
    for given, known in ((preset, tuple(PRESETS)), (vote, VOTES), (victory, VICTORIES)):
        if given not in known:
            raise DetenteError("choice_unknown", name=given, nearest=nearest(given, known), known=known)
    presets = dict(PRESETS) | ({"own": switched(PRESETS[preset], switches)} if switches else {})
    learnt = Errors.shipped()
    if errors is not None:
        try:
            learnt = read_errors(Path(errors).read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, KeyError, TypeError, OverflowError, csv.Error):
            raise DetenteError("errors_table", file=str(errors)) from None
    if rounds is not None:
        rounds = counted("rounds", rounds, 1, MOST_ROUNDS)
    return Settings(presets, rounds, vote, victory, learnt)


@dataclass(frozen=True)
class Ktab:
    """KTAB's rounds as this issue sees them, on its own scale.

    `together`: the issues bargained over at once; `states`: positions (steps + 1, actors), the start first; `chances`:
    of each position to win (steps + 1, actors).
    """

    together: tuple[str, ...]
    states: Array
    chances: Array
    settled: bool

    @property
    def most_likely(self) -> float:
        """The position most likely to win at the end."""
        return float(self.states[-1][int(np.argmax(self.chances[-1]))])


@dataclass(frozen=True)
class Votes:
    """What votes between the distinct positions of an issue tell.

    `options`: those positions, from low to high; `chances`: of each to win, in each kind of probabilistic Condorcet
    election.
    """

    options: Array
    condorcet: Condorcet
    chances: dict[str, Array]


def votes_of(numbers: Sequence[IssueNumbers], settings: Settings) -> list[Votes | None]:
    """The votes of each issue; those with as few actors and positions as others are counted together.

    None for issues that the time (`detente.time_left`) did not suffice for.
    """
    alike: dict[tuple[int, ...], list[int]] = {}
    for place, n in enumerate(numbers):
        alone = (place,) if len(n.actors) > FEW else ()
        alike.setdefault((len(n.actors), len(np.unique(n.position)), *alone), []).append(place)
    found: list[Votes | None] = [None] * len(numbers)
    for places in alike.values():
        for at in range(0, len(places), MOST_COUNTED):
            group = places[at : at + MOST_COUNTED]
            try:
                told = _counted([numbers[place] for place in group], settings)
            except TimeOverError:
                return found
            if over():
                return found
            for place, votes in zip(group, told, strict=True):
                found[place] = votes
    return found


def _counted(numbers: Sequence[IssueNumbers], settings: Settings) -> list[Votes]:
    """The votes of issues with as many actors and distinct positions each."""
    # Proportional votes have the same winner as whole ones, which tell it where options lie very near each other.
    whole = "binary" if settings.vote == "proportional" else settings.vote
    rules = (settings.vote, settings.victory)
    if len(numbers) == 1:
        x, w = numbers[0].position, numbers[0].weight
        options = np.unique(x)
        return [Votes(options, condorcet(x, w, whole, options), election(x, w, options, *rules))]
    position, weight = np.array([n.position for n in numbers]), np.array([n.weight for n in numbers])
    points = np.array([np.unique(n.position) for n in numbers])
    won, chances = condorcet_together(position, weight, whole, points), election(position, weight, points, *rules)
    return [
        Votes(points[row], won[row], {kind: each[row] for kind, each in chances.items()}) for row in range(len(numbers))
    ]


@dataclass(frozen=True)
class Settled:
    """One issue under every model.

    `votes`: between the positions on it. `traded`: positions (rounds, actors) after each round of exchanges, if any.
    `absent`: actors of the file without a position here. `challenge`: the rounds of the challenge model in each
    reading, as far as they were asked for and the time went.
    """

    numbers: IssueNumbers
    settings: Settings
    votes: Votes
    traded: Array | None = None
    ktab: Ktab | None = None
    absent: tuple[str, ...] = ()
    challenge: Mapping[str, Rounds] = field(default_factory=dict)

    @property
    def challenged(self) -> bool:
        """Every reading of the challenge model came to an end."""
        limit = self.settings.rounds or LIMIT
        return len(self.challenge) == len(self.settings.presets) and all(
            rounds.back_to is not None or len(rounds.rounds) >= limit for rounds in self.challenge.values()
        )

    @property
    def bargained(self) -> bool:
        """KTAB's rounds came to an end, or were not asked for."""
        if self.ktab is None:
            return not 2 <= len(self.numbers.actors) <= MOST_SPATIAL or not self.numbers.capability.any()
        return self.ktab.settled or len(self.ktab.states) > MOST_STEPS

    @cached_property
    def mean(self) -> float:
        return float(weighted_mean(self.numbers.position, self.numbers.weight))

    @cached_property
    def median(self) -> tuple[float, float]:
        low, high = weighted_median(self.numbers.position, self.numbers.weight)
        return float(low), float(high)

    @property
    def options(self) -> Array:
        """The distinct positions, from low to high."""
        return self.votes.options

    @property
    def condorcet(self) -> Condorcet:
        return self.votes.condorcet

    @property
    def chances(self) -> dict[str, Array]:
        """Each kind of probabilistic Condorcet election: the chances of the distinct positions."""
        return self.votes.chances

    def most_likely(self, kind: str = "conditional") -> float:
        return float(self.options[int(np.argmax(self.chances[kind]))])

    @cached_property
    def forecast(self) -> Forecast:
        n = self.numbers
        ideals, errors = n.position[list(n.veto)], self.settings.errors
        return forecast(self.mean, self.most_likely(), len(n.actors), (n.low, n.high), n.reversion, ideals, errors)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should know, as keys of the messages."""
        n, (low, high) = self.numbers, self.median
        found = {
            "left_out": bool(self.absent),
            "mixed": bool(n.mixed),
            "no_weight": not n.weight.sum() > 0,
            "apart": max(abs(self.mean - low), abs(self.mean - high)) > APART * n.size,
            "tied": high > low,
            "no_winner": self.condorcet.winner is None,
            "narrow": self.condorcet.winner is not None and self.condorcet.margin < NARROW,
            "many_actors": len(n.actors) > MOST_SPATIAL,
            "unsettled": self.challenged and not all(rounds.rests for rounds in self.challenge.values()),
            "widened": self.forecast.widened > 1,
            "veto_silent": bool(n.veto_silent) and n.reversion is not None,
            "veto_without_reversion": bool(n.veto) and n.reversion is None,
        }
        return tuple(key for key, holds in found.items() if holds)

    def data(self) -> dict[str, Any]:
        """The JSON of one issue."""
        n, won, (low, high) = self.numbers, self.condorcet, self.median
        gains = leverage(n.position, n.capability, n.salience)
        return {
            "actors": list(n.actors),
            "absent": list(self.absent),
            "scale": [n.low, n.high],
            "mean": self.mean,
            "median": {"low": low, "high": high, "mid": (low + high) / 2},
            "condorcet": None if won.winner is None else float(self.options[won.winner]),
            "condorcet_margin": won.margin,
            "condorcet_unbeaten": [float(self.options[place]) for place in won.unbeaten],
            "votes": {"vote": self.settings.vote, "victory": self.settings.victory},
            "pce": {kind: self._chances_data(kind) for kind in KINDS},
            "challenge": {name: self._rounds_data(name, rounds) for name, rounds in self.challenge.items()},
            "exchange": self._exchange_data(),
            "ktab": self._ktab_data(),
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

    def _rounds_data(self, name: str, rounds: Rounds) -> dict[str, Any]:
        count = self.settings.rounds
        return {
            "rounds": [each.tolist() for each in rounds.positions(count)],
            "mean": rounds.means(count),
            "median": rounds.medians(count),
            "rests": rounds.rests,
            "cycle": rounds.cycle,
            "switches": self.settings.presets[name].data(),
        }

    def _exchange_data(self) -> dict[str, Any] | None:
        if self.traded is None:
            return None
        means = weighted_mean(self.traded, np.broadcast_to(self.numbers.weight, self.traded.shape))
        return {"rounds": self.traded.tolist(), "mean": means.tolist()}

    def _ktab_data(self) -> dict[str, Any] | None:
        if self.ktab is None:
            return None
        states = self.ktab.states
        means = weighted_mean(states, np.broadcast_to(self.numbers.weight, states.shape))
        return {
            "together": list(self.ktab.together),
            "rounds": states[1:].tolist(),
            "mean": means[1:].tolist(),
            "chances": self.ktab.chances[-1].tolist(),
            "mode": self.ktab.most_likely,
            "rests": self.ktab.settled,
        }
