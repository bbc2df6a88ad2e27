"""A game of coalitions with given worths, as a result that tells itself."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from detente.bargaining.packages.data import numbers, plain
from detente.bargaining.packages.negotiation import Vector
from detente.bargaining.sharing.games import Core, banzhaf, coalitions, core, shapley
from detente.exchange.negotiations.negotiation_json import Worths
from detente.result import Result, Row
from detente.words import Said, say


@dataclass(frozen=True)
class Game(Result):
    """Shapley and Banzhaf values, the core and its proof, of worths as given."""

    asked: Worths

    @cached_property
    def shapley(self) -> Vector:
        return shapley(self.asked.of, len(self.asked.players))

    @cached_property
    def banzhaf(self) -> Vector:
        return banzhaf(self.asked.of, len(self.asked.players))

    @cached_property
    def core(self) -> Core:
        return core(self.asked.of, len(self.asked.players))

    @property
    def grand(self) -> Fraction:
        """What all together are worth."""
        return self.asked.of(frozenset(range(len(self.asked.players))))

    @property
    def marginal(self) -> Vector:
        """What all together lose without each player: v(N) − v(N∖i)."""
        everyone = frozenset(range(len(self.asked.players)))
        return tuple(self.grand - self.asked.of(everyone - {player}) for player in sorted(everyone))

    @property
    def shapley_in_core(self) -> bool:
        """No coalition gets less from the Shapley value than it is worth."""
        groups = coalitions(len(self.asked.players))
        return all(sum(self.shapley[player] for player in group) >= self.asked.of(group) for group in groups)

    def rows(self) -> list[Row]:
        columns = zip(self.asked.players, self.shapley, self.banzhaf, self.core.imputation, self.marginal, strict=True)
        return [
            {
                "player": player,
                "shapley": plain(value),
                "banzhaf": plain(raw),
                "least_core": plain(part),
                "marginal": plain(most),
            }
            for player, value, raw, part, most in columns
        ]

    def data(self) -> dict[str, Any]:
        players = self.asked.players

        def by_player(values: Vector) -> dict[str, Any]:
            return dict(zip(players, numbers(values), strict=True))

        family = [
            {"coalition": [players[player] for player in group], "weight": plain(weight)}
            for group, weight in self.core.family
        ]
        return {
            "parties": list(players),
            "shapley": by_player(self.shapley),
            "banzhaf": by_player(self.banzhaf),
            "grand": plain(self.grand),
            "core": {
                "least_core_epsilon": plain(self.core.epsilon),
                "nonempty": self.core.nonempty,
                "binding_balanced_family": family,
                "imputation": by_player(self.core.imputation),
            },
            "shapley_in_core": self.shapley_in_core,
            "marginal_worth": by_player(self.marginal),
        }

    def sentences(self, language: str = "en") -> list[str]:
        pairs = zip(self.asked.players, self.shapley, strict=True)
        each = tuple(Said("packages.game.each", {"player": player, "value": value}) for player, value in pairs)
        found = [say("packages.game.shapley", language, grand=self.grand, each=each)]
        epsilon = self.core.epsilon
        if self.core.nonempty:
            found.append(say("packages.game.core", language, spare=-epsilon or None))
            key = "inside" if self.shapley_in_core else "outside"
            return [*found, say(f"packages.game.{key}", language)]
        members = tuple(
            "+".join(self.asked.players[player] for player in group) for group, _ in self.core.family
        )  # fmt: skip
        return [*found, say("packages.game.empty", language, missing=epsilon, groups=members)]


def game(worths: Worths) -> Game:
    """The game of these worths."""
    return Game(worths)
