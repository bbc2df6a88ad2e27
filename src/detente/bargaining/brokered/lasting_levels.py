"""At which levels of a term with a share does a package last, once signed: all of them, not only those at hand.

Outcomes stay discrete: the term has the level without a deal and that of the package. As the second moves, what an
outcome is worth moves along straight lines, so a comparison of two outcomes turns only where their lines, or one and
the other plus what a party moves for, cross. Between two crossings every comparison is the same, and so is the verdict.
So the range is cut at all crossings of all parties, and each cut and each part between cuts is judged once: the levels
at which the package lasts are exactly the union of those that do. Other terms stand as in the package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from detente.bargaining.agreement.from_situation import negotiation_about
from detente.bargaining.agreement.holding import Signed, signing_model
from detente.bargaining.brokered.least_binding import LASTS
from detente.bargaining.brokered.packages_at_hand import SharePackage
from detente.bargaining.brokered.share_agreement import ShareAgreement
from detente.outcomes.numbers import column_name
from detente.outcomes.preferences import Array, inertia_of, utility
from detente.situation.divisible import Curve, level_name
from detente.situation.identifiers import quoted, reference, split_reference
from detente.situation.model import Situation
from detente.situation.quantity import Uniform
from detente.situation.records import Quantity
from detente.situation.share_levels import Key, at_levels, standing_level, without_level
from detente.situation.wants import Goal, Preference
from detente.stability.solve import Model, solve

KINDS = 1_500  # outcomes of different worth that are compared pair by pair
CUTS = 2_048  # levels at which something turns
NEAR = 1e-9  # as a part of the range: crossings that are one
FINEST = 10**6  # parts of a unit in which a crossing is told
ONE = Fraction(1)
Lines = dict[str, tuple[Curve, ...]]  # party → what it makes of the term


@dataclass(frozen=True)
class Span:
    """Levels from `low` to `high`; an open end is not one of them."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True)
class LastingLevels:
    """The levels of a term at which the package lasts, in order; `whole`: the whole range is."""

    key: Key
    spans: tuple[Span, ...]
    whole: bool


def lasting_levels(found: ShareAgreement, one: SharePackage, key: Key, concept: str) -> LastingLevels | None:
    """The levels of this term at which the package lasts; None where more turns than can be looked at."""
    situation, agreement = found.situation, found.setting.agreement
    term = situation.agreements[key[0]].terms[key[1]]
    assert term.share is not None
    low, high = term.share.from_, term.share.to
    known = {without_level(term), standing_level(situation, key, term)}
    free = next(
        level for level in (low + (high - low) * part / 7 for part in map(Fraction, (3, 4, 5))) if level not in known
    )
    levels = {other: (level,) for other, level in zip(found.keys, one.levels, strict=False)} | {key: (free,)}
    levelled = at_levels(situation, levels)
    lines: Lines = {actor: _lines(preference, key) for actor, preference in situation.preferences.items()}
    loose = _loosened(levelled, lines, key, free)
    signed = Signed(negotiation_about(levelled, agreement, found.setting.kind)[1], signing_model(loose))
    outcome = _outcome(found, one, signed, {**dict(zip(found.keys, one.levels, strict=False)), key: free})
    if outcome is None:
        return None
    knots = sorted(
        {low, high, *(at for each in lines.values() for curve in each for at, _ in curve.at if low < at < high)}
    )
    turns: set[float] = set(map(float, knots))
    for left, right in pairwise(knots):
        crossed = _crossings(signed.model, _columns(loose, lines, key, free, [float(left), float(right)]))
        if crossed is None or len(turns) + len(crossed) > CUTS:
            return None
        turns |= {float(left) + part * float(right - left) for part in crossed}
    cuts = _apart(sorted(turns), float(high - low) * NEAR)
    asked = sorted([*cuts, *((left + right) / 2 for left, right in pairwise(cuts))])
    lasts = _judged(signed, outcome, _columns(loose, lines, key, free, asked), len(asked), concept)
    spans = _spans(asked, lasts)
    return LastingLevels(key, spans, all(lasts))


def _lines(preference: Preference, key: Key) -> tuple[Curve, ...]:
    for name, curves in _first(preference).curves.items():
        parts = split_reference(name)
        if (parts[0], parts[-1]) == key:
            return curves
    return ()


def _first(preference: Preference) -> Preference:
    return preference.any[0] if preference.any else preference


def _named(first: Preference, key: Key) -> str:
    """The name by which a preference speaks of a term."""
    return next(name for name in first.tables if split_reference(name) in (key, key[1:]))


def _goal(name: str, level: str, place: int) -> str:
    """What the goal of a line with a condition is called, as `at_levels` does."""
    return f"{name} {level} {place + 1}"


