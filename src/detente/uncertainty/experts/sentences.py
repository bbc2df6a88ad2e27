"""Coders and panels in words: how far they agree, with whose numbers what is forecast, and how rounds went."""

from __future__ import annotations

from detente.result import Row
from detente.uncertainty.experts.delphi import fallen
from detente.uncertainty.experts.judged import Agreement, Coders, CodersForecast
from detente.uncertainty.experts.krippendorff import verdict_on
from detente.words import isolated, say

SHOWN = 6  # units of a panel told one by one


def coders_sentences(result: Coders, language: str = "en") -> list[str]:
    """Everything a comparison says."""
    whole = [one for one in result.agreements if not one.issue]
    said = [say(note.key, language, **note.values) for note in result.judged.notes]
    said += [_agreement(one, language) for one in whole]
    said += _levels(result, language)
    rows = result.weight_rows()
    for actor in dict.fromkeys(row["actor"] for row in rows):
        told = [_weight(row, language) for row in rows if row["actor"] == actor]
        listed = say("phrases.semicolon", language).join(told)
        said.append(say("coders.weights", language, actor=isolated(actor, language), list=listed))
    for issue in dict.fromkeys(one.issue for one in result.forecasts):
        said += _forecasts(result, issue, language)
    return [*said, *_rounds(result, language)]


def _weight(row: Row, language: str) -> str:
    apart = row["low"] != row["high"]
    return say("coders.weight", language, goal=isolated(row["goal"], language), weight=row["weight"],
               low=row["low"] if apart else None, high=row["high"] if apart else None)  # fmt: skip


def _agreement(one: Agreement, language: str) -> str:
    return say(
        f"coders.agreement.{verdict_on(one.alpha)}",
        language,
        column=_column(one.column, language),
        turn=isolated(one.round, language) if one.round else None,
        alpha=None if one.alpha is None else f"{one.alpha:.3f}".replace("-", "\u2212"),
        level=say(f"coders.level.{one.level}", language),
        coders=one.coders,
        units=one.units,
        values=one.values,
    )


def _column(column: str, language: str) -> str:
    return say(f"coders.column.{column}", language)


def _levels(result: Coders, language: str) -> list[str]:
    """That positions were put on one scale, and that of many issues each has its own row."""
    said = [say("coders.scaled", language)] if any(one.scaled for one in result.agreements) else []
    issues = set() if result.judged.goals else {one.issue for one in result.agreements if one.issue}
    return [*said, *([say("coders.issues", language, count=len(issues))] if issues else [])]


def _forecasts(result: Coders, issue: str, language: str) -> list[str]:
    own = [one for one in result.forecasts if one.issue == issue]
    told = say("phrases.semicolon", language).join(_forecast(one, language) for one in own)
    said = [say("coders.forecasts", language, issue=isolated(issue, language), list=told)]
    for one in own:
        if one.filled:
            who = tuple(isolated(actor, language) for actor in one.filled)
            said.append(say("coders.filled", language, coder=isolated(one.coder, language), actors=who))
    apart = max(one.forecast for one in own) - min(one.forecast for one in own)
    said.append(say(f"coders.{'changes' if result.changes(issue) else 'within'}", language, apart=apart))
    if len({one.winners for one in own}) > 1:
        said.append(say("coders.winners", language))
    return said


def _forecast(one: CodersForecast, language: str) -> str:
    return say("coders.forecast", language, coder=isolated(one.coder, language), value=one.forecast, low=one.low,
               high=one.high)  # fmt: skip


def _rounds(result: Coders, language: str) -> list[str]:
    """How the spreads went over all units, and unit by unit where they are few."""
    if not result.panels:
        return []
    went = {key: fallen(rounds) for key, rounds in result.panels.items()}
    several = [fell for fell in went.values() if fell is not None]
    said = [say("coders.rounds", language, count=len(several), fallen=sum(several))]
    together = [found for key in result.panels if (found := result.together(*key)) is not None]
    share = round(100 * result.share)
    if together:
        said.append(say("coders.consensus", language, count=len(together), together=sum(together), share=share))
    if len(together) < len(went):
        said.append(say("coders.no_scale", language, count=len(went) - len(together)))
    for (column, unit), rounds in list(result.panels.items())[:SHOWN]:
        first, last = rounds[0], rounds[-1]
        if len(rounds) > 1:
            said.append(
                say(
                    "coders.unit",
                    language,
                    column=_column(column, language),
                    unit=isolated(unit, language),
                    before=first.median,
                    after=last.median,
                    wide=first.spread,
                    narrow=last.spread,
                )
            )
    return said
