"""An agreement of a situation as a negotiation: its terms and pledges are the issues, the rest as it is without a deal.

Without a deal the parties fall back on

* ``drift`` (the default): where everybody's own steps lead from the status quo that nobody can punish (`drift`), so
  that a gain a party can take alone is no gain from the deal. Where that ends in several outcomes, each party is taken
  at its best among them: a deal must beat all of them; ``myopic``: the same if each did what pays at once;
* ``as_it_stands``: the status quo; or a number per party, for what lies outside the model.

What is neither a term of the agreement nor a pledge stands, in every package, as in the first of these outcomes (with
numbers: as in the status quo). A held term or pledge stays as it is; one that moves forward or back only never goes the
other way, and a term nobody may leave (``leave: never``) never returns to its level without the agreement. Utilities
are goals, points and base, in exact fractions (`exact_numbers`).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from detente.bargaining.agreement.drift import CONCEPT_OF, Levels, drift
from detente.bargaining.agreement.exact_numbers import exact_value
from detente.bargaining.agreement.followed import Course, courses
from detente.bargaining.agreement.goal_tables import Tables
from detente.bargaining.agreement.setting import Setting
from detente.bargaining.packages.negotiation import Issue, Negotiation, Part, Utility, Vector, whole_powers
from detente.errors import DetenteError
from detente.outcomes.moves import held_actors
from detente.outcomes.numbers import Numbers
from detente.outcomes.space import Axis, axes_of, held_places, space_of, space_within, status_quo_levels
from detente.situation.identifiers import nearest, normal, reference, split_reference
from detente.situation.model import Agreement, Situation
from detente.situation.quantity import Known
from detente.situation.wants import Preference


def chosen_agreement(situation: Situation, name: str | None) -> str:
    """The agreement meant: the one named, or the only one."""
    known = tuple(situation.agreements)
    if not known:
        raise DetenteError("deal_no_agreement")
    if name is None and len(known) > 1:
        raise DetenteError("deal_agreement_which", known=known)
    if name is not None and name not in known:
        raise DetenteError("deal_agreement_unknown", name=name, nearest=nearest(name, known), known=known)
    return name or known[0]


def negotiation_about(
    situation: Situation,
    name: str | None = None,
    disagreement: str | None = None,
    power: dict[str, Fraction] | None = None,
) -> tuple[Negotiation, Setting]:
    """The negotiation about an agreement. `disagreement`: how “without a deal” is read, if not as the file says.

    Raises `DetenteError` where the agreement cannot be negotiated, `LimitError` where it is too large.
    """
    agreement = chosen_agreement(situation, name)
    record = situation.agreements[agreement]
    held = tuple(party for party in record.parties if party in held_actors(situation))
    if held:
        raise DetenteError("deal_party_held", parties=held, agreement=agreement)
    axes = axes_of(situation)
    kind = disagreement or ("numbers" if isinstance(record.disagreement, dict) else str(record.disagreement))
    if kind == "numbers" and not isinstance(record.disagreement, dict):
        raise DetenteError("deal_disagreement_missing")
    ends, way = _ends(situation, kind, axes)
    return negotiation_from(situation, agreement, kind, ends, way, power)


def negotiation_from(
    situation: Situation,
    agreement: str,
    kind: str,
    ends: tuple[Levels, ...],
    way: tuple[tuple[str, Levels, Levels], ...] = (),
    power: dict[str, Fraction] | None = None,
) -> tuple[Negotiation, Setting]:
    """The negotiation where no deal leads to these outcomes."""
    record, axes = situation.agreements[agreement], axes_of(situation)
    wants = {party: _cardinal(situation, party) for party in record.parties}
    places = places_of(record, agreement, axes)
    tables = Tables(situation, axes, places, ends[0])
    issues = tuple(Issue(label_of(axes[place], agreement), axes[place].levels) for place in places)
    utilities = tuple(tables.utility(wants[party], party) for party in record.parties)
    status_quo = tuple(ends[0][place] for place in places)
    bare = Negotiation(record.parties, issues, utilities, (), bans=tables.bans(), status_quo=status_quo)
    numbers = Numbers(situation, tables.at(np.array([ends[0]])))
    if kind == "numbers":
        d = tuple(
            exact_value(numbers, quantity, ("agreements", agreement, "disagreement", party))
            for party, quantity in ((party, _number_of(record, party)) for party in record.parties)
        )
    else:
        d = _best_without(situation, axes, places, ends, wants, bare)
    if bare.banned(status_quo) or status_quo_levels(situation, axes) is None:
        bare = replace(bare, status_quo=None)
    powers = power or {
        party: value.form.value for party, value in record.power.items() if isinstance(value.form, Known)
    }
    found = replace(
        bare,
        disagreement=d,
        dockets=_dockets(record, agreement, issues),
        power=whole_powers(tuple(powers.get(party, Fraction(1)) for party in record.parties)) if powers else (),
        common_scale=record.scale == "common",
        winning=tuple(tuple(record.parties.index(party) for party in group) for group in record.winning),
        limits=limits_of(situation, axes, places, ends[0]),
        own=tuple(
            tuple(issue for issue, place in enumerate(places) if axes[place].owner == party) for party in record.parties
        ),
    )
    inertia = tuple(_inertia(situation, numbers, party) for party in record.parties)
    setting = Setting(situation, agreement, kind, axes, places, ends, way, inertia)
    course = courses(situation, agreement, setting.levels, found)
    if course is None:
        return found, replace(setting, followed=False)
    return _with_what_follows(found, setting, wants, course), replace(setting, course=course)


def _with_what_follows(
    found: Negotiation, setting: Setting, wants: dict[str, Preference], course: Course
) -> Negotiation:
    """The same negotiation with each package worth the least over the ends of its course, for each party."""
    if not course:
        return found
    shape, everything = tuple(len(issue.levels) for issue in found.issues), tuple(range(len(found.issues)))
    less = [np.full(shape, Fraction(0), object) for _ in found.parties]
    known: dict[Levels, tuple[Utility, ...]] = {}
    for package, ends in course.items():
        signed, values = found.utility(package), []
        for end in ends:
            if end not in known:
                tables = Tables(setting.situation, setting.axes, setting.places, end)
                known[end] = tuple(tables.utility(wants[party], party) for party in found.parties)
            values.append(replace(found, utilities=known[end]).utility(package))
        for party, now in enumerate(signed):
            less[party][package] = min(value[party] for value in values) - now
    utilities = tuple(
        replace(utility, parts=(*utility.parts, Part(everything, table)))
        for utility, table in zip(found.utilities, less, strict=True)
    )
    return replace(found, utilities=utilities)


def _inertia(situation: Situation, numbers: Numbers, party: str) -> Fraction:
    quantity = situation.actors[party].inertia
    return Fraction(0) if quantity is None else exact_value(numbers, quantity, ("actors", party, "inertia"))


def limits_of(
    situation: Situation, axes: tuple[Axis, ...], places: tuple[int, ...], base: Levels
) -> tuple[tuple[int, ...], ...]:
    """The levels each issue may take: what is held stays, and no level moves against its direction."""
    held = held_places(situation, axes)
    found = []
    for place in places:
        axis, now = axes[place], base[place]
        levels = range(len(axis.levels))
        if place in held:
            levels = range(now, now + 1)
        elif axis.move != "both":
            levels = levels[now:] if axis.move == "forward" else levels[: now + 1]
        stuck = axis.leave == "never" and now != axis.without
        found.append(tuple(level for level in levels if not (stuck and level == axis.without)))
    return tuple(found)


def _number_of(record: Agreement, party: str) -> Any:
    assert isinstance(record.disagreement, dict)
    if party not in record.disagreement:
        raise DetenteError("deal_disagreement_party", party=party)
    return record.disagreement[party]


def _cardinal(situation: Situation, party: str) -> Preference:
    preference = situation.preferences.get(party)
    if preference is None:
        raise DetenteError("deal_party_pointless", party=party)
    if preference.kind == "any" and preference.any:
        preference = preference.any[0]
    if preference.kind != "goals":
        raise DetenteError("deal_ordinal", party=party, kind=preference.kind)
    return preference


def label_of(axis: Axis, agreement: str) -> str:
    """A term by its own name, a pledge by owner and name."""
    return axis.name if axis.kind == "term" and axis.owner == agreement else reference(axis.owner, axis.name)


def places_of(record: Agreement, agreement: str, axes: tuple[Axis, ...]) -> tuple[int, ...]:
    pledged = {split_reference(pledge) for pledge in record.pledges}
    return tuple(
        place
        for place, axis in sorted(enumerate(axes), key=lambda pair: pair[1].kind == "option")
        if (axis.kind == "term" and axis.owner == agreement) or axis.parts in pledged
    )


def _dockets(record: Agreement, agreement: str, issues: tuple[Issue, ...]) -> dict[str, tuple[tuple[int, ...], ...]]:
    """The dockets of the file, then what they leave out one by one; and every issue alone."""
    index = {issue.name: place for place, issue in enumerate(issues)}
    separate: dict[str, tuple[tuple[int, ...], ...]] = {"all separate": tuple((place,) for place in range(len(issues)))}
    groups = [
        tuple(index[name] for name in (_issue_name(term, agreement) for term in docket.terms) if name in index)
        for docket in record.dockets.values()
    ]
    groups = [group for group in groups if group]
    if not groups:
        return separate
    used = {place for group in groups for place in group}
    rest = [(place,) for place in range(len(issues)) if place not in used]
    return {"dockets": (*groups, *rest), **separate}


def _issue_name(text: str, agreement: str) -> str:
    """What a docket names, as the issue is called: a term by its own name, a pledge by owner and name."""
    parts = split_reference(text)
    if len(parts) != 2:
        return normal(text)
    return parts[1] if parts[0] == agreement else reference(*parts)


def _ends(
    situation: Situation, kind: str, axes: tuple[Axis, ...]
) -> tuple[tuple[Levels, ...], tuple[tuple[str, Levels, Levels], ...]]:
    """Where no deal leads: levels of every axis, once per outcome it may end in; and the steps to the first."""
    standing = status_quo_levels(situation, axes)
    if standing is None:
        if kind != "numbers":
            raise DetenteError("deal_disagreement_missing")
        return (_somewhere(situation, axes),), ()
    start = tuple(standing)
    return drift(situation, axes, start, CONCEPT_OF[kind]) if kind in CONCEPT_OF else ((start,), ())


def _somewhere(situation: Situation, axes: tuple[Axis, ...]) -> Levels:
    """Where everything stands that a package does not touch, if there is no status quo: the first possible outcome."""
    first = (0,) * len(axes)
    if not situation.rules or space_within(situation, axes, [[0]] * len(axes)).count:
        return first
    found = space_of(situation)
    return tuple(found.levels[0].tolist()) if found.count else first


def _best_without(
    situation: Situation,
    axes: tuple[Axis, ...],
    places: tuple[int, ...],
    ends: tuple[Levels, ...],
    wants: dict[str, Preference],
    bare: Negotiation,
) -> Vector:
    """What each party has without a deal: its best among the ends. `bare`: with the utilities about the first."""
    best: Vector = ()
    for end in ends:
        at_end = tuple(end[place] for place in places)
        there = bare
        if end != ends[0]:
            tables = Tables(situation, axes, places, end)
            there = replace(bare, utilities=tuple(tables.utility(want, party) for party, want in wants.items()))
        here = there.utility(at_end)
        best = tuple(map(max, best, here)) if best else here
    return best