def _loosened(situation: Situation, lines: Lines, key: Key, free: Fraction) -> Situation:
    """The situation in which what the level is worth to each party can be set draw by draw."""
    preferences, level = dict(situation.preferences), level_name(free)
    wide = Quantity(form=Uniform(Fraction(0), ONE))
    for actor, curves in lines.items():
        if not curves:
            continue
        preference = preferences[actor]
        first = _first(preference)
        name = _named(first, key)
        points = {**first.tables, name: {**first.tables[name], level: wide}}
        goals = dict(first.goals or {})
        for place, curve in enumerate(curves):
            if curve.when is not None:
                want = f"({curve.when}) and {reference(*key)} == {quoted(level)}"
                goals[_goal(name, level, place)] = Goal(want=want, weight=wide)
        made = first.model_copy(update={"points": points, "goals": goals or None})
        others = (preference.any or ())[1:]
        preferences[actor] = preference.model_copy(update={"any": (made, *others)}) if preference.any else made
    data = {name: value for name, value in situation.__dict__.items() if name in Situation.model_fields}
    return Situation.model_construct(situation.model_fields_set, **{**data, "preferences": preferences})


def _columns(situation: Situation, lines: Lines, key: Key, free: Fraction, at: Sequence[float]) -> dict[str, Array]:
    """The numbers of the loosened situation where the term stands at these levels, one draw for each."""
    found: dict[str, Array] = {}
    for actor, curves in lines.items():
        if not curves:
            continue
        preference = situation.preferences[actor]
        name, level = _named(_first(preference), key), level_name(free)
        path = ("preferences", actor, *(("any", "0") if preference.any else ()))
        worth = [_worth(one, at) for one in curves]
        always = [values for values, one in zip(worth, curves, strict=True) if one.when is None]
        found[column_name((*path, "points", name, level))] = np.sum([np.zeros(len(at)), *always], axis=0)
        for place, (values, one) in enumerate(zip(worth, curves, strict=True)):
            if one.when is not None:
                found[column_name((*path, "goals", _goal(name, level, place), "weight"))] = values
    return found


def _worth(curve: Curve, at: Sequence[float]) -> Array:
    levels, worth = (np.array(column, np.float64) for column in zip(*curve.at, strict=True))
    return np.interp(np.array(at, np.float64), levels, worth)


def _outcome(found: ShareAgreement, one: SharePackage, signed: Signed, levels: Mapping[Key, Fraction]) -> int | None:
    """The package as an outcome of the loosened situation."""
    names = found.shares.negotiation.named(one.package)
    whole = list(signed.setting.base)
    for place in signed.setting.places:
        axis = signed.setting.axes[place]
        if axis.parts in levels:
            word = level_name(levels[axis.parts])
        else:
            name = axis.name if axis.kind == "term" else f"{axis.owner}.{axis.name}"
            word = names[name]
        whole[place] = axis.levels.index(word)
    return signed.model.space.with_levels(whole)


def _crossings(model: Model, columns: Mapping[str, Array]) -> set[float] | None:
    """Where in a piece (0 its beginning, 1 its end) a comparison of two outcomes turns for somebody."""
    numbers, found = model.numbers(2, columns=dict(columns)), set[float]()
    for actor, preference in model.situation.preferences.items():
        if _first(preference).kind != "goals":
            continue
        path = ("preferences", actor, *(("any", "0") if preference.any else ()))
        worth = np.unique(np.round(utility(_first(preference), numbers, path)[0].T, 12), axis=0)
        if len(worth) > KINDS:
            return None
        least = inertia_of(actor, numbers)
        start, end = (worth[:, at, None] - worth[None, :, at] for at in (0, 1))
        moving = np.abs(end - start) > 1e-12
        for gain in (0.0, *(() if least is None or not least[0] else (float(least[0]),))):
            part = (gain - start[moving]) / (end - start)[moving]
            found |= set(np.unique(np.round(part[(part >= 0) & (part <= 1)], 10)).tolist())
            if len(found) > CUTS:
                return None
    return found


def _apart(levels: list[float], near: float) -> list[float]:
    """Levels in order, those that are one but for rounding once."""
    kept = levels[:1]
    for level in levels[1:]:
        if level - kept[-1] > near:
            kept.append(level)
    return kept


def _judged(signed: Signed, outcome: int, columns: Mapping[str, Array], count: int, concept: str) -> list[bool]:
    """Whether the package lasts, draw by draw."""
    model, seen = signed.model, dict[int, bool]()
    solved = solve(model, model.numbers(count, columns=dict(columns)), (concept,), start=outcome)[concept]
    found = []
    for arrows in solved.arrows:
        if id(arrows) not in seen:
            seen[id(arrows)] = signed.verdict(arrows, outcome)[0] in LASTS
        found.append(seen[id(arrows)])
    return found


def _spans(asked: Sequence[float], lasts: Sequence[bool]) -> tuple[Span, ...]:
    """Cuts (even places) and the parts between them (odd places) that last, put together where they meet."""
    spans, at = list[Span](), 0
    while at < len(asked):
        if not lasts[at]:
            at += 1
            continue
        first = at
        while at + 1 < len(asked) and lasts[at + 1]:
            at += 1
        low, high = (Fraction(asked[end]).limit_denominator(FINEST) for end in (first - first % 2, at + at % 2))
        spans.append(Span(low, high, first % 2 == 1, at % 2 == 1))
        at += 1
    return tuple(spans)
