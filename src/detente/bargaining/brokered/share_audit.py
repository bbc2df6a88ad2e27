"""A package with shares on the table: what all could gain from there over all levels, and how far it is from what is
fair."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.sentences import begun
from detente.bargaining.agreement.signed_sentences import held_lines
from detente.bargaining.brokered.data import share_data
from detente.bargaining.brokered.packages_at_hand import SharePackage, least_loss, package_with
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.brokered.share_rounds import ShareRounds, on_the_table, share_rounds
from detente.bargaining.brokered.share_sentences import fair_share_lines, gains_of, share_phrase
from detente.bargaining.mediation.mediated import exact
from detente.bargaining.packages.audit import Audit
from detente.bargaining.packages.negotiation import Vector
from detente.bargaining.packages.sentences import verdict_lines
from detente.bargaining.shares.gain_sets import Cell
from detente.situation.share_levels import level_of
from detente.words import Said, say

ZERO = Fraction(0)


def best_from(found: Brokered, reached: Vector) -> tuple[Fraction, SharePackage] | None:
    """The largest smallest further gain of all over these, as a part of what each could hope for, and a package that
    brings it.

    None where no level of any package is better for all.
    """
    shares, divided = found.shares, found.divided
    if shares is None or divided is None or not divided.gain_set.pieces:
        return None
    scale = found.hopes
    best: tuple[Fraction, tuple[Fraction, ...]] = (ZERO, ())
    for cell in divided.gain_set.pieces:
        further = tuple(
            tuple((gain - own) / unit for gain, own, unit in zip(gains, reached, scale, strict=True))
            for gains in cell.gains
        )
        best = max(best, least_loss(Cell(cell.package, cell.levels, further)))
    if best[0] <= 0:
        return None
    gains = tuple(own + part * unit for own, part, unit in zip(reached, best[1], scale, strict=True))
    return best[0], package_with(shares, divided, gains)


def share_audit_lines(found: Brokered, judged: Audit, language: str) -> list[str]:
    """What is to be said of a package with shares."""
    told = PackageTeller.of(found.setting, language)
    names = [told.actor(party) for party in found.parties]
    lines = [told.package(judged.package) + "."]
    lines.append(say("bargain.audit.gains", language, gains=told.gains(found.parties, judged.gains)))
    lines.append(verdict_lines(judged, names, language)[0])
    better = best_from(found, judged.gains)
    if better is None:
        lines.append(say("brokered.drafts.on", language))
    else:
        share, one = better
        part = Said("mediation.percent", {"number": round(float(share) * 100)})
        lines.append(say("brokered.shares.further", language, share=part))
        gains = [gain - own for gain, own in zip(one.gains, judged.gains, strict=True)]
        phrase = share_phrase(found, one, language)
        lines.append(
            say("brokered.shares.nearest_better", language, package=phrase, gains=gains_of(found, told, gains))
        )
    lines += fair_share_lines(found, told)
    if (held := found.hold(judged.package)) is not None:
        lines += held_lines(found, told, held)
    return [begun(line) for line in lines]


def share_audit_data(found: Brokered, judged: Audit) -> dict[str, Any]:
    """The same over all levels as JSON has it, with the rounds upwards."""
    better = best_from(found, judged.gains)
    going = rounds_from(found, judged)
    rounds = [
        {**share_data(found, one.package), "further": dict(zip(found.parties, exact(list(one.gains)), strict=True))}
        for one in going.rounds
    ]
    told: dict[str, Any] = {"rounds": rounds, "undominated": going.whole}
    if better is None:
        return {"unspent": 0, "best_for_all": None, **told}
    return {"unspent": exact(better[0]), "best_for_all": share_data(found, better[1]), **told}


def rounds_from(found: Brokered, judged: Audit) -> ShareRounds:
    """From a package upwards; nothing where ratifiers judge packages."""
    assert found.shares is not None
    if found.record.ratifiers:
        return ShareRounds((), False)
    issues = found.deal.negotiation.issues
    names = {issues[at].name: issues[at].levels[judged.package[at]] for at in found.shares.issues}
    levels = {name: level for name, text in names.items() if (level := level_of(text)) is not None}
    return share_rounds(found, on_the_table(found, levels, judged.package, judged.gains))


def share_round_lines(found: Brokered, judged: Audit, language: str) -> list[str]:
    """The rounds in words."""
    told, going = PackageTeller.of(found.setting, language), rounds_from(found, judged)
    lines = []
    for number, one in enumerate(going.rounds, 1):
        phrase, gains = share_phrase(found, one.package, language), gains_of(found, told, one.gains)
        lines.append(say("bargain.audit.round", language, number=number, package=phrase, gains=gains))
    if going.rounds:
        lines.append(say("brokered.shares.rounds_end" if going.whole else "bargain.audit.cut", language))
    return [begun(line) for line in lines]
