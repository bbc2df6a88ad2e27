"""The names of a situation's parts, for readers of one language."""

from __future__ import annotations

from dataclasses import dataclass

from detente.influence.drawn import Band
from detente.situation.model import Situation
from detente.words import in_language, isolated, join, say


@dataclass(frozen=True)
class Names:
    """What actors, domains, ties and objectives are called."""

    situation: Situation
    language: str

    def actor(self, name: str) -> str:
        return isolated(in_language(self.situation.actors[name].name, self.language) or name, self.language)

    def actors(self, names: list[str] | tuple[str, ...]) -> str:
        return join([self.actor(name) for name in names], self.language)

    def domain(self, name: str) -> str:
        return isolated(in_language(self.situation.dependence[name].text, self.language) or name, self.language)

    def tie(self, name: str) -> str:
        """What a tie is: its text, else its kind."""
        tie = self.situation.ties[name]
        return isolated(in_language(tie.text, self.language) or tie.kind, self.language)

    def objective(self, name: str) -> str:
        texts = self.situation.mactor.texts if self.situation.mactor else {}
        return isolated(in_language(texts.get(name), self.language) or name, self.language)

    def pair(self, one: str, other: str) -> str:
        return say("influence.pair", self.language, one=self.actor(one), other=self.actor(other))

    def pairs(self, pairs: list[tuple[str, str]]) -> str:
        return join([self.pair(*pair) for pair in pairs], self.language)

    def camps(self, camps: list[list[str]]) -> str:
        if len(camps) == 1:
            return say("influence.together", self.language, actors=self.actors(camps[0]))
        return say("influence.against", self.language).join(self.actors(camp) for camp in camps)

    def percent(self, value: float, band: Band = None) -> str:
        """A share of the whole in per cent, with its band where there is one."""
        low, high = (None, None) if band is None else (100 * band[0], 100 * band[1])
        return say("influence.percent", self.language, value=100 * value, low=low, high=high)
