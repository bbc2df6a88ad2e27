"""What a package is worth with what follows: the least over the ends of its course.

Once a package is signed, the actors outside the agreement take their own sure steps (`detente.stability.foresight`;
SEQ), and a party has the package only as these leave it. Where nobody outside has a sure step from any package, a
package is worth what it is when signed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from detente.bargaining.agreement.drift import Levels
from detente.bargaining.packages.negotiation import Negotiation, Package
from detente.errors import LimitError
from detente.outcomes.moves import held_actors
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array, preferences_of
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.engines.arrays import Engine
from detente.stability.foresight import Steps, foresight
from detente.stability.solve import Model

Course = Mapping[Package, tuple[Levels, ...]]

CONCEPT = "seq"
MOST_PACKAGES = 1 << 16  # packages whose course is looked at one by one


def may_react(situation: Situation, agreement: str) -> bool:
    """Some actor outside the agreement is free to do something."""
    held = held_actors(situation)
    parties = situation.agreements[agreement].parties
    return any(actor not in parties and actor not in held and options for actor, options in situation.options.items())


@dataclass(frozen=True)
class Reactions:
    """What the outsiders of an agreement do from every outcome, in every draw of the numbers."""

    model: Model
    parties: tuple[str, ...]
    steps: Steps

    @classmethod
    def of(cls, model: Model, agreement: str, numbers: Numbers | None = None) -> Reactions:
        """Numbers of the model's own space; None: the central ones."""
        parties = model.situation.agreements[agreement].parties
        sure = foresight(Engine.of(model.moves, preferences_of(numbers or model.numbers())), CONCEPTS[CONCEPT])
        return cls(model, parties, sure.steps(actor for actor in model.situation.actors if actor not in parties))

    def least(self, values: Array) -> Array:
        """For each outcome and draw the least value over the ends of its course. `values`: outcomes × draws."""
        return self.steps.carried(np.where(self.steps.ends, values, np.inf), np.minimum)

    @cached_property
    def _ends(self) -> Array:
        return self.steps.ends[:, 0]

    def ends(self, outcome: int) -> tuple[int, ...]:
        """Where the outsiders take an outcome, at the central numbers; it itself where nobody moves."""
        return tuple(place for place in sorted(self.steps.ahead(outcome)) if self._ends[place])


def courses(
    situation: Situation, agreement: str, levels: Callable[[Package], Levels], negotiation: Negotiation
) -> Course | None:
    """The packages after which somebody outside moves on, with where that ends; None where that cannot be looked at.

    `levels`: the whole outcome that a package stands for.
    """
    if not may_react(situation, agreement):
        return {}
    if negotiation.cells > MOST_PACKAGES:
        return None
    try:
        reactions = Reactions.of(Model.of(situation), agreement)
    except LimitError:
        return None
    space, moving = reactions.model.space, reactions.steps.moves[:, 0]
    found = {}
    for package in product(*negotiation.allowed) if moving.any() else ():
        outcome = space.with_levels(list(levels(package)))
        if outcome is not None and moving[outcome]:
            found[package] = tuple(tuple(space.levels[end].tolist()) for end in reactions.ends(outcome))
    return found
