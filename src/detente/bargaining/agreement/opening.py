"""What stands between the parties and a deal: the nearest packages, whose goals speak against them, what would open it.

*Better* is a gain above a party's inertia, as everywhere. A party's shortfall at a package is what it misses of that,
max(0, inertia − gain). Of all packages but those that no deal leads to anyway, the *nearest* are those with the
smallest largest shortfall (equal; of several, the smallest sum), the smallest sum of shortfalls (total; of several, the
smallest largest one), and, for each party, the smallest shortfall of its own where everybody else is better off (solo;
none where no package suits the others). Further ties go to the package that changes least, then to the first. Where
there are more packages than `LISTED`, only undominated ones are looked at.

What would open it is looked for one change at a time, each re-checked by working the deal out again, drift included:

* a rule less, or one more own option that the package may bind (two at a time where one is not enough);
* a goal that counts more or less (`what_would_open`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from detente.bargaining.agreement.exact_numbers import exact_values
from detente.bargaining.agreement.from_situation import negotiation_about
from detente.bargaining.agreement.goal_tables import Tables
from detente.bargaining.agreement.setting import Setting
from detente.bargaining.packages.frontier import frontier
from detente.bargaining.packages.listing import levels_of, listing
from detente.bargaining.packages.negotiation import Package, Vector, gains, integers
from detente.bargaining.packages.result import Deal
from detente.errors import DetenteError
from detente.outcomes.moves import held_actors
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import summands
from detente.situation.identifiers import reference, split_reference
from detente.situation.model import Situation
from detente.time_left import check

LISTED = 200_000  # packages up to which changed situations are worked out
MOST_TRIED = 150  # changed situations that are worked out


@dataclass(frozen=True)
class Offer:
    """A package with its utilities, gains, and what each party misses of being better off."""

    package: Package
    u: Vector
    gains: Vector
    short: Vector


@dataclass(frozen=True)
class Reason:
    """What one goal or points table adds to a party's gain at a package. `path`: where its weight stands."""

    path: tuple[str, ...]
    value: Fraction


@dataclass(frozen=True)
class Step:
    """A change of terms: rules dropped, options bound; and the package that is then better for all."""

    rules: tuple[str, ...]
    pledges: tuple[str, ...]
    package: dict[str, str]
    gains: Vector
    outcome: tuple[int, ...]


@dataclass(frozen=True)
class Opening:
    """See the module. `solo`: per party, its nearest package (None: whatever it gives up, nothing suits the others).

    `reasons`: for each of these packages, what each of that party's goals adds to its gain there, worst first.
    `complete`: all changes of terms of up to two were tried, or until some were found.
    """

    equal: Offer | None
    total: Offer | None
    solo: tuple[Offer | None, ...]
    reasons: tuple[tuple[Reason, ...], ...]
    steps: tuple[Step, ...]
    complete: bool


def offers(deal: Deal, setting: Setting) -> list[Offer]:
    """The undominated packages by which somebody gains, best for the first party first."""
    found = []
    for point in deal.frontier.points:
        gain = gains(point.u, deal.d)
        if max(gain) > 0:
            found.append(Offer(point.example, point.u, gain, short_of(gain, setting)))
    return found


def short_of(gain: Vector, setting: Setting) -> Vector:
    """What each party misses of being better off."""
    return tuple(max(least - one, Fraction(0)) for one, least in zip(gain, setting.inertia, strict=True))


def opening(deal: Deal) -> Opening:
    """What stands in the way. Meant for a deal of a situation without a package that is worth it to all."""
    setting = deal.setting
    assert setting is not None
    known = offers(deal, setting)
    equal, total = nearest(deal, setting)
    solo = tuple(_solo(known, setting, party) for party in range(len(deal.d)))
    found, complete = steps(setting) if deal.negotiation.cells <= LISTED else ((), False)
    return Opening(
        equal,
        total,
        solo,
        tuple(
            () if offer is None else reasons(setting, offer.package, deal.negotiation.parties[party])
            for party, offer in enumerate(solo)
        ),
        found,
        complete,
    )


def nearest(deal: Deal, setting: Setting) -> tuple[Offer | None, Offer | None]:
    """The packages with the smallest largest shortfall, and with the smallest sum of shortfalls."""
    baseline = _baseline(setting)
    looked_at = [_offer(deal, setting, package) for package in _close(deal, setting, baseline)]

    def changes(offer: Offer) -> tuple[int, Package]:
        levels = zip(setting.levels(offer.package), setting.base, strict=True)
        return sum(one != other for one, other in levels), offer.package

    return (
        min(looked_at, key=lambda offer: (max(offer.short), sum(offer.short), changes(offer)), default=None),
        min(looked_at, key=lambda offer: (sum(offer.short), max(offer.short), changes(offer)), default=None),
    )


def _offer(deal: Deal, setting: Setting, package: Package) -> Offer:
    u = deal.negotiation.utility(package)
    gain = gains(u, deal.d)
    return Offer(package, u, gain, short_of(gain, setting))


