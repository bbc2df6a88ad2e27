"""A game of coalitions with given worths, as a result that tells itself."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

from detente.bargaining.packages.data import numbers, plain
from detente.bargaining.packages.negotiation import Vector
from detente.bargaining.sharing.games import Worths, banzhaf, coalitions, shapley
from detente.bargaining.sharing.least_core import Core, core
from detente.result import Origin, Result, Row


@dataclass(frozen=True, repr=False)
class Game(Result):
    """Shapley and Banzhaf values, the core and its proof, of worths as given."""

    told_by: ClassVar[str] = "detente.bargaining.sharing.sentences:game_sentences"

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

    def in_short(self) -> str:
        return f"{len(self.asked.players)} players, worth {float(self.grand):g} together"

    def rows(self) -> list[Row]:
        columns = zip(self.asked.players, self.shapley, self.banzhaf, self.core.imputation, self.marginal, strict=True)
        return [
            {
                "player": player,
                "shapley": plain(value),
                "banzhaf": plain(raw),
                "nucleolus": plain(part),
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
                "unique": self.core.unique,
                "ranges": None
                if self.core.ranges is None
                else {player: numbers(ends) for player, ends in zip(players, self.core.ranges, strict=True)},
            },
            "shapley_in_core": self.shapley_in_core,
            "marginal_worth": by_player(self.marginal),
        }


def game(worths: Worths) -> Game:
    """The game of these worths."""
    return Game(worths, origin=Origin(engine="exact"))
