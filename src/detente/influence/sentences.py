"""Influence in words: who depends on whom in which domain, where the sum turns, which ties are under tension."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.influence.alignment import Balance
from detente.influence.dependence import leverage
from detente.influence.domains import Dependence
from detente.influence.drawn import band
from detente.influence.mactor_bands import leaders
from detente.influence.play import Play
from detente.influence.signed import SAME
from detente.influence.splits import Alignment, alignments
from detente.influence.what_if import Change, Stop, WhatIf
from detente.situation.model import Situation
from detente.words import in_language, isolated, join, say

if TYPE_CHECKING:
    from detente.influence.analysis import Influence

LISTED = 4  # alignments told of, and hinges


class _Names:
    """The names of a situation for readers of one language."""

    def __init__(self, situation: Situation, language: str) -> None:
        self.situation, self.language = situation, language

    def actor(self, name: str) -> str:
        return isolated(in_language(self.situation.actors[name].name, self.language) or name, self.language)

    def actors(self, names: list[str] | tuple[str, ...]) -> str:
        return join([self.actor(name) for name in names], self.language)

    def domain(self, name: str) -> str:
        return isolated(in_language(self.situation.dependence[name].text, self.language) or name, self.language)

    def pairs(self, pairs: list[tuple[str, str]]) -> str:
        said = [say("influence.pair", self.language, one=self.actor(a), other=self.actor(b)) for a, b in pairs]
        return join(said, self.language)

    def camps(self, camps: list[list[str]]) -> str:
        return say("influence.against", self.language).join(self.actors(camp) for camp in camps)


def influence_sentences(result: Influence, language: str = "en") -> list[str]:
    """What the result says: dependence, what-ifs, balance, MACTOR, as far as the file has them."""
    names = _Names(result.situation, language)
    said = []
    if result.dependence is not None:
        said += _dependence(result.dependence, names)
    said += [_what_if(one, names) for one in result.what_if]
    if result.balance is not None:
        said += _balance(result.balance, names)
    if result.mactor is not None:
        said += _mactor(result.mactor, names)
    return said


def _dependence(result: Dependence, names: _Names) -> list[str]:
    said = []
    for k, domain in enumerate(result.domains):
        for i, j in result.pairs():
            said += _pair(result, k, domain, i, j, names)
    if len(result.domains) > 1:
        total, many = leverage(result.total), result.bands()
        for i, j in result.pairs():
            said += _total(result, total, many, (i, j) if total[i, j] >= 0 else (j, i), names)
    return said


def _pair(result: Dependence, k: int, domain: str, i: int, j: int, names: _Names) -> list[str]:
    """One domain, two actors: both directions, or that one of them is not stated."""
    depends = result.single(k)
    if depends[i, j] < depends[j, i]:
        i, j = j, i
    if depends[i, j] <= 0:
        return []
    a, b = result.actors[i], result.actors[j]
    values: dict[str, object] = {"domain": names.domain(domain), "actor": names.actor(a), "partner": names.actor(b)}
    values["share"] = float(100 * depends[i, j])
    if (domain, b, a) in result.missing:
        return [say("influence.one_way", names.language, **values)]
    if abs(depends[i, j] - depends[j, i]) <= SAME:
        return [say("influence.even", names.language, **values)]
    ratio = float(depends[i, j] / depends[j, i]) if depends[j, i] else None
    back = float(100 * depends[j, i])
    return [say("influence.both_ways", names.language, back=back, ratio=ratio, **values)]


def _total(
    result: Dependence, total: np.ndarray, many: np.ndarray | None, pair: tuple[int, int], names: _Names
) -> list[str]:
    """The sum of a pair and the weights at which it turns; nothing where no domain states both directions."""
    i, j = pair
    written = result.tables.shares[0] > 0
    if not (written[:, i, j] & written[:, j, i]).any():
        return []
    low, high = band(many[:, i, j]) if many is not None else (None, None)
    values = {"actor": names.actor(result.actors[i]), "partner": names.actor(result.actors[j])}
    said = [say("influence.total", names.language, value=float(total[i, j]), low=low, high=high, **values)]
    turning = result.turning(i, j)
    if not turning:
        return [*said, say("influence.no_turn", names.language, **values)]
    for turn in turning:
        key = "turn_up" if turn.factor > 1 else "turn_down"
        share = 100 * turn.shares[0]
        said.append(
            say(
                f"influence.{key}", names.language, domain=names.domain(result.domains[turn.domain]),
                factor=turn.factor, share=share, **values,
            )
        )  # fmt: skip
    return said


def _what_if(one: WhatIf, names: _Names) -> str:
    values = {"domain": names.domain(one.domain), "actor": names.actor(one.actor)}
    if isinstance(one, Change):
        parts = [
            say(
                "influence.moved", names.language, partner=names.actor(name),
                before=100 * one.before.get(name, 0.0), after=100 * share,
            )
            for name, share in one.after.items()
        ]  # fmt: skip
        return say(f"influence.{one.kind}", names.language, parts=join(parts, names.language), **values)
    if isinstance(one, Stop):
        loss = one.loss
        return say(
            "influence.withdraw", names.language, hub=names.actor(one.hub), lost=100 * loss.lost,
            unmet=100 * loss.unmet, **values,
        )  # fmt: skip
    return say(
        "influence.guarantee", names.language, guarantor=names.actor(one.guarantor), fails=100 * one.fails,
        risk=100 * one.result.risk, kept=100 * one.result.kept, **values,
    )  # fmt: skip


def _balance(result: Balance, names: _Names) -> list[str]:
    rule, language = result.projection.rule, names.language
    said = [
        say(f"influence.rule.{rule}", language),
        say(f"influence.{'weighed' if result.projection.weighed else 'alike'}", language),
    ]
    said += _best(result.best.value, result.best.bound, [result.pair(t) for t in result.best.always], names)
    said.append(say("influence.camps", language, camps=names.camps(result.camps(result.best.ways[0]))))
    if result.best.optima is None:
        said.append(say("influence.optima_open", language))
    elif result.best.optima > 1:
        said.append(say("influence.optima", language, count=result.best.optima))
    for one in (*result.open_pairs, *result.supposed):
        pair = names.pairs([(result.actors[one.pair[0]], result.actors[one.pair[1]])])
        key = "open" if one in result.open_pairs else "supposed"
        said.append(say(f"influence.{key}.{'positive' if one.sign > 0 else 'negative'}", language, pair=pair))
        tension = [result.pair(tie, one.graph) for tie in one.best.always]
        said += _best(one.best.value, one.best.bound, tension, names)
        listed = alignments(one.graph, one.best.ways[0], LISTED)
        said += _prices(result.actors, [other for other in listed if other.changed], names)
    if not result.open_pairs:
        said += _prices(result.actors, [one for one in result.alignments if one.changed][: LISTED - 1], names)
    if result.asked is not None:
        camps = names.camps(result.camps(result.asked.camps))
        said.append(say("influence.asked", language, camps=camps, cost=result.asked.cost))
    return said


def _best(value: float, bound: float, tension: list[tuple[str, str]], names: _Names) -> list[str]:
    if value - bound > SAME:
        return [say("influence.unproven", names.language, value=value, bound=bound)]
    if value <= SAME:
        return [say("influence.balanced", names.language)]
    said = [say("influence.frustrated", names.language, value=value)]
    if tension:
        said.append(say("influence.tension", names.language, count=len(tension), pairs=names.pairs(tension[:12])))
    return said


def _prices(actors: tuple[str, ...], listed: list[Alignment], names: _Names) -> list[str]:
    parts = [
        say(
            "influence.price",
            names.language,
            actors=names.actors([actors[a] for a in one.changed]),
            cost=one.cost,
        )
        for one in listed
    ]
    return (
        [say("influence.prices", names.language, list=say("phrases.semicolon", names.language).join(parts))]
        if parts
        else []
    )


def _mactor(result: Play, names: _Names) -> list[str]:
    data, language = result.mactor.data(), names.language
    power, best = np.array(data["Rstar"]), np.array(data["Qstar"])
    first, other = ([result.actors[a] for a in leaders(one)] for one in (power, best))
    said = [say(f"influence.mactor.{result.mactor.variant}", language)]
    said.append(say("influence.mactor.first", language, actors=names.actors(first), value=float(power.max())))
    if first != other:
        said.append(say("influence.mactor.disagree", language, actors=names.actors(other), value=float(best.max())))
    chance = 100 * result.firmness.first[result.actors.index(first[0])]
    key = "wobbled" if result.wobbled else "drawn"
    said.append(say(f"influence.mactor.{key}", language, actors=names.actors(first[:1]), share=chance))
    said.append(say("influence.mactor.hinges", language, count=len({(h.row, h.column) for h in result.hinges})))
    return said
