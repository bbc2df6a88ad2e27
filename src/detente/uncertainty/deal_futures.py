"""The deal section of a situation with its futures: how often there is a zone over everything uncertain, in every view.

The draws are the first of a study with the same seed, so its shares are those of a short study.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from detente.bargaining.agreement.result import Story, story
from detente.bargaining.brokered.packages_at_hand import relevelled
from detente.bargaining.brokered.result import brokered
from detente.counts import counted
from detente.errors import DetenteError
from detente.outcomes.numbers import uncertain
from detente.outcomes.preferences import Array
from detente.situation.model import Situation
from detente.situation.share_levels import Key
from detente.uncertainty.study.sampling import design

DRAWS = 1_024
SEED = 7
BATCH = 8_192  # draws that are made at once
MOST_DRAWS = 100_000


def drawn(situation: Situation, draws: int = DRAWS) -> dict[str, Array]:
    """So many draws of every uncertain number; none where nothing is uncertain, or an order cannot be drawn."""
    if not draws or not uncertain(situation):
        return {}
    found = design(situation)
    try:
        batches = [found.draw(SEED, batch) for batch in range(-(-draws // BATCH))]
    except DetenteError:
        return {}
    return {name: np.concatenate([batch[name] for batch in batches])[:draws] for name in batches[0]}


def deal_story(
    situation: Situation,
    views: Mapping[str, Situation] | None = None,
    agreement: str | None = None,
    disagreement: str | None = None,
    power: dict[str, Fraction] | None = None,
    draws: int = DRAWS,
    named: Mapping[Key, tuple[Fraction, ...]] | None = None,
    robust: bool = False,
    seconds: float | None = None,
) -> Story:
    """The deal section of an agreement. `views`: actor → the situation as it sees it; `draws`: futures looked at.

    `named`: levels of terms with a share that are looked at beside those at hand. `robust`: every undominated package
    is judged over the futures, whatever the agreement says. `seconds`: how long all of it may take, from now on;
    what is missing then is in `Story.unfinished`.
    """
    draws = counted("draws", draws, 0, MOST_DRAWS)
    levelled = relevelled(situation, named or {})
    seen = {view: levelled(one) for view, one in {"": situation, **(views or {})}.items()}
    columns = {view: drawn(one, draws) for view, one in seen.items()}
    views = {view: one for view, one in seen.items() if view}
    return brokered(story(seen[""], views, agreement, disagreement, power, columns, SEED, seconds), robust=robust)
