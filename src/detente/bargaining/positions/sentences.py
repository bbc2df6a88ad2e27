"""Positions in words: where an issue settles and how sure that is, who pulls it where, what the other models say."""

from __future__ import annotations

import numpy as np

from detente.bargaining.positions.errors_measured import SMALL
from detente.bargaining.positions.mean_and_median import leverage
from detente.bargaining.positions.result import Positions
from detente.bargaining.positions.score import Score
from detente.bargaining.positions.settled import MOST_SPATIAL, MOST_TRADED, Settled
from detente.bargaining.positions.spread import Spread
from detente.outcomes.telling import Names
from detente.result import Row
from detente.words import in_language, isolated, number, say
from detente.words.amounts import percent

SHOWN = 3  # actors with most leverage
FEWEST_GROUPS = 10  # from which models are compared in words


def scale_words(names: Names, issue: str) -> str | None:
    """The points of the scale that the file puts into words; None where there are none."""
    language = names.language
    told = {at: in_language(words, language) for at, words in names.situation.issues[issue].scale.items()}
    points = [
        say("positions.scale_point", language, at=at, words=words)
        for at, words in told.items()
        if words and words != number(float(at))
    ]
    return say("positions.scale_next", language).join(points) or None


def positions_sentences(result: Positions, language: str = "en") -> list[str]:
    """Everything a result says, issue by issue."""
    said: list[str] = []
    names = Names(result.situation, language)
    for name, settled in result.issues.items():
        said.append(say("positions.issue", language, issue=names.issue(name), scale=scale_words(names, name)))
        said += _forecast(settled, names)
        if name in result.spreads:
            said += _spread(result.spreads[name], settled, language)
        said += _models(settled, language)
        said += _rounds(settled, language)
        said += _pulls(settled, names)
        said += _ktab(settled, language)
        said += _warnings(settled, names)
    if len(result.situation.issues) > MOST_TRADED:
        said.append(say("positions.many_issues", language, count=len(result.situation.issues), limit=MOST_TRADED))
    if result.exchanges:
        count = len(result.exchanges[0].exchanges)
        said.append(say("positions.exchanges", language, count=count))
    return said + result.undone_sentences(language)


def _forecast(settled: Settled, names: Names) -> list[str]:
    told, n, language = settled.forecast, settled.numbers, names.language
    at = n.at
    values = {"mean": at(told.mean), "low": at(told.low), "high": at(told.high), "mode": at(told.mode)}
    said = []
    if n.veto and n.reversion is not None:
        who = tuple(names.actor(n.actors[place]) for place in n.veto)
        reversion = at(n.reversion)
        if told.win is None:
            said.append(say("positions.blocked", language, actors=who, reversion=reversion, weights=at(settled.mean)))
        else:
            win = {"least": at(told.win.low), "most": at(told.win.high)}
            said.append(say("positions.can_win", language, actors=who, reversion=reversion, **win))
            if told.mean != settled.mean:
                said.append(say("positions.held_back", language, weights=at(settled.mean)))
    wide = say("positions.wide", language) if 2 * (told.high - told.low) > n.high - n.low else ""
    said.append(say("positions.forecast", language, wide=wide, **values))
    errors = settled.settings.errors
    said.append(
        say(f"positions.{'borrowed' if errors.is_shipped else 'own_errors'}", language, count=len(errors.values))
    )
    if errors.is_shipped and (told.win is not None or told.blocked or told.widened > 1):
        said.append(say("positions.borrowed_far", language))
    return said


def _spread(told: Spread, settled: Settled, language: str) -> list[str]:
    """The forecast over the draws, and the band of draws and errors together."""
    low, _, high = told.models["forecast"]
    ends = {"from": low, "to": high, "low": told.low, "high": told.high}
    points = {key: settled.numbers.at(value) for key, value in ends.items()}
    said = [say("positions.spread", language, count=told.count, **points)]
    if told.blocked:
        said.append(say("positions.drawn_blocked", language, share=percent(told.blocked)))
    return said


def _models(settled: Settled, language: str) -> list[str]:
    (low, high), won, point = map(settled.numbers.at, settled.median), settled.condorcet, settled.numbers.at
    said = [say("positions.median_one", language, at=low)]
    if high > low:
        said = [say("positions.median_between", language, low=low, high=high)]
    if won.winner is not None and len(settled.options) > 1:
        at = point(settled.options[won.winner])
        said.append(say("positions.winner", language, at=at, margin=_percent(won.margin)))
    chances = settled.chances["conditional"]
    best = int(np.argmax(chances))
    said.append(say("positions.likely", language, at=point(settled.options[best]), chance=_percent(chances[best])))
    if settled.traded is not None:
        at = point(settled.data()["exchange"]["mean"][0])
        said.append(say("positions.traded", language, at=at))
    return said


