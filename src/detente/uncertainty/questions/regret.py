"""Which of its options an actor would regret least.

An option is held at each of its levels in turn, from the status quo on, in the same draws; the actor's other options
stay free. The value of a level in a draw is the actor's own utility where things then end: the *worst* and the *mean*
over the predicted outcomes. The regret of a level is how much better the best level would have done in that draw:

    regret(a, x) = max over b of u(b, x) − u(a, x)        (Savage 1951)

Reported: its mean, 95th percentile and maximum; and the satisficing share, how often the worst is no worse than the
status quo. Utilities are the actor's own points and are never added up over actors. Only cardinal preferences (goals)
have values. A few hundred draws are looked at, since outcomes must be solved anew for every level; the result says how
many.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.preferences import Array, utility
from detente.outcomes.space import Axis, held_places
from detente.outcomes.telling import Teller
from detente.result import Row
from detente.situation.identifiers import nearest, quoted, reference, split_reference
from detente.situation.model import Held, Situation, Standing
from detente.situation.rules import Rule
from detente.stability.kernel.predicted import reached_in
from detente.stability.solve import Model
from detente.uncertainty.questions.asking import asked, first_draws, origin_of
from detente.uncertainty.questions.naming import listed, teller_of
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Asked, Study
from detente.words import join, say

DRAWS = 500
SAME = 1e-9


@dataclass(frozen=True)
class Options:
    """One option of an actor and its levels; `worst`, `mean`: levels × draws. `today`: value of the status quo.

    `yes`: question → how often it is answered by yes, level by level. `shut`: levels not feasible from the status quo.
    """

    actor: str
    option: str
    levels: tuple[str, ...]
    worst: Array = field(repr=False)
    mean: Array = field(repr=False)
    today: Array | None = field(repr=False)
    yes: dict[str, tuple[Share, ...]] = field(default_factory=dict)
    shut: tuple[str, ...] = ()

    @property
    def draws(self) -> int:
        return int(self.worst.shape[1])

    def regrets(self, kind: str = "mean") -> Array:
        """Regret of every level in every draw."""
        return regrets(self.worst if kind == "worst" else self.mean)

    def enough(self) -> tuple[Share, ...] | None:
        """How often each level ends, at worst, no worse than the status quo; None without one."""
        if self.today is None:
            return None
        fine = self.worst >= self.today - SAME * np.maximum(1, np.abs(self.today))
        return tuple(Share(int(row.sum()), self.draws) for row in fine)

    @property
    def least(self) -> str:
        """The level with the least mean regret; of equal ones the first."""
        return self.levels[int(np.argmin(self.regrets().mean(axis=1).round(12)))]


@dataclass(frozen=True, repr=False)
class Regret(Asked):
    """Every option asked about; `looked_at`: how many draws."""

    told_by: ClassVar[str] = "detente.uncertainty.questions.regret:regret_sentences"

    looked_at: int = 0
    options: tuple[Options, ...] = field(default=())

    def cells(self) -> list[Row]:
        """One row per option and level."""
        rows: list[Row] = []
        for option in self.options:
            enough = option.enough()
            for place, level in enumerate(option.levels):
                row: Row = {"actor": option.actor, "option": option.option, "level": level}
                row |= {"mean": float(option.mean[place].mean()), "worst": float(option.worst[place].mean())}
                for kind in ("mean", "worst"):
                    of = option.regrets(kind)[place]
                    row |= {
                        f"regret_{kind}": float(of.mean()),
                        f"regret_{kind}_p95": float(np.quantile(of, 0.95)),
                        f"regret_{kind}_max": float(of.max()),
                    }
                row["no_worse_than_today"] = None if enough is None else enough[place]
                row |= {f"yes:{question}": shares[place] for question, shares in option.yes.items()}
                rows.append(row)
        return rows

    def telling(self) -> list[Row]:
        """Values and regrets by the mean over where things end."""
        return [{key: value for key, value in row.items() if "regret_worst" not in key} for row in self.cells()]

    def data(self) -> dict[str, Any]:
        shut = {f"{option.actor}.{option.option}": list(option.shut) for option in self.options if option.shut}
        return {**self.head(), "looked_at": self.looked_at, "not_feasible": shut, "options": self.rows()}


def regrets(values: Array) -> Array:
    """Levels × draws: how far each falls short of the best of its draw."""
    return np.asarray(values.max(axis=0) - values)


def regret(
    study: Study,
    question: str | None = None,
    concept: str = "seq",
    actor: str | None = None,
    option: str | None = None,
    draws: int = DRAWS,
) -> Regret:
    """What holding each option of an actor (of all with goals) at each level brings it.

    Args:
        question: also how often it is answered by yes under each level.
        actor, option: only these.
        draws: how many of the study's draws to look at.

    Raises:
        DetenteError: an unknown question or actor.
    """
    questions = asked(study, question) if question is not None else ()
    known = tuple(study.situation.actors)
    if actor is not None and actor not in known:
        raise DetenteError("who_unknown", name=actor, nearest=nearest(actor, known), known=known)
    columns = first_draws(study, draws)
    count = min(draws, study.count)
    found = []
    for axis in study.model.space.axes:
        if actor not in (None, axis.owner) or option not in (None, axis.name) or not _asked(study.situation, axis):
            continue
        found.append(_option(study, axis, columns, count, questions, concept))
    asked_for = {"question": question, "concept": concept, "actor": actor, "option": option, "looked_at": count}
    options = tuple(one for one in found if len(one.levels) > 1)
    return Regret(study, concept, count, options, origin=origin_of(study, **asked_for))


def _asked(situation: Situation, axis: Axis) -> bool:
    """An actor's own option, free to choose, whose owner has goals."""
    preference = situation.preferences.get(axis.owner)
    own = axis.kind == "option" and not held_places(situation, (axis,))
    return own and preference is not None and preference.kind == "goals"


