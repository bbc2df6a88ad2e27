"""MACTOR in words: who is strongest and how surely, who pulls which way, who is near whom, and which cells decide."""

from __future__ import annotations

import numpy as np

from detente.influence.balance.signed import SAME
from detente.influence.mactor.bands import leaders
from detente.influence.mactor.play import Play
from detente.outcomes.telling import Names
from detente.words import join, say

TOLD = 4  # cells told of


def mactor_sentences(result: Play, names: Names) -> list[str]:
    """The variant, the strongest, every objective, allies and opponents, and the cells on which it hangs."""
    language = names.language
    said = [say(f"influence.mactor.{result.mactor.variant}", language), *strongest_sentences(result, names)]
    said += [_objective(result, place, names) for place in range(len(result.objectives))]
    for actor, (near, far) in zip(result.actors, result.allies(), strict=True):
        if near or far:
            nobody = say("influence.mactor.nobody", language)
            sides = {"near": near, "far": far}
            told = {key: names.actors([result.actors[a] for a in group]) or nobody for key, group in sides.items()}
            said.append(say("influence.mactor.allies", language, actor=names.actor(actor), **told))
    return [*said, *_sides(result, names), _chains(result, names), *_hinges(result, names)]


def strongest_sentences(result: Play, names: Names) -> list[str]:
    """Who is strongest, by both measures if they differ, and in how much of the draws."""
    data, language = result.mactor.data(), names.language
    power, best = np.array(data["Rstar"]), np.array(data["Qstar"])
    first, other = ([result.actors[a] for a in leaders(one)] for one in (power, best))
    said = [say("influence.mactor.first", language, actors=names.actors(first), value=float(power.max()))]
    if first != other:
        said.append(say("influence.mactor.disagree", language, actors=names.actors(other), value=float(best.max())))
    chance = round(100 * result.firmness.first[result.actors.index(first[0])])
    key = "wobbled" if result.wobbled else "drawn"
    return [*said, say(f"influence.mactor.{key}", language, actors=names.actors(first[:1]), share=chance)]


def _sides(result: Play, names: Names) -> list[str]:
    """How much of what pairs share pulls alike, and who is ally and opponent at once."""
    data = result.mactor.data()
    if data["convergence_degree_3"] is None:
        return []
    said = [say("influence.mactor.convergence", names.language, share=round(data["convergence_degree_3"]))]
    most = max(data["ambivalence_3"])
    if most <= SAME:
        return [*said, say("influence.mactor.no_ambivalence", names.language)]
    who = [result.actors[place] for place in leaders(np.array(data["ambivalence_3"]))]
    return [*said, say("influence.mactor.ambivalent", names.language, actors=names.actors(who), value=most)]


def _chains(result: Play, names: Names) -> str:
    """Where the rankings settle as chains of influence grow, and who is then first."""
    found, language = result.chains, names.language
    if found.ends:
        return say("influence.mactor.chains_end", language, count=len(found.powers))
    if found.settled is None:
        return say("influence.mactor.unsettled", language, most=len(found.powers))
    first, driven = (
        names.actors([result.actors[place] for place, rank in enumerate(ranks) if rank == 1])
        for ranks in found.told()[-1].ranks()
    )
    return say("influence.mactor.settled", language, count=found.settled, first=first, driven=driven,
               most=len(found.powers))  # fmt: skip


def _objective(result: Play, place: int, names: Names) -> str:
    weighed = np.array(result.mactor.data()["MAO3"])[:, place]
    groups = [[result.actors[a] for a in np.flatnonzero(weighed * sign > 0)] for sign in (1, -1)]
    plus, minus = float(weighed[weighed > 0].sum()), float(-weighed[weighed < 0].sum())
    key = "objective" if all(groups) else "objective_for" if groups[0] else "objective_against"
    share = result.firmness.sides[place]
    if key == "objective":
        key = _firm(share)
    return say(
        f"influence.mactor.{key}",
        names.language,
        objective=names.objective(result.objectives[place]),
        supporters=names.actors(groups[0]),
        opponents=names.actors(groups[1]),
        plus=plus,
        minus=minus,
        share=round(100 * share),
    )


def _firm(share: float) -> str:
    """How to tell a share of draws: to whole percent, and never 0% or 100%."""
    if share in (0, 1):
        return "objective_always" if share else "objective_never"
    return "objective_seldom" if share < 0.01 else "objective_mostly" if share > 0.99 else "objective"


def _hinges(result: Play, names: Names) -> list[str]:
    language = names.language
    first = {(one.row, one.column): one for one in result.hinges if one.conclusion == "first_Rstar"}
    cells = [
        say(
            "influence.mactor.cell",
            language,
            row=names.actor(result.actors[one.row]),
            column=names.actor(result.actors[one.column]),
            value=one.value,
            to=one.to,
        )
        for one in list(first.values())[:TOLD]
    ]
    said = [say("influence.mactor.hinges", language, count=len(first), cells=join(cells, language))]
    turned = sorted({one.objective for one in result.hinges if one.objective is not None})
    if turned:
        listed = join([names.objective(result.objectives[place]) for place in turned], language)
        said.append(say("influence.mactor.sides", language, objectives=listed))
    return said