def _rounds(settled: Settled, language: str) -> list[str]:
    said = []
    for name, rounds in settled.challenge.items():
        preset = say(f"positions.preset.{name}", language)
        if settled.settings.rounds:
            count = settled.settings.rounds if rounds.back_to is not None else len(rounds.rounds)
            at = settled.numbers.at(rounds.medians(count)[-1])
            said.append(say("positions.after", language, preset=preset, count=count, at=at))
            continue
        if rounds.rests:
            count, at = len(rounds.rounds) - 1, settled.numbers.at(rounds.medians()[-1])
            said.append(say("positions.rests", language, preset=preset, count=count, at=at))
        elif rounds.cycle:
            medians = rounds.medians()[-rounds.cycle :]
            low, top = settled.numbers.at(min(medians)), settled.numbers.at(max(medians))
            high = top if top - low > 1e-9 * settled.numbers.size else None
            said.append(say("positions.circles", language, preset=preset, count=rounds.cycle, low=low, high=high))
        else:
            said.append(say("positions.goes_on", language, preset=preset, count=len(rounds.rounds)))
    return [*said, say("positions.rounds_explain", language)] if said else []


def _ktab(settled: Settled, language: str) -> list[str]:
    """Where KTAB's rounds end."""
    if settled.ktab is None:
        return []
    key, steps = ("ktab_rests", len(settled.ktab.states) - 1) if settled.ktab.settled else ("ktab_goes_on", None)
    steps = len(settled.ktab.states) - 1 if steps is None else steps
    return [say(f"positions.{key}", language, count=steps, at=settled.numbers.at(settled.ktab.most_likely))]


def _pulls(settled: Settled, names: Names) -> list[str]:
    """Who moves the mean most: by giving way, and by caring more."""
    n, language = settled.numbers, names.language
    gains = leverage(n.position, n.capability, n.salience)
    said = []
    for place in np.argsort(-gains.position, kind="stable")[:SHOWN]:
        actor = names.actor(n.actors[place])
        step, shift = n.size / 10, float(gains.position[place]) * n.size / 10
        care = float(gains.salience[place]) / 10
        care = care if abs(care) > 1e-9 * n.size else 0.0
        key = "pulls_up" if care > 0 else "pulls_down" if care < 0 else "pulls_not"
        values = {"care": abs(care)} if care else {}
        said.append(say(f"positions.{key}", language, actor=actor, step=step, shift=shift, **values))
    return said


def _warnings(settled: Settled, names: Names) -> list[str]:
    n, language = settled.numbers, names.language
    low, high = map(n.at, settled.median)
    silent = tuple(names.actor(actor) for actor in n.veto_silent)
    veto = tuple(names.actor(n.actors[place]) for place in n.veto) + silent
    values = {
        "mean": n.at(settled.mean),
        "low": low,
        "high": high if high > low else None,
        "margin": _percent(settled.condorcet.margin),
        "factor": settled.forecast.widened,
        "small": SMALL,
        "count": len(n.actors),
        "limit": MOST_SPATIAL,
        "silent": silent,
        "mixed": tuple(names.actor(actor) for actor in n.mixed),
        "absent": tuple(names.actor(actor) for actor in settled.absent),
        "veto": veto,
        "unbeaten": tuple(n.at(settled.options[place]) for place in settled.condorcet.unbeaten),
    }
    return [say(f"positions.warn.{key}", language, **values) for key in settled.warnings]


def score_sentences(result: Score, language: str = "en") -> list[str]:
    """How near the weighted mean comes, whether another model comes nearer, and how much the band holds."""
    data, rows = result.data(), result.rows()
    base = result.baseline
    column = isolated(base["capability"], language) if len(result.known.columns) > 1 else None
    said = [say("positions.scored.issues", language, count=data["issues"], groups=data["groups"])]
    said.append(say("positions.scored.mean", language, error=base["mae"], capability=column))
    points = [row for row in rows if row["coverage"] is None]
    nearer = [row for row in points if row["to"] < 0]
    if data["groups"] < FEWEST_GROUPS:
        nearer = []
        said.append(say("positions.scored.few", language, groups=data["groups"]))
    else:
        said.append(say("positions.scored.nearer", language, count=len(nearer), models=len(points)))
    for row in nearer:
        values = {"model": scored_name(row, language), "difference": -row["difference"]}
        said.append(say("positions.scored.by", language, least=-row["to"], most=-row["from"], **values))
    best = result.nearest_of_rounds()
    if best is not None and data["groups"] >= FEWEST_GROUPS:
        key = "rounds_none" if best["difference"] >= 0 else "rounds_some"
        apart, name = abs(best["difference"]), scored_name(best, language)
        said.append(say(f"positions.scored.{key}", language, model=name, apart=apart, issues=best["issues"]))
    for row in rows:
        if row["model"] in ("band", "band_crossed"):
            values = {"share": _percent(row["coverage"]), "width": row["width"], "crps": row["crps"]}
            said.append(say(f"positions.scored.{row['model']}", language, **values))
    return said


def scored_name(row: Row, language: str) -> str:
    """A scored model in words, with its capability where several were tried."""
    model, column = row["model"], row["capability"]
    if model.startswith("alone_"):
        return say("positions.scored.alone", language, actor=isolated(model.removeprefix("alone_"), language))
    name = say(f"positions.scored.models.{model}", language)
    return say("positions.scored.with", language, model=name, capability=isolated(column, language)) if column else name


def _percent(share: float) -> str:
    return f"{number(100 * float(share))}%"
