"""Who must say yes, in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.brokered.ratifiers import Votes
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.brokered.share_ratified import nash_of
from detente.bargaining.mediation.ratification import Gains
from detente.words import in_language, join, say


def ratify_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """How many packages pass, which is then fair, who decides, and whom its ratifiers help."""
    if found.ratified_shares is not None:
        return _of_shares(found, told)
    if found.ratification is None:
        return []
    language, known = told.language, found.ratification.found
    lines = [
        say("brokered.ratify.zone", language, count=len(known.zone)),
        say("brokered.ratify.passes", language, count=len(known.passes)) if known.zone else "",
    ]
    if known.nash:
        key = "fair" if known.nash == known.nash_without else "instead"
        lines.append(_package(found, told, key, known.nash[0], found.ratification.gains))
    if known.nash_without and known.nash_without != known.nash:
        lines.append(_package(found, told, "otherwise", known.nash_without[0], found.ratification.gains))
        missing = known.missing.get(known.nash_without[0], ())
        if missing:
            named = told.actors([]) if not missing[0] else _names(found, told, missing[0])
            lines.append(say("brokered.ratify.missing", language, list=named))
    lines += _decisive(found, told, known.decisive)
    for party, span in known.tying.items():
        if span is not None:
            lines += _tying(told, party, span[0], span[1])
    return [line for line in lines if line]


def _of_shares(found: Brokered, told: PackageTeller) -> list[str]:
    shares = found.ratified_shares
    assert shares is not None
    lines = []
    if nash_of(shares.passing) is None:
        key = "shares_none" if nash_of(shares.free) is not None else "otherwise_none"
        lines.append(say(f"brokered.ratify.{key}", told.language))
    lines += _decisive(found, told, shares.decisive)
    for party, gain in shares.tying.items():
        if gain is not None:
            lines += _tying(told, party, Fraction(gain), Fraction(gain))
    return lines


def _package(found: Brokered, told: PackageTeller, key: str, name: str, gains: Gains) -> str:
    package = found.ratified_package(name)
    shown = told.gains(found.parties, [gains[name][party] for party in found.parties])
    return say(f"brokered.ratify.{key}", told.language, package=told.package(package), gains=shown)


def _decisive(found: Brokered, told: PackageTeller, names: Sequence[str]) -> list[str]:
    return [say("brokered.ratify.decides", told.language, who=called(found, told, who)) for who in names]


def vote_line(found: Brokered, told: PackageTeller, votes: Votes) -> str:
    """Whether a package passes; if not, whose yes would be enough besides."""
    language = told.language
    if not votes.stopped:
        return say("brokered.ratify.passed", language)
    if not votes.missing:
        return say("brokered.ratify.stopped", language, parties=told.actors(votes.stopped))
    ways = tuple(join(_names(found, told, group), language) for group in votes.missing[:3])
    return say("brokered.ratify.lacking", language, list=join(ways, language, "or"))


def _tying(told: PackageTeller, party: str, least: Fraction, most: Fraction) -> list[str]:
    if least > 0:
        return [say("brokered.ratify.helps", told.language, party=told.actor(party), gain=round(float(least), 2))]
    if most < 0:
        return [say("brokered.ratify.hurts", told.language, party=told.actor(party), gain=round(-float(most), 2))]
    return []


def called(found: Brokered, told: PackageTeller, who: str) -> str:
    for ratifiers in found.record.ratifiers.values():
        if who in ratifiers:
            return told.noun(ratifiers[who].name, who)
    return who


def _names(found: Brokered, told: PackageTeller, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(in_language(called(found, told, who), told.language) or who for who in names)
