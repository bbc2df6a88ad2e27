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
from detente.bargaining.positions.settled import MOST_SPATIAL, MOST_TRADED, Ktab, Settings, Settled
from detente.bargaining.positions.spatial import bargain
from detente.bargaining.positions.spread import Spread, spread
from detente.result import Origin, Result, Row
from detente.situation.model import Situation

EXCHANGE_ROUNDS = 3


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
        found = {
            name: spread(self.situation, name, columns, count, settled.settings.errors)
            for name, settled in self.issues.items()
        }
        origin = replace(self.origin, parameters={**self.origin.parameters, "draws": count}, seed=seed)
        return replace(self, spreads={name: one for name, one in found.items() if one is not None}, origin=origin)

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
    """Where an issue, or each, settles. Raises `DetenteError` for an issue that is not there."""
    settings = settings or Settings()
    chosen = chosen_issues(situation, issue)
    every = {name: issue_numbers(situation, name) for name in situation.issues}
    rounds, traded = _trades(situation, every)
    bargained = _bargained(every, chosen)
    settled = {}
    for name in chosen:
        absent = tuple(actor for actor in situation.actors if actor not in every[name].actors)
        settled[name] = Settled(every[name], settings, traded.get(name), bargained.get(name), absent)
    origin = Origin.of(
        situation,
        issue=issue,
        presets={name: chosen.data() for name, chosen in settings.presets.items()},
        rounds=settings.rounds,
        vote=settings.vote,
        victory=settings.victory,
        errors="shipped" if settings.errors.is_shipped else "own",
    )
    return Positions(situation, settled, rounds, origin=origin)


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


def _bargained(every: dict[str, IssueNumbers], chosen: tuple[str, ...]) -> dict[str, Ktab]:
    """KTAB's rounds, over all issues at once if every actor stands on each, with one capability, and shares its
    attention among them; else each issue by itself.
    """
    first = next(iter(every.values()))
    at_once = all(n.actors == first.actors and np.array_equal(n.capability, first.capability) for n in every.values())
    if at_once:
        attention = np.sum([n.salience for n in every.values()], axis=0)
        at_once = bool((attention <= 1 + 1e-9).all())
    groups = [tuple(every)] if at_once else [(name,) for name in chosen]
    found: dict[str, Ktab] = {}
    for names in groups:
        part = [every[name] for name in names]
        if not 2 <= len(part[0].actors) <= MOST_SPATIAL or not part[0].capability.any():
            continue
        position = np.stack([(n.position - n.low) / n.size for n in part], axis=1)
        done = bargain(position, np.stack([n.salience for n in part], axis=1), part[0].capability)
        for place, n in enumerate(part):
            found[n.name] = Ktab(names, done.states[:, :, place] * n.size + n.low, done.chances, done.settled)
    return found
