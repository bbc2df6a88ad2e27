"""What mediators ask beyond plain packages, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from detente.bargaining.mediation.mediated import Mediated
from detente.bargaining.mediation.result import (
    Acceptance,
    Binding,
    Comparisons,
    Contingent,
    Deadline,
    Ratification,
    Robust,
    Staged,
)
from detente.bargaining.mediation.share_results import Divided, FairlyDivided, Payable, Transferable
from detente.bargaining.shares.money import transfers
from detente.words import Said, say

ZERO = Fraction(0)


def mediation_sentences(result: Mediated, language: str = "en") -> list[str]:
    """The answer in sentences."""
    teller: Callable[[Any, str], list[str]] = TELLERS[type(result)]
    return teller(result, language)


def _each(names: Iterable[str], values: Iterable[Fraction | float]) -> tuple[Said, ...]:
    return tuple(
        Said("mediation.each", {"party": name, "value": round(float(value), 4)})
        for name, value in zip(names, values, strict=True)
    )


def _divided(result: Divided, language: str) -> list[str]:
    parties, zone = result.asked.parties, result.zone
    if not zone.weak:
        key = "lottery" if zone.hull >= 0 else "none"
        return [say(f"mediation.shares.{key}", language, missing=zone.concession)]
    found = [say("mediation.shares.strict" if zone.strict else "mediation.shares.weak", language, least=zone.smallest)]
    for name, gains in (
        ("nash", result.nash.gains),
        ("kalai_smorodinsky", result.kalai_smorodinsky.gains),
        ("egalitarian", result.egalitarian.gains),
    ):
        found += [say(f"mediation.shares.{name}", language, each=_each(parties, one)) for one in gains[:1]]
    return found


def _payable(result: Payable, language: str) -> list[str]:
    money, parties = result.money, result.asked.parties
    if money.surplus < 0:
        return [say("mediation.money.none", language, missing=-money.surplus)]
    found = [
        say("mediation.money.opens" if result.opens else "mediation.money.surplus", language, surplus=money.surplus)
    ]
    for at, receives in list(zip(money.best, money.nash_receives, strict=True))[:3]:
        paid = tuple(
            Said("mediation.money.pays", {"giver": parties[giver], "taker": parties[taker], "amount": amount})
            for giver, taker, amount in transfers(receives)
        )
        package = tuple(f"{issue}: {level}" for issue, level in result.named(at).items())
        found.append(say("mediation.money.best", language, package=package, paid=paid or None))
    return found


def _transferable(result: Transferable, language: str) -> list[str]:
    players = result.asked.players
    found = [say("mediation.game.core" if result.core.nonempty else "mediation.game.empty", language)]
    if result.nucleolus is None:
        found.append(say("mediation.game.no_imputation", language, each=_each(players, result.core.imputation)))
    else:
        found.append(say("mediation.game.nucleolus", language, each=_each(players, result.nucleolus)))
    if result.nucleolus not in (None, result.core.imputation):
        found.append(say("mediation.game.prenucleolus", language, each=_each(players, result.core.imputation)))
    return [*found, say("mediation.game.shapley", language, each=_each(players, result.shapley))]


def _ratification(result: Ratification, language: str) -> list[str]:
    found = result.found
    told = [say("mediation.ratify.zone", language, count=len(found.zone), list=found.zone)]
    told.append(say("mediation.ratify.passes", language, count=len(found.passes), list=found.passes))
    if found.nash and found.nash_without != found.nash:
        told.append(say("mediation.ratify.instead", language, signed=found.nash, otherwise=found.nash_without))
    elif found.nash:
        told.append(say("mediation.ratify.fair", language, signed=found.nash))
    for name in found.decisive:
        one = found.ratifiers[name]
        told.append(say("mediation.ratify.decides", language, who=name, list=one.blocks or None))
    for party, span in found.tying.items():
        if span is not None and span[0] > 0:
            told.append(say("mediation.ratify.helps", language, party=party, gain=span[0]))
    return told


def _staged(result: Staged, language: str) -> list[str]:
    found = result.found
    if found.order is not None:
        return [
            say("mediation.stages.order", language, steps=found.order),
            say("mediation.stages.exposure", language, exposure=found.exposure),
        ]
    told = [say("mediation.stages.none", language, needed=found.needed)]
    names = [item.name for item in result.asked.items]
    for state, who in found.wall[:3]:
        given = tuple(
            Said("mediation.stages.given", {"item": n, "done": done}) for n, done in zip(names, state, strict=True)
        )
        told.append(say("mediation.stages.stops", language, who=who, given=given))
    return told


def _binding(result: Binding, language: str) -> list[str]:
    found = result.found
    if found.unbound:
        key = "nothing" if found.monotone else "answer"
        return [say(f"mediation.binding.{key}", language)]
    if not found.least:
        return [say("mediation.binding.never", language)]
    sets = [say("mediation.binding.least", language, list=one, tried=found.tried) for one in found.least[:3]]
    return sets if found.monotone else [*sets, say("mediation.binding.lost", language)]


def _acceptance(result: Acceptance, language: str) -> list[str]:
    best = result.share[result.most[0]]
    return [
        say(
            "mediation.acceptance.best" if best else "mediation.acceptance.none",
            language,
            list=result.most,
            share=_percent(best),
        )
    ]


def _robust(result: Robust, language: str) -> list[str]:
    found = result.found
    best = max(found.packages, key=lambda name: found.packages[name].signed)
    told = [
        say(
            "mediation.robust.zone",
            language,
            some=_percent(found.some_zone),
            most=_percent(found.packages[best].signed),
            package=best,
        )
    ]
    told.append(say("mediation.robust.worst", language, list=found.best_in_worst_part, part=_percent(result.worst)))
    return [*told, say("mediation.robust.regret", language, list=found.least_regret)]


def _contingent(result: Contingent, language: str) -> list[str]:
    free, same = result.free, result.same
    if not free.weak:
        return [say("mediation.contingent.none", language)]
    key = "opens" if free.strict and not same.strict else "adds" if result.worth else "nothing"
    told = [say(f"mediation.contingent.{key}", language, worth=result.worth)]
    for gains in free.nash[:1]:
        levels = next(levels for levels, one in free.packages.items() if one == gains)
        each = tuple(
            Said("mediation.contingent.state", {"state": state.name, "level": level})
            for state, level in zip(result.states, levels, strict=True)
        )
        told.append(say("mediation.contingent.nash", language, list=each, each=_each(result.parties, gains)))
    return told


def _deadline(result: Deadline, language: str) -> list[str]:
    if result.found is None:
        return [say("mediation.deadline.none", language)]
    shares = tuple(
        Said("mediation.deadline.share", {"party": party, "share": _percent(share)})
        for party, share in zip(result.parties, result.found, strict=True)
    )
    return [say("mediation.deadline.offer", language, first=result.parties[0], each=shares)]


def _comparisons(result: Comparisons, language: str) -> list[str]:
    found = result.found
    if not found.consistent:
        sets = []
        for places in found.contradiction[:3]:
            pairs = tuple(
                Said("mediation.compare.over", {"one": result.pairs[at][0], "other": result.pairs[at][1]})
                for at in places
            )
            sets.append(say("mediation.compare.contradict", language, list=pairs))
        return sets
    told = []
    for issue, (lowest, highest) in found.weights.items():
        told.append(
            say("mediation.compare.weight", language, issue=issue, least=_percent(lowest), most=_percent(highest))
        )
    if not found.next_pairs:
        return [*told, say("mediation.compare.known", language)]
    one, other = found.next_pairs[0]
    return [*told, say("mediation.compare.next", language, one=one, other=other)]


def _percent(share: Fraction) -> Said:
    return Said("mediation.percent", {"number": round(float(share) * 100)})


def _division(result: FairlyDivided, language: str) -> list[str]:
    told = []
    for key, found in (("equal", result.equal), ("product", result.market)):
        if found is None:
            continue
        each = tuple(
            Said("mediation.deadline.share", {"party": party, "share": _percent(share)})
            for party, share in zip(result.parties, found.own, strict=True)
        )
        told.append(say(f"mediation.division.{key}", language, each=each))
        for party, row in zip(result.parties, found.shares, strict=True):
            parts = tuple(
                Said("mediation.division.part", {"share": _percent(share), "item": item})
                for item, share in zip(result.items, row, strict=True)
                if share
            )
            told.append(
                say("mediation.division.gets", language, party=party, list=parts or (Said("mediation.division.none"),))
            )
        names = tuple(
            Said("mediation.division.pair", {"who": result.parties[who], "whom": result.parties[whom]})
            for who, whom in found.envies
        )
        told.append(say(f"mediation.division.{'envy' if names else 'no_envy'}", language, list=names))
        told.append(say(f"mediation.division.{'proportional' if found.proportional else 'not_proportional'}", language))
    return told


TELLERS: dict[type, Callable[[Any, str], list[str]]] = {
    Divided: _divided,
    Payable: _payable,
    Transferable: _transferable,
    FairlyDivided: _division,
    Ratification: _ratification,
    Staged: _staged,
    Binding: _binding,
    Acceptance: _acceptance,
    Robust: _robust,
    Contingent: _contingent,
    Deadline: _deadline,
    Comparisons: _comparisons,
}