def _close(deal: Deal, setting: Setting, baseline: list[Package]) -> list[Package]:
    """The packages that may be nearest: floats leave out those that cannot be."""
    negotiation = deal.negotiation
    if negotiation.cells > LISTED:
        return [point.example for point in deal.frontier.points if point.example not in baseline]
    whole = integers(negotiation, rounded=False)
    block = tuple(range(len(negotiation.issues)))
    chunks = list(listing(negotiation, whole, block))
    levels = levels_of(negotiation, block, np.concatenate([flat for flat, _ in chunks]))
    values = np.concatenate([values for _, values in chunks]) / np.array(whole.scale, float)
    missed = [
        float(d + least - utility.constant)
        for d, least, utility in zip(deal.d, setting.inertia, negotiation.utilities, strict=True)
    ]
    short = np.maximum(np.array(missed) - values.astype(float), 0)
    for end in baseline:
        short[(levels == end).all(axis=1)] = np.inf
    sure = 1e-9 * max(1.0, float(np.abs(values).max(initial=0)))
    most, total = short.max(axis=1), short.sum(axis=1)
    close = (most <= most.min(initial=np.inf) + sure) | (total <= total.min(initial=np.inf) + sure)
    return [tuple(package) for package in levels[close & np.isfinite(most)].tolist()]


def _baseline(setting: Setting) -> list[Package]:
    """The packages that bring about no more than no deal does."""
    if setting.kind == "numbers":  # what no deal is worth is said, not where it leads
        return []
    ends = {end: tuple(end[place] for place in setting.places) for end in setting.ends}
    return [package for end, package in ends.items() if setting.levels(package) == end]


def _solo(known: list[Offer], setting: Setting, party: int) -> Offer | None:
    """The package that costs this party least where everybody else is better off."""
    suited = [
        offer
        for offer in known
        if all(
            gain > least
            for other, (gain, least) in enumerate(zip(offer.gains, setting.inertia, strict=True))
            if other != party
        )
    ]
    return min(suited, key=lambda offer: (offer.short[party], -sum(offer.gains)), default=None)


def reasons(setting: Setting, package: Package, party: str) -> tuple[Reason, ...]:
    """What each goal adds to the party's gain at a package; what adds nothing is left out.

    The gain is counted from the end of the drift that is best for the party to the end of the package's course that is
    worst for it; where numbers say what no deal is worth, what each goal adds to that end.
    """
    situation = setting.situation
    tables = Tables(situation, setting.axes, setting.places, setting.base)
    follow = setting.course.get(package, (setting.levels(package),))
    space = tables.at(np.array([*follow, *setting.ends]))
    numbers = Numbers(situation, space)
    preference = situation.preferences[party]
    path: tuple[str, ...] = ("preferences", party)
    if preference.any:
        preference, path = preference.any[0], (*path, "any", "0")
    parts: dict[tuple[str, ...], list[Fraction]] = {}
    for quantity, place, sign, truth in summands(preference, numbers, path):
        weight = exact_values(numbers, quantity, place)
        here = [sign * w * bool(t) for w, t in zip(weight, truth, strict=True)]
        known = parts.get(place, [Fraction(0)] * space.count)
        parts[place] = [one + other for one, other in zip(known, here, strict=True)]
    totals = [sum(values, Fraction(0)) for values in zip(*parts.values(), strict=True)] or [Fraction(0)] * space.count
    worst = min(range(len(follow)), key=lambda end: totals[end])
    best = None if setting.kind == "numbers" else max(range(len(follow), space.count), key=lambda end: totals[end])
    found = {place: values[worst] - (values[best] if best is not None else 0) for place, values in parts.items()}
    return tuple(sorted((Reason(p, v) for p, v in found.items() if v), key=lambda reason: reason.value))


def steps(setting: Setting) -> tuple[tuple[Step, ...], bool]:
    """The smallest changes of terms that make some package better for all: all of one change, else all of two.

    And whether the search was complete.
    """
    situation, agreement = setting.situation, setting.agreement
    single: list[tuple[str, str]] = [("rule", name) for name in situation.rules]
    single += [("pledge", name) for name in unbound(situation, agreement)]
    tried = 0
    for size in (1, 2):
        found: list[Step] = []
        for group in combinations(single, size):
            check()
            tried += 1
            if tried > MOST_TRIED:
                return tuple(found), False
            rules = tuple(name for kind, name in group if kind == "rule")
            pledges = tuple(name for kind, name in group if kind == "pledge")
            step = _tried(setting, rules, pledges)
            found += [step] if step else []
        if found:
            return tuple(found), True
    return (), True


def unbound(situation: Situation, agreement: str) -> tuple[str, ...]:
    """The parties' own options that a package may not bind yet and that are not held."""
    record = situation.agreements[agreement]
    bound = {split_reference(pledge) for pledge in record.pledges} | {split_reference(h.hold) for h in situation.held}
    return tuple(
        reference(party, name)
        for party in record.parties
        if party not in held_actors(situation)
        for name in situation.options.get(party, {})
        if (party, name) not in bound
    )


def changed(
    situation: Situation, agreement: str, rules: tuple[str, ...] = (), pledges: tuple[str, ...] = ()
) -> Situation:
    """The situation without these rules, and with these options open to the package."""
    record = situation.agreements[agreement]
    wider = record.model_copy(update={"pledges": (*record.pledges, *pledges)})
    kept = {name: rule for name, rule in situation.rules.items() if name not in rules}
    return situation.model_copy(update={"rules": kept, "agreements": {**situation.agreements, agreement: wider}})


def _tried(setting: Setting, rules: tuple[str, ...], pledges: tuple[str, ...]) -> Step | None:
    situation = changed(setting.situation, setting.agreement, rules, pledges)
    try:
        negotiation, there = negotiation_about(situation, setting.agreement, setting.kind)
    except DetenteError:
        return None
    known = [(gains(point.u, negotiation.disagreement), point) for point in frontier(negotiation).points]
    good = [(gain, point) for gain, point in known if there.worth_it(gain)]
    if not good:
        return None
    gain, point = max(good, key=lambda pair: min(pair[0]))
    return Step(rules, pledges, negotiation.named(point.example), gain, there.levels(point.example))
