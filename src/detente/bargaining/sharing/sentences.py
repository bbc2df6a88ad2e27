"""Divisions of items and games of coalitions, in words."""

from __future__ import annotations

from detente.bargaining.sharing.division import Divided
from detente.bargaining.sharing.worths import Game
from detente.words import Said, say


def division_sentences(result: Divided, language: str) -> list[str]:
    """The points of both, and which item is split."""
    division, (first, second) = result.division, result.asked.parties
    one, two = division.points
    found = [say("packages.division.points", language, first=first, one=one, second=second, two=two)]
    if division.split is None:
        return [*found, say("packages.division.whole", language)]
    share = division.share[division.split]
    item = result.asked.items[division.split]
    return [*found, say("packages.division.split", language, item=item, party=first, share=share)]


def game_sentences(result: Game, language: str) -> list[str]:
    """What each player is worth, and whether a division suits every coalition."""
    pairs = zip(result.asked.players, result.shapley, strict=True)
    each = tuple(Said("packages.game.each", {"player": player, "value": value}) for player, value in pairs)
    found = [say("packages.game.shapley", language, grand=result.grand, each=each)]
    epsilon = result.core.epsilon
    if result.core.nonempty:
        found.append(say("packages.game.core", language, spare=-epsilon or None))
        key = "inside" if result.shapley_in_core else "outside"
        return [*found, say(f"packages.game.{key}", language)]
    members = tuple(
        "+".join(result.asked.players[player] for player in group) for group, _ in result.core.family
    )  # fmt: skip
    return [*found, say("packages.game.empty", language, missing=epsilon, groups=members)]
