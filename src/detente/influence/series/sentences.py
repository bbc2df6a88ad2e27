"""A series in words: over which years, where it is highest and lowest, what is not proven, which years are missing."""

from __future__ import annotations

from collections.abc import Sequence

from detente.evidence.tables.years import told
from detente.influence.series.result import Pair, Series, YearOfBalance
from detente.outcomes.telling import Names
from detente.words import isolated, say

PAIRS = 6  # pairs told of


def series_sentences(result: Series, language: str = "en") -> list[str]:
    """What the part shown says."""
    names = Names(result.situation, language)
    covered = result.years.covered
    said = [say("series.window", language, count=result.years.window, years=_told(covered))]
    if result.years.dated:
        itself = say("series.itself", language)
        listed = [f"{year} ({isolated(one.name, language) or itself})" for year, one in result.years.dated.items()]
        said = [say("series.variants", language, list=tuple(listed))]
    if result.years.left_out:
        said.append(say("series.left_out", language, years=_told(result.years.left_out)))
    if result.part == "balance":
        return said + _balance(result.balance, names)
    return said + [_pair(one, result.part, names) for one in moved(result.pairs())[:PAIRS]]


def _told(years: Sequence[int]) -> tuple[str, ...]:
    """Years and spans of years, as a list in any language."""
    return tuple(told(list(years)).split(", ")) if years else ()


def _balance(found: Sequence[YearOfBalance], names: Names) -> list[str]:
    language = names.language
    if not any(one.graph.ties for one in found):
        return [say("series.no_ties", language)]
    if not any((one.graph.weights < 0).any() for one in found):
        return [say("series.all_positive", language)]
    said = []
    known = [(one.year, one.triads.share) for one in found if one.triads.share is not None]
    if known:
        low, high = min(known, key=lambda one: one[1]), max(known, key=lambda one: one[1])
        ends = {"first": known[0][0], "last": known[-1][0], "low": low[0], "high": high[0]}
        values = {f"{key}_share": names.percent(dict(known)[year]) for key, year in ends.items()}
        level = low[1] == high[1]
        said.append(
            say("series.triads_level", language, share=values["low_share"])
            if level
            else say("series.triads", language, **ends, **values)
        )
    shares = [(one.year, one.contradicted[0]) for one in found if one.contradicted is not None]
    low, high = min(shares, key=lambda one: one[1]), max(shares, key=lambda one: one[1])
    least, most = names.percent(low[1]), names.percent(high[1])
    said.append(
        say("series.frustration_level", language, share=least)
        if low[1] == high[1]
        else say("series.frustration", language, low=low[0], high=high[0], low_share=least, high_share=most)
    )
    open_ = [one.year for one in found if not one.best.proven]
    said.append(say("series.unproven", language, count=len(open_), years=_told(open_)))
    if cancel := [one.year for one in found if one.open_pairs]:
        said.append(say("series.open", language, years=_told(cancel)))
    return said


def moved(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """The series of each domain and pair, those that change most first."""
    found: dict[tuple[str, str, str], list[Pair]] = {}
    for one in pairs:
        found.setdefault((one.domain, one.who, one.whom), []).append(one)

    def change(series: list[Pair]) -> float:
        values = [one.value for one in series]
        return max(values) - min(values)

    return sorted(found.values(), key=change, reverse=True)


def domain_words(domain: str, part: str, names: Names) -> str:
    """What a series is about."""
    if part in ("distance", "points"):
        return names.tie(domain)
    return say("influence.part.total", names.language) if domain == "all_domains" else names.domain(domain)


def _pair(series: list[Pair], part: str, names: Names) -> str:
    first, last = series[0], series[-1]
    low, high = (pick(series, key=lambda one: one.value) for pick in (min, max))
    values = {key: names.percent(one.value) if part == "dependence" else one.value
              for key, one in (("first", first), ("last", last), ("low", low), ("high", high))}  # fmt: skip
    ends = {f"{key}_year": one.year for key, one in (("first", first), ("last", last), ("low", low), ("high", high))}
    domain = domain_words(first.domain, part, names)
    who, whom = names.actor(first.who), names.actor(first.whom) if first.whom else ""
    about = {"domain": domain, "actor": who, "partner": whom, **ends}
    if low.value == high.value and len(series) > 1:
        return say(f"series.{part}_level", names.language, value=values["first"], **about)
    return say(f"series.{part}", names.language, **values, **about)
