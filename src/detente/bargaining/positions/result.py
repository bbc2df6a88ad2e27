"""Where each issue settles: the forecast with its band, and beside it what every model says.

The weighted mean is the forecast because no model of rounds came nearer to 177 (and with the other half 351) real
outcomes; the rounds explain who would press whom. Definitions: one module each beside this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np

from detente.bargaining.positions.exchange import ExchangeRound, Table, exchange
from detente.bargaining.positions.issue import IssueNumbers, chosen_issues, issue_numbers
from detente.bargaining.positions.mean_and_median import Array
from detente.bargaining.positions.models import panel
from detente.bargaining.positions.rounds import LIMIT, Rounds, run_together
from detente.bargaining.positions.settled import MOST_SPATIAL, MOST_TRADED, Ktab, Settings, Settled, votes_of
from detente.bargaining.positions.spatial import bargain_together
from detente.bargaining.positions.spread import Spread, spread
from detente.errors import DetenteError
from detente.result import Origin, Result, Row
from detente.situation.model import Situation
from detente.time_left import TimeOverError, over

EXCHANGE_ROUNDS = 3
MOST_TOGETHER = 1 << 18  # pairs of actors, over the issues whose challenges are worked out at a time


@dataclass(frozen=True, repr=False)
class Positions(Result):
    """Every issue asked for, in the order of the file.

    `exchanges`: who traded what with whom, round by round. `spreads`: issues over many draws, where they were made.
    """

    told_by: ClassVar[str] = "detente.bargaining.positions.sentences:positions_sentences"
    drawn_by: ClassVar[str] = "detente.drawing.positions:figure"

    situation: Situation
    issues: dict[str, Settled]
    exchanges: tuple[ExchangeRound, ...]
    spreads: Mapping[str, Spread] = field(default_factory=dict)

    def in_short(self) -> str:
        told = ((name, settled.forecast) for name, settled in self.issues.items())
        return ", ".join(f"{name} {one.mean:.4g} ({one.low:.4g} to {one.high:.4g})" for name, one in told)

    def over(self, columns: Mapping[str, Array], count: int, seed: int | None = None) -> Positions:
        """The same with what so many draws of the file's ranges say beside it. `seed`: of the draws."""
        found, undone = {}, dict(self.undone)
        for name, settled in self.issues.items():
            if over():
                undone["draws"] = tuple(one for one in self.issues if one not in found)
                break
            found[name] = spread(self.situation, name, columns, count, settled.settings.errors)
        origin = replace(self.origin, parameters={**self.origin.parameters, "draws": count}, seed=seed)
        spreads = {name: one for name, one in found.items() if one is not None}
        return replace(self, spreads=spreads, origin=origin, undone=undone)

    def rows(self) -> list[Row]:
        return [row for settled in self.issues.values() for row in panel(settled)]

    def switches(self) -> list[Row]:
        """How each reading of the challenge model is set, switch by switch."""
        presets = next(iter(self.issues.values())).settings.presets
        settings = {name: chosen.data() for name, chosen in presets.items()}
        keys = next(iter(settings.values()))
        return [{"switch": key, **{name: _word(chosen[key]) for name, chosen in settings.items()}} for key in keys]

    def data(self) -> dict[str, Any]:
        return {
            "digest": self.origin.digest,
            "issues": {name: {**settled.data(), **self._drawn(name)} for name, settled in self.issues.items()},
            **self.undone_data(),
        }

    def _drawn(self, name: str) -> dict[str, Any]:
        return {"drawn": self.spreads[name].data()} if name in self.spreads else {}

    def drawing(self, issue: str, language: str = "en", kind: str | None = None) -> str:
        """An issue as SVG: its actors on the ``line``, the ``rounds`` of challenges, or the ``panel`` of models."""
        return replace(self, issues={issue: self.issues[issue]}).figure(language, kind)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:g}"


