"""Which of the things that differ between two outcomes matter most to the actors.

The worth of one difference is how much it changes what the actors think of the outcome: every actor's utility at the
outcome, less its utility there with this one option or term put back, as a share of what all its goals together can
count; added up over the actors. Numbers stand at their centres. An order counts too: a priority half as much as the one
before it, a group of a ranking by its place. Pairs count nothing. Equal worth keeps the order of the file.
"""

from __future__ import annotations

import numpy as np

from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array, utility
from detente.outcomes.space import Axis, Space
from detente.situation.model import Situation
from detente.situation.wants import Item, Preference


def differences(situation: Situation, space: Space, start: int, end: int) -> list[Axis]:
    """The options and terms that differ between two outcomes of a space, those that matter most first."""
    changed = [place for place in range(len(space.axes)) if space.levels[start, place] != space.levels[end, place]]
    if len(changed) < 2:
        return [space.axes[place] for place in changed]
    rows = np.repeat(np.array([space.levels[end]]), len(changed) + 1, axis=0)
    for row, place in enumerate(changed, 1):
        rows[row, place] = space.levels[start, place]
    few = Space(space.axes, rows, None, space.scope, space.sentences)
    worth = np.zeros(len(changed))
    for actor, preference in situation.preferences.items():
        liked = _liked(preference, Numbers(situation, few), actor)
        worth += np.abs(liked[1:] - liked[0]).round(9)
    order = sorted(range(len(changed)), key=lambda place: -worth[place])
    return [space.axes[changed[place]] for place in order]


def _liked(preference: Preference, numbers: Numbers, actor: str) -> Array:
    """How well an actor likes each outcome, so that all it wants together counts 1 or less."""
    liked = np.zeros(numbers.space.count)
    path = ("preferences", actor)
    match preference.kind:
        case "goals":
            total, size = utility(preference, numbers, path)
            liked += total[0] / (size[0] or 1.0)
        case "priorities":
            items = [item for item in preference.priorities or () if isinstance(item, Item)]
            for place, item in enumerate(items, 1):
                liked += numbers.statement(item.want) / 2.0**place
        case "ranking":
            groups = [group for group in preference.ranking or () if isinstance(group, tuple)]
            for place, group in reversed(list(enumerate(groups))):
                for item in group:
                    liked[numbers.statement(item.want)] = 1 - place / len(groups)
        case "any":
            liked += _liked((preference.any or ())[0], numbers, actor)
    return liked
