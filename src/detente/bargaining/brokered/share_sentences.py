"""Shares and money of an agreement in words: which levels are fair, what payments add."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.brokered.packages_at_hand import SharePackage, corner_packages, fairest
from detente.bargaining.brokered.paid_package import Paid
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.mediation.share_results import Divided
from detente.bargaining.shares.gain_sets import active_slopes
from detente.bargaining.shares.money import transfers
from detente.outcomes.telling import Teller
from detente.situation.share_levels import level_text
from detente.words import Said, in_language, say

ZERO = Fraction(0)


def gains_of(found: Brokered, told: Teller, gains: Sequence[Fraction | float]) -> str:
    """“Japan +2.8, Russia −3.2”, also of gains that are no fractions."""
    exact = [one if isinstance(one, Fraction) else Fraction(one).limit_denominator(10**6) for one in gains]
    return told.gains(found.parties, exact)


def share_phrase(found: Brokered, one: SharePackage, language: str) -> str:
    """A package with its levels: “data is shared; water for Upland: 62.5% of the flow”."""
    shares = found.shares
    assert shares is not None
    setting = shares.setting
    told = PackageTeller.of(setting, language)
    base = tuple(setting.base[place] for place in setting.places)
    parts = [] if one.package == base else [told.package(one.package)]
    for (_, name), term, level in zip(shares.keys, shares.terms, one.levels, strict=False):
        parts.append(in_language(level_text(name, term, level), language) or name)
    unit = found.record.money.unit if found.record.money is not None else None
    paid = one.levels[len(shares.keys) :]
    if any(paid):
        receives = (*paid, -sum(paid, ZERO))
        paying = payments(found, receives, told, in_language(unit, language))
        parts += [say(one.key, language, **one.values) for one in paying]
    return say("phrases.semicolon", language).join(parts)


def shares_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """Whether some share is better for all, and the fair packages with their levels."""
    language, shares, divided = told.language, found.shares, found.divided
    assert shares is not None and divided is not None
    names = [told.called(term.text, name) for (_, name), term in zip(shares.keys, shares.terms, strict=True)]
    lines = [say("brokered.shares.open", language, terms=tuple(names))] if names else []
    if found.ratified_shares is not None and found.ratified_shares.passing.empty:
        return [*lines, say("brokered.ratify.shares_none", language)]
    zone = divided.zone
    if not zone.weak:
        lines.append(say("brokered.shares.none", language, missing=rounded(zone.concession)))
        lines += [say("brokered.shares.lottery", language)] if zone.hull >= 0 else []
        near = fairest(shares, divided)
        phrase = share_phrase(found, near, language)
        return [
            *lines,
            say("brokered.shares.nearest", language, package=phrase, gains=gains_of(found, told, near.gains)),
        ]
    key = "strict" if zone.strict else "weak"
    lines.append(say(f"brokered.shares.{key}", language, least=rounded(zone.smallest)))
    if zone.strict and names:
        lines += _undivided(found, divided, language)
    lines += fair_share_lines(found, told)
    lines += _trade_offs(found, told)
    return [*lines, say("brokered.shares.listed", language)] if names else lines


def _trade_offs(found: Brokered, told: PackageTeller) -> list[str]:
    """What one more unit of each term would bring whom, beyond where the fairest package has it."""
    shares, fair = found.shares, found.fair_shares.get("nash")
    if shares is None or fair is None:
        return []
    active, lines = active_slopes(shares.shares, fair.package), []
    for at, (term, level) in enumerate(zip(shares.terms, fair.levels, strict=False)):
        if level == shares.shares.terms[at].most:
            continue
        each = [sum((one.rise(level) for one in slopes if one.term == at), ZERO) for slopes in active]
        if any(each[: len(found.parties)]):
            unit = in_language(term.share.unit, told.language) if term.share is not None else None
            values = {"term": told.called(term.text, shares.keys[at][1]), "level": amount_of(level, unit)}
            gains = gains_of(found, told, each[: len(found.parties)])
            lines.append(say("brokered.shares.further_unit", told.language, gains=gains, **values))
    return lines


def fair_share_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """The fair packages with their levels, rules that agree said together."""
    lines, language = [], told.language
    rules: dict[SharePackage, list[Said]] = {}
    common = found.deal.negotiation.common_scale
    for name, one in found.fair_shares.items():
        if name != "egalitarian" or common:
            rules.setdefault(one, []).append(Said(f"bargain.rules.{'equal' if name == 'egalitarian' else name}"))
    for one, named in rules.items():
        phrase, gains = share_phrase(found, one, language), gains_of(found, told, one.gains)
        lines.append(say("brokered.shares.fair", language, rules=tuple(named), package=phrase, gains=gains))
    return lines


def _undivided(found: Brokered, divided: Divided, language: str) -> list[str]:
    """What sharing adds to the best package in which every term stands at one end or as it is."""
    shares = found.shares
    assert shares is not None
    ends = [{term.least, term.most, start} for term, start in zip(shares.shares.terms, shares.standing, strict=False)]
    whole = [
        min(gains)
        for cell in divided.gain_set.pieces
        for levels, gains in zip(cell.levels, cell.gains, strict=True)
        if all(level in one for level, one in zip(levels, ends, strict=False))
    ]
    best = max(whole, default=None)
    if best is None or best <= 0:
        return [say("brokered.shares.opens", language)]
    more = divided.zone.smallest - best
    return [say("brokered.shares.better", language, more=rounded(more))] if more > 0 else []


# Money.


def payments(found: Brokered, receives: Sequence[Fraction], told: Teller, unit: str | None) -> list[Said]:
    """Who pays whom."""
    return [
        Said(
            "brokered.money.pays",
            {
                "giver": told.actor(found.parties[giver]),
                "taker": told.actor(found.parties[taker]),
                "amount": amount_of(amount, unit),
            },
        )
        for giver, taker, amount in transfers(tuple(receives))
    ]


def amount_of(amount: Fraction, unit: str | None) -> str:
    text = f"{float(rounded(amount)):g}"
    gap = " " if unit and unit[0].isalnum() else ""
    return f"{text}{gap}{unit}" if unit else text


def exact_percent(share: Fraction) -> Said:
    """A share that is no share of runs: 0% and 100% are said as such."""
    return Said("mediation.percent", {"number": round(float(share) * 100)})


def rounded(value: Fraction | float) -> float:
    """To four significant digits, as a sentence has it."""
    return float(f"{float(value):.4g}")


def money_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """What there is to share if the parties can pay each other, and who pays whom."""
    language, payable, record = told.language, found.payable, found.record
    if record.money is None:
        return []
    if payable is None:
        return [say(f"brokered.money.{'ratified' if record.ratifiers else 'capped'}", language)]
    unit, money = in_language(record.money.unit, language), payable.money
    if money.surplus < 0:
        return [say("brokered.money.none", language, missing=amount_of(-money.surplus, unit))]
    if money.surplus == 0:
        return [say("brokered.money.nothing", language)]
    key = "opens" if payable.opens else "surplus"
    lines = [say(f"brokered.money.{key}", language, surplus=amount_of(money.surplus, unit))]
    if found.divided is not None and found.divided.cells and money.nash in found.divided.nash.gains:
        lines.append(say("brokered.money.even", language))
    else:
        at, receives = found.least_paid
        paying = tuple(payments(found, receives, told, unit))
        phrase, span = _corner(found, at, language), money.packages[at].receives
        lines.append(say("brokered.money.best", language, package=phrase, paid=paying or None))
        if len(found.parties) == 2 and span is not None:
            lines.append(range_line(found, told, span[0], unit))
    if payable.opens and money.least:
        lines.append(say("brokered.money.least", language, least=amount_of(money.least, unit)))
    return [*lines, *_coalitions(found, told)]


def range_line(found: Brokered, told: Teller, first: tuple[Fraction, Fraction], unit: str | None) -> str:
    """Between which payments a package of two leaves nobody worse off; the payer first."""
    low, high = first
    if low < 0 < high:
        one, other = (told.actor(party) for party in found.parties)
        amounts = {"most": amount_of(-low, unit), "more": amount_of(high, unit)}
        return say("brokered.money.either", told.language, one=one, other=other, **amounts)
    payer, taker = (1, 0) if low + high >= 0 else (0, 1)
    ends = (low, high) if payer == 1 else (-high, -low)
    names = {"giver": told.actor(found.parties[payer]), "taker": told.actor(found.parties[taker])}
    least, most = (max(ZERO, end) for end in ends)
    return say("brokered.money.range", told.language, **names, least=amount_of(least, None), most=amount_of(most, unit))


def paid_lines(found: Brokered, told: Teller, paid: Paid) -> list[str]:
    """What payments make of one package: between which amounts nobody is worse off, and the even share."""
    assert found.record.money is not None
    unit, language = in_language(found.record.money.unit, told.language), told.language
    if paid.receives is None or paid.even is None:
        missing = amount_of(-paid.total, unit) if paid.total < 0 else None
        key = "apart" if missing else "limit"
        return [say(f"brokered.money.{key}", language, missing=missing)]
    if len(found.parties) == 2:
        lines = [range_line(found, told, paid.receives[0], unit)]
    else:
        each = tuple(
            Said(
                "brokered.money.between",
                {"party": told.actor(party), "least": amount_of(low, None), "most": amount_of(high, unit)},
            )
            for party, (low, high) in zip(found.parties, paid.receives, strict=True)
        )
        lines = [say("brokered.money.some", language, each=each)]
    paying = tuple(payments(found, paid.even, told, unit))
    key = "share" if paying else "shared"
    return [*lines, say(f"brokered.money.{key}", language, paid=paying or None)]


def _corner(found: Brokered, at: int, language: str) -> str:
    """A package of the problem with money, in words."""
    assert found.payable is not None
    if found.shares is None:
        return PackageTeller.of(found.setting, language).package(found.payable.corners[at][0])
    return share_phrase(found, corner_packages(found.payable)[at], language)


def _coalitions(found: Brokered, told: PackageTeller) -> list[str]:
    game = found.coalitions
    if game is None:
        return []
    division = game.nucleolus or game.core.imputation
    each = told.worths(found.parties, [Fraction(rounded(one)).limit_denominator(10**6) for one in division])
    key = "core" if game.core.nonempty else "empty"
    return [say("brokered.money.nucleolus", told.language, each=each), say(f"brokered.money.{key}", told.language)]