def positions(situation: Situation, issue: str | None = None, settings: Settings | None = None) -> Positions:
    """Where an issue, or each, settles. Raises `DetenteError` for an issue that is not there.

    Inside `detente.time_left.within`: what was worked out by then, and what is missing (`Result.undone`).
    """
    settings = settings or Settings()
    chosen = chosen_issues(situation, issue)
    every = {name: issue_numbers(situation, name) for name in situation.issues}
    absent = {name: tuple(a for a in situation.actors if a not in every[name].actors) for name in chosen}
    counted = dict(zip(chosen, votes_of([every[name] for name in chosen], settings), strict=True))
    votes = {name: one for name, one in counted.items() if one is not None}
    done = list(votes)
    if not done:
        raise DetenteError("positions_time")
    challenged = _challenged(every, done, settings)
    bargained = {} if over() else _bargained(every, done)
    rounds, traded = ((), {}) if over() else _trades(situation, every)
    settled = {
        name: Settled(
            every[name], settings, votes[name], traded.get(name), bargained.get(name), absent[name], challenged[name]
        )
        for name in done
    }
    origin = Origin.of(
        situation,
        issue=issue,
        presets={name: chosen.data() for name, chosen in settings.presets.items()},
        rounds=settings.rounds,
        vote=settings.vote,
        victory=settings.victory,
        errors="shipped" if settings.errors.is_shipped else "own",
    )
    undone = _undone(chosen, settled) if over() else {}
    if over() and not rounds and 2 <= len(every) <= MOST_TRADED:
        undone["exchanges"] = ()
    return Positions(situation, settled, rounds, origin=origin, undone=undone)


def _undone(chosen: tuple[str, ...], settled: dict[str, Settled]) -> dict[str, tuple[str, ...]]:
    """What the time did not suffice for, with the issues of which it is missing, or not at an end."""
    found = {
        "issues": tuple(name for name in chosen if name not in settled),
        "challenges": tuple(name for name, one in settled.items() if not one.challenged),
        "bargaining": tuple(name for name, one in settled.items() if not one.bargained),
    }
    return {kind: names for kind, names in found.items() if names}


def _trades(situation: Situation, every: dict[str, IssueNumbers]) -> tuple[tuple[ExchangeRound, ...], dict[str, Array]]:
    """Exchanges over all issues, on scales from 0 to 100; and each issue's positions after each round."""
    if not 2 <= len(every) <= MOST_TRADED:
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


def _bargained(every: dict[str, IssueNumbers], chosen: list[str]) -> dict[str, Ktab]:
    """KTAB's rounds, over all issues at once if every actor stands on each, with one capability, and shares its
    attention among them; else each issue by itself.
    """
    first = next(iter(every.values()))
    at_once = all(n.actors == first.actors and np.array_equal(n.capability, first.capability) for n in every.values())
    if at_once:
        attention = np.sum([n.salience for n in every.values()], axis=0)
        at_once = bool((attention <= 1 + 1e-9).all())
    groups = [tuple(every)] if at_once else [(name,) for name in chosen]
    alike: dict[tuple[int, int], list[tuple[str, ...]]] = {}
    for names in groups:
        one = every[names[0]]
        if 2 <= len(one.actors) <= MOST_SPATIAL and one.capability.any():
            alike.setdefault((len(one.actors), len(names)), []).append(names)
    found: dict[str, Ktab] = {}
    for several in alike.values():
        parts = [[every[name] for name in names] for names in several]
        position = np.array([np.stack([(n.position - n.low) / n.size for n in part], axis=1) for part in parts])
        salience = np.array([np.stack([n.salience for n in part], axis=1) for part in parts])
        capability = np.array([part[0].capability for part in parts])
        if over():
            break
        done = bargain_together(position, salience, capability)
        for names, part, one_done in zip(several, parts, done, strict=True):
            for place, n in enumerate(part):
                states = one_done.states[:, :, place] * n.size + n.low
                found[n.name] = Ktab(names, states, one_done.chances, one_done.settled)
    return found


def _challenged(every: dict[str, IssueNumbers], chosen: list[str], settings: Settings) -> dict[str, dict[str, Rounds]]:
    """The rounds of challenges of each issue in each reading; issues with as many actors are worked out together."""
    alike: dict[int, list[str]] = {}
    for name in chosen:
        alike.setdefault(len(every[name].actors), []).append(name)
    found: dict[str, dict[str, Rounds]] = {name: {} for name in chosen}
    for count, names in alike.items():
        size = max(1, MOST_TOGETHER // count**2)
        for at in range(0, len(names), size):
            part = [every[name] for name in names[at : at + size]]
            columns = (np.array([getattr(n, key) for n in part]) for key in ("position", "capability", "salience"))
            position, capability, salience = columns
            for preset, switches in settings.presets.items():
                try:
                    done = run_together(position, capability, salience, switches, settings.rounds or LIMIT)
                except TimeOverError:
                    return found
                for n, rounds in zip(part, done, strict=True):
                    found[n.name][preset] = rounds
    return found
