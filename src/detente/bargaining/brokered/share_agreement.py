"""An agreement with terms of which any level can be agreed, as a problem of shares.

Everything discrete is the negotiation of `agreement.from_situation`, on the same “without a deal”, with each open term
standing where no deal leaves it. What a party makes of another level is added by straight lines, counted from there. A
line that depends on something (`when`) counts in the packages in which that is true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from detente.bargaining.agreement.from_situation import negotiation_about
from detente.bargaining.agreement.goal_tables import Tables
from detente.bargaining.agreement.setting import Setting
from detente.bargaining.shares.gain_sets import Divisible, Limit, Shares, Slope, gain_set
from detente.errors import DetenteError, LimitError
from detente.situation.deal_records import Money
from detente.situation.divisible import Curve, level_name
from detente.situation.identifiers import split_reference
from detente.situation.model import Situation, Term
from detente.situation.scope import statement_tree
from detente.situation.share_levels import (
    Key,
    at_levels,
    limits_of,
    open_terms,
    share_terms,
    standing_level,
    without_level,
)
from detente.situation.wants import Preference

ZERO = Fraction(0)


@dataclass(frozen=True)
class ShareAgreement:
    """The problem, its setting (open terms as no deal leaves them), and which issue stands for which open term.

    `standing`: the level of each open term without a deal; `least_change`: to which a package returns it.
    """

    situation: Situation  # with its shares
    shares: Shares
    setting: Setting
    keys: tuple[Key, ...]
    issues: tuple[int, ...]
    standing: tuple[Fraction, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(self.situation.agreements[owner].terms[name] for owner, name in self.keys)


def share_agreement(
    situation: Situation,
    agreement: str,
    disagreement: str | None = None,
    power: dict[str, Fraction] | None = None,
    voters: Mapping[str, str] | None = None,
) -> ShareAgreement:
    """The problem of one agreement of a situation with its shares. `voters`: those who only ratify, the last of the
    parties → the party for whom they do.

    Payments with a limit, or where ratifiers judge them, are further shares: what each party but the last receives.

    Raises `DetenteError` where it cannot be negotiated, `LimitError` where what follows depends on a share.
    """
    levelled = at_levels(situation)
    negotiation, setting = negotiation_about(levelled, agreement, disagreement, power)
    keys = tuple(key for key in open_terms(situation) if key[0] == agreement)
    place_of = {setting.axes[place].parts: issue for issue, place in enumerate(setting.places)}
    issues = tuple(place_of[key] for key in keys)
    base = {key: setting.base[setting.places[issue]] for key, issue in zip(keys, issues, strict=True)}
    standing = tuple(_exact(situation, key, setting, base[key]) for key in keys)
    limits = tuple(
        (base[keys[issues.index(at)]],) if at in issues else levels for at, levels in enumerate(negotiation.allowed)
    )
    found = replace(negotiation, limits=limits)
    terms = []
    for key in keys:
        share = situation.agreements[agreement].terms[key[1]].share
        assert share is not None
        terms.append(Divisible(key[1], share.from_, share.to))
    slopes = tuple(
        tuple(_slopes(_first(situation.preferences[party]), keys, standing, setting, levelled))
        for party in found.parties
    )
    shares = Shares(found, tuple(terms), slopes, tuple(_limits(situation, keys)))
    record = situation.agreements[agreement]
    if record.money is not None and (record.money.at_most or record.ratifiers or voters):
        shares = _with_payments(shares, record.money, voters or {})
    return ShareAgreement(situation, shares, setting, keys, issues, standing)


def _with_payments(shares: Shares, money: Money, voters: Mapping[str, str]) -> Shares:
    """The same with what each payer but the last receives as a further share; the last receives what is left.

    A ratifier counts what its party receives, by what money is worth to it where the file says so.
    """
    payers = len(shares.parties) - len(voters)
    parties = shares.parties[:payers]
    worth = [money.worth.get(party, Fraction(1)) for party in parties]
    corners = [gains for cell in gain_set(shares).pieces for gains in cell.gains]
    units = {
        **dict(enumerate(worth)),
        **{shares.parties.index(who): money.worth[who] for who in voters if who in money.worth},
    }
    enough = sum((max(abs(gains[at]) for gains in corners) / unit for at, unit in units.items()), Fraction(1))
    caps = [money.at_most.get(party, enough) for party in parties]
    least = [max(-cap, -sum(caps, ZERO)) for cap in caps]
    first = len(shares.terms)
    terms = [
        *shares.terms,
        *(Divisible(parties[at], least[at], sum(caps, ZERO) - caps[at]) for at in range(payers - 1)),
    ]
    slopes = [list(each) for each in shares.slopes]
    for at in range(payers - 1):
        ends = (terms[first + at].least, terms[first + at].most)
        slopes[at].append(Slope(first + at, tuple((end, end * worth[at]) for end in ends)))
        slopes[payers - 1].append(Slope(first + at, tuple((end, -end * worth[-1]) for end in ends)))
    for place, who in enumerate(shares.parties[payers:], payers):
        unit, party = money.worth.get(who, ZERO), parties.index(voters[who])
        for at in range(payers - 1):
            sign = Fraction(party == at) if party < payers - 1 else Fraction(-1)
            if unit and sign:
                ends = (terms[first + at].least, terms[first + at].most)
                slopes[place].append(Slope(first + at, tuple((end, sign * end * unit) for end in ends)))
    wide = [Limit((*limit.factors, *[ZERO] * (payers - 1)), limit.most) for limit in shares.limits]
    # What the last receives is minus what the others do, and may not be below minus its limit.
    wide.append(Limit((*[ZERO] * first, *[Fraction(1)] * (payers - 1)), caps[-1]))
    return Shares(shares.negotiation, tuple(terms), tuple(map(tuple, slopes)), tuple(wide))


def _first(preference: Preference) -> Preference:
    return preference.any[0] if preference.any else preference


def _exact(situation: Situation, key: Key, setting: Setting, level: int) -> Fraction:
    """The level that a name stands for."""
    term = situation.agreements[key[0]].terms[key[1]]
    named = next(axis.levels[level] for axis in setting.axes if axis.parts == key)
    known = (without_level(term), standing_level(situation, key, term))
    return next(one for one in known if level_name(one) == named)


def _slopes(
    preference: Preference, keys: tuple[Key, ...], standing: tuple[Fraction, ...], setting: Setting, levelled: Situation
) -> Iterator[Slope]:
    """What a party makes of the open terms, from where they stand without a deal."""
    tables = Tables(levelled, setting.axes, setting.places, setting.base)
    for name, curves in preference.curves.items():
        parts = split_reference(name)
        key = (parts[0], parts[-1])
        if key not in keys:
            continue
        term = keys.index(key)
        for curve in curves:
            here = curve.worth(standing[term])
            points = tuple((level, worth - here) for level, worth in curve.at)
            for when in _whens(curve, tables, setting):
                yield Slope(term, points, when)


def _whens(curve: Curve, tables: Tables, setting: Setting) -> Iterator[tuple[tuple[int, int], ...]]:
    """The discrete parts on which a line counts, by the levels of the issues its condition speaks of.

    Raises `LimitError` where it speaks of what may yet change after the signature.
    """
    if curve.when is None:
        yield ()
        return
    tree = statement_tree(curve.when, tables.situation.scope)
    issues, shape, space = tables.cells([tree])
    if setting.course and len(_moving(setting)):
        raise LimitError("share_follows", statement=curve.when)
    truth = np.broadcast_to(space.truth_of(tree), space.count).reshape(shape)
    for cell in np.argwhere(truth):
        yield tuple(zip(issues, map(int, cell), strict=True))


def _moving(setting: Setting) -> set[int]:
    """The axes that somebody outside moves after a signature."""
    return {
        place
        for package, ends in setting.course.items()
        for end in ends
        for place, (one, other) in enumerate(zip(setting.levels(package), end, strict=True))
        if one != other
    }


def _limits(situation: Situation, keys: tuple[Key, ...]) -> Iterator[Limit]:
    """The limits on the open terms of this agreement; what other agreements hold stands as it is."""
    every = share_terms(situation)
    for name, rule in situation.rules.items():
        if rule.at_most is None:
            continue
        for factors, more in limits_of(rule.at_most, every):
            if not any(factors.get(key) for key in keys):
                continue
            if any(factor and not every[key].is_open for key, factor in factors.items()):
                raise DetenteError("share_limit_mixed", rule=name)
            fixed = sum(
                (f * standing_level(situation, key, every[key]) for key, f in factors.items() if key not in keys), ZERO
            )
            yield Limit(tuple(factors.get(key, ZERO) for key in keys), -(more + fixed))
