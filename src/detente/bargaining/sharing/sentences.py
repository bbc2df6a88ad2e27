"""Divisions of items and games of coalitions, in words."""

from __future__ import annotations

from fractions import Fraction

from detente.bargaining.sharing.division import Divided
from detente.bargaining.sharing.worths import Game
from detente.words import Said, say


def division_sentences(result: Divided, language: str) -> list[str]:
    """The points of both and which item is split; or that no division suits both."""
    asked, division = result.asked, result.division
    first, second = asked.parties
    no_deal = {"without_one": asked.without[0], "without_two": asked.without[1]}
    if division is None:
        found = [say("packages.division.none", language, first=first, second=second, **no_deal)]
        for other, party, most in zip((second, first), asked.parties, result.most, strict=True):
            key = "never" if most is None else "most"
            found.append(say(f"packages.division.{key}", language, party=party, other=other, most=most))
        return found
    one, two = division.points
    key = "gains" if any(asked.without) else "points"
    found = [say(f"packages.division.{key}", language, first=first, one=one, second=second, two=two, **no_deal)]
    if division.split is None:
        return [*found, say("packages.division.whole", language)]
    share = division.share[division.split]
    return [
        *found,
        say("packages.division.split", language, item=asked.items[division.split], party=first, share=share),
    ]


def game_sentences(result: Game, language: str) -> list[str]:
    """What each player is worth, whether a division suits every coalition, and the one that leaves them least short."""
    told = [_each(player, value) for player, value in zip(result.asked.players, result.shapley, strict=True)]
    found = [say("packages.game.shapley", language, grand=result.grand, each=tuple(told))]
    epsilon = result.core.epsilon
    if result.core.nonempty:
        found.append(say("packages.game.core", language, spare=-epsilon or None))
        key = "inside" if result.shapley_in_core else "outside"
        found.append(say(f"packages.game.{key}", language))
    else:
        members = tuple("+".join(result.asked.players[player] for player in group) for group, _ in result.core.family)
        found.append(say("packages.game.empty", language, missing=epsilon, groups=members))
    return [*found, *_least_core(result, language)]


def _least_core(result: Game, language: str) -> list[str]:
    """The nucleolus, and how much each player can have where it is one of many."""
    core, players = result.core, result.asked.players
    each = tuple(_each(player, value) for player, value in zip(players, core.imputation, strict=True))
    found = [say("packages.game.nucleolus", language, each=each)]
    if core.unique:
        return found
    apart = [
        Said("packages.game.between", {"player": player, "least": low, "most": high})
        for player, (low, high) in zip(players, core.ranges or (), strict=False)
        if low < high
    ]
    return [*found, say("packages.game.many", language, each=tuple(apart) or None)]


def _each(player: str, value: Fraction) -> Said:
    return Said("packages.game.each", {"player": player, "value": value})