def _option(
    study: Study, axis: Axis, columns: dict[str, Array], count: int, questions: tuple[str, ...], concept: str
) -> Options:
    levels, shut = [], []
    worst, mean = [], []
    yes: dict[str, list[Share]] = {name: [] for name in questions}
    for level in axis.levels:
        model = Model.of(held_at(study.situation, axis, level))
        if not model.space.count or (study.model.space.status_quo is not None and model.space.status_quo is None):
            shut.append(level)
            continue
        low, middle, reached = _values(model, axis.owner, columns, count, concept)
        levels.append(level)
        worst.append(low)
        mean.append(middle)
        for name in questions:
            truth = model.space.holds(study.situation.questions[name].statement)
            yes[name].append(Share(sum(bool(truth[outcomes].all()) for outcomes in reached), count))
    today = None
    if study.model.space.status_quo is not None:
        numbers = study.model.numbers(count, columns=columns)
        wishes = study.situation.preferences[axis.owner]
        today = utility(wishes, numbers, ("preferences", axis.owner))[0][:, study.model.space.status_quo]
    table = (np.array(worst).reshape(-1, count), np.array(mean).reshape(-1, count))
    shares = {name: tuple(found) for name, found in yes.items()}
    return Options(axis.owner, axis.name, tuple(levels), *table, today, shares, tuple(shut))


def held_at(situation: Situation, axis: Axis, level: str) -> Situation:
    """The situation with an option at this level for good: held from the status quo on, or by a rule without one."""
    name = reference(axis.owner, axis.name)
    if isinstance(situation.status_quo, dict):
        kept = {key: value for key, value in situation.status_quo.items() if split_reference(key) != axis.parts}
        status_quo = {**kept, name: Standing.model_validate({"level": level})}
        held = (*situation.held, Held.model_validate({"hold": name}))
        return situation.model_copy(update={"status_quo": status_quo, "held": held})
    own = name if axis.levels == ("no", "yes") else f"{name} == {quoted(level)}"
    other = own if level == "no" and axis.levels == ("no", "yes") else f"not ({own})"
    rule = Rule.model_validate({"never": other})
    return situation.model_copy(update={"rules": {**situation.rules, f"{axis.owner} {axis.name}": rule}})


def _values(
    model: Model, actor: str, columns: dict[str, Array], count: int, concept: str
) -> tuple[Array, Array, list[Array]]:
    """Worst and mean utility where things end, draw by draw, and these ends."""
    numbers = model.numbers(count, columns=columns)
    values = utility(model.situation.preferences[actor], numbers, ("preferences", actor))[0]
    reached = reached_in(model, numbers, concept)
    worst = np.array([values[draw, outcomes].min() for draw, outcomes in enumerate(reached)])
    mean = np.array([values[draw, outcomes].mean() for draw, outcomes in enumerate(reached)])
    return worst, mean, reached


def regret_sentences(result: Regret, language: str = "en") -> list[str]:
    """For each option the level that would be regretted least, beside the others."""
    teller = teller_of(result.study, language)
    if not result.options:
        return [say("study.regret.none", language)]
    head = say("study.regret.head", language, count=result.looked_at)
    return [head, *(_told(option, teller) for option in result.options)]


def _told(option: Options, teller: Teller) -> str:
    language = teller.language
    found = option.regrets()
    words = {level: level_words(teller, option.actor, option.option, level) for level in option.levels}
    best = option.levels.index(option.least)
    others = [
        say("study.regret.other", language, level=words[level], regret=points_of(found[place].mean()))
        for place, level in enumerate(option.levels)
        if place != best
    ]
    most, usual = points_of(found[best].max()), points_of(np.quantile(found[best], 0.95))
    said = say(
        f"study.regret.{'best' if usual else 'rarely' if most else 'never'}",
        language,
        actor=teller.actor(option.actor),
        level=words[option.least],
        regret=points_of(found[best].mean()),
        p95=usual,
        others=say("study.regret.others", language, list=listed(others, language)),
    )
    if not option.shut:
        return said
    shut = [level_words(teller, option.actor, option.option, level) for level in option.shut]
    return f"{said} {say('study.regret.shut', language, list=join(shut, language))}"


def level_words(teller: Teller, actor: str, option: str, level: str) -> str:
    """What an option at a level means."""
    axis = teller.space.axes[teller.space.column[actor, option]]
    return teller.level(axis, axis.levels.index(level))


def points_of(value: float) -> float:
    """A number of points, three digits; what is nothing but rounding is 0."""
    return 0.0 if abs(value) < 1e-9 else float(f"{value:.3g}")
