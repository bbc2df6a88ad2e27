"""A log of forecasts in words: how near they came, whether nearer than what costs nothing, and if they say how sure."""

from __future__ import annotations

from detente.uncertainty.experts.forecast_log import FEWEST, Against, ForecastLog, Held, brier_of
from detente.words import isolated, say

FULL = 5  # forecasts in a bin from which its share is told


def log_sentences(result: ForecastLog, language: str = "en") -> list[str]:
    """Everything a log says."""
    dates = sorted(line.date for line in result.lines)
    said = [
        say("forecasts.log", language, count=len(result.lines), known=len(result.known), first=dates[0], last=dates[-1])
    ]
    said += [say(note.key, language, **note.values) for note in result.notes]
    if not result.known:
        return [*said, say("forecasts.open", language)]
    score = brier_of(result)
    if score is not None:
        said.append(say("forecasts.brier", language, count=sum(line.yes_no for line in result.known), score=score))
    told = set[tuple[str, str]]()
    for one in result.scores:
        if one.who == "forecast":
            said += [] if one.kind == "yes_no" else [_error(result, one, language)]
            told.add((one.kind, one.question))
        else:
            said.append(_beside(one, language))
    said += _calibration(result, language)
    said += [_band(result, one, language) for one in result.held]
    return said


def _error(result: ForecastLog, one: Against, language: str) -> str:
    unit = say(f"forecasts.unit.{'points' if result.scaled else 'own'}", language)
    question = isolated(one.question, language) if one.question else None
    return say("forecasts.error", language, question=question, count=one.count, error=one.score, unit=unit)


def _beside(one: Against, language: str) -> str:
    """How a baseline did on the same lines, and whether the difference is more than chance."""
    least, most = sorted(map(abs, one.ends)) if one.ends and one.standing in ("better", "worse") else (None, None)
    values = {"least": least, "most": most, "few": FEWEST, "questions": one.questions}
    return say(
        "forecasts.beside",
        language,
        question=isolated(one.question, language) if one.question else None,
        who=say(f"forecasts.who.{one.who}", language),
        score=one.score,
        own=one.own,
        nearer=one.nearer,
        level=one.level or None,
        of=one.count,
        standing=say(f"forecasts.standing.{one.standing}", language, **values),
    )


def _calibration(result: ForecastLog, language: str) -> list[str]:
    """The bin whose forecasts lie furthest from what came, of those with enough of them."""
    full = [one for one in result.calibration if one.size >= FULL]
    if not result.calibration:
        return []
    if not full:
        return [say("forecasts.few_in_bins", language, full=FULL)]
    worst = max(full, key=lambda one: abs(one.stated - one.yes / one.size))
    said, came = round(100 * worst.stated), round(100 * worst.yes / worst.size)
    return [say("forecasts.calibration", language, count=worst.size, stated=said, came=came, full=FULL)]


def _band(result: ForecastLog, one: Held, language: str) -> str:
    unit = say(f"forecasts.unit.{'points' if result.scaled else 'own'}", language)
    question = isolated(one.question, language) if one.question else None
    return say("forecasts.band", language, question=question, level=round(100 * one.level), inside=one.inside,
               of=one.count, below=one.below, above=one.above, width=one.width, crps=one.crps, unit=unit)  # fmt: skip
