"""Balance in words: how ties become signs, the best camps, the tension, and what every other alignment costs."""

from __future__ import annotations

import numpy as np

from detente.influence.balance.alignment import Balance, Supposed
from detente.influence.balance.signed import SAME, SignedGraph, cost
from detente.influence.balance.splits import Alignment, BestSplits, alignments
from detente.outcomes.telling import Names
from detente.words import join, say

LISTED = 3  # alignments told of
FEW = 8  # up to so many actors, every change of camp by one of them is told of
ALL_NAMED = 40  # up to so many actors, all are named in their camps
TOLD = 12  # ties under tension, and actors of a large camp, told of


def camps_sentences(result: Balance, names: Names) -> list[str]:
    """The best split and the ties it leaves under tension, for both signs of a pair whose ties cancel; no prices."""
    said = _best(result, result.best, result.graph, names)
    said.append(say("influence.camps", names.language, camps=names.camps(result.camps(result.best.ways[0]))))
    for one in result.open_pairs:
        said += [_open(result, one, "open", names), *_best(result, one.best, one.graph, names)]
    return said


def balance_sentences(result: Balance, names: Names) -> list[str]:
    """The projection, the best split, open and supposed ties, and the prices of alignments."""
    language = names.language
    said = [
        say(f"influence.rule.{result.projection.rule}", language),
        say(f"influence.{'weighed' if result.projection.weighed else 'alike'}", language),
    ]
    said += _triads(result, names)
    said += _best(result, result.best, result.graph, names)
    said.append(_camps(result, names))
    if result.best.optima is None:
        said.append(say("influence.optima_open", language))
    elif result.best.optima > 1:
        said.append(say("influence.optima", language, count=result.best.optima))
    for number, split in result.more.items():
        if split.proven and split.value < result.best.value - SAME:
            said.append(say("influence.more", language, number=number, value=split.value))
    if not result.projection.open:
        listed = _listed(result.graph, result.best)
        said += _prices(result, listed, result.graph, _strong(result), names)
    for key, group in (("open", result.open_pairs), ("supposed", result.supposed)):
        for one in group:
            said += _supposed(result, one, key, names)
    if left := len(result.projection.open) - len(result.open_pairs) // 2:
        said.append(say("influence.untried", language, count=left))
    if result.asked is not None:
        camps = names.camps(result.camps(result.asked.camps))
        said.append(say("influence.asked", language, camps=camps, cost=result.asked.cost))
    return said


def _camps(result: Balance, names: Names) -> str:
    """The camps of the best split; of many actors, those of each camp with the most ties."""
    camps = result.camps(result.best.ways[0])
    if len(result.actors) <= ALL_NAMED:
        return say("influence.camps", names.language, camps=names.camps(camps))
    ties = np.bincount(result.graph.pairs.ravel(), minlength=len(result.actors))
    order = {actor: -int(number) for actor, number in zip(result.actors, ties, strict=True)}
    parts = [
        say("influence.camp_of", names.language, count=len(camp),
            actors=names.actors(sorted(camp, key=order.__getitem__)[:TOLD]))
        for camp in camps
    ]  # fmt: skip
    return say("influence.camps_many", names.language, camps=say("phrases.semicolon", names.language).join(parts))


def _triads(result: Balance, names: Names) -> list[str]:
    """How many triads are balanced and who is in most of the others; the same by direction, where ties have one."""
    said = []
    if result.triads.share is not None:
        share = names.percent(result.triads.share)
        values = {"total": result.triads.total, "balanced": result.triads.balanced, "share": share}
        bad = result.partial.of_actor[:, 1]
        if bad.max() > 0:
            most = names.actors([result.actors[place] for place in np.flatnonzero(bad == bad.max()).tolist()][:FEW])
            said.append(say("influence.triads_around", names.language, actors=most, count=int(bad.max()), **values))
        else:
            said.append(say("influence.triads", names.language, **values))
    if result.partial.semicycles is not None and result.partial.semicycles[1]:
        balanced, total = result.partial.semicycles
        share = names.percent(balanced / total)
        said.append(say("influence.directed", names.language, total=total, balanced=balanced, share=share))
    return said


def _supposed(result: Balance, one: Supposed, key: str, names: Names) -> list[str]:
    said = [_open(result, one, key, names), *_best(result, one.best, one.graph, names)]
    listed = _listed(one.graph, one.best)
    strong = result.by_strength.projection.with_sign(one.pair, one.sign) if result.by_strength else None
    return said + _prices(result, listed, one.graph, strong, names)


def _open(result: Balance, one: Supposed, key: str, names: Names) -> str:
    pair = names.pairs([(result.actors[one.pair[0]], result.actors[one.pair[1]])])
    kinds = join([names.tie(tie) for tie in result.kinds(one.pair)], names.language)
    sign = "positive" if one.sign > 0 else "negative"
    return say(f"influence.{key}.{sign}", names.language, pair=pair, kinds=kinds)


def _listed(graph: SignedGraph, best: BestSplits) -> list[Alignment]:
    """The alignments told of, cheapest first."""
    if graph.count <= FEW:
        every = alignments(graph, best.ways[0], 2**graph.count)
        return [one for one in every if len(one.changed) == 1]
    return [one for one in alignments(graph, best.ways[0]) if one.changed][:LISTED]


def _strong(result: Balance) -> SignedGraph | None:
    return result.by_strength.graph if result.by_strength is not None else None


def _best(result: Balance, best: BestSplits, graph: SignedGraph, names: Names) -> list[str]:
    if not best.proven:
        return [say("influence.unproven", names.language, value=best.value, bound=best.bound)]
    if best.value <= SAME:
        return [say("influence.balanced", names.language)]
    said = [say("influence.frustrated", names.language, value=best.value)]
    tension = [result.pair(tie, graph) for tie in best.always]
    if tension:
        pairs = names.pairs(tension[:TOLD])
        said.append(say("influence.tension", names.language, count=len(tension), pairs=pairs))
    return said


def _prices(
    result: Balance, listed: list[Alignment], graph: SignedGraph, strong: SignedGraph | None, names: Names
) -> list[str]:
    """One sentence for each other alignment: who changes camp, what that contradicts, and what it weighs."""
    said = []
    for one in listed:
        pairs = [result.pair(tie, graph) for tie in one.torn]
        weight = None if strong is None else float(np.round(cost(strong, np.array(one.camps)), 9))
        said.append(
            say(
                "influence.price",
                names.language,
                count=len(one.changed),
                actors=names.actors([result.actors[a] for a in one.changed]),
                cost=one.cost,
                weight=None if weight is None or abs(weight - one.cost) <= SAME else weight,
                pairs=names.pairs(pairs[:TOLD]),
            )
        )
    return said
