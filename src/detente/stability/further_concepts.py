"""What may stand beside the five concepts: strong stability, where a file states a strength, and coalitions.

Both are asked of outcomes listed one by one; on a grid (`detente.stability.engines.large`) strength is left out, and
coalitions are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from detente.errors import DetenteError, LimitError
from detente.outcomes.preference_strength import strong_actors
from detente.result import Origin
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.stability.coalitions.coalition import MAX_OUTCOMES, Coalition, group_stability, read_coalition
from detente.stability.concepts import KNOWN, READING_ORDER, STRONG, STRONG_ORDER, plain_of
from detente.stability.result import Stability
from detente.stability.strength import strong_stability


def split_concepts(situation: Situation, names: Iterable[str] | None) -> tuple[list[str], list[str]]:
    """The plain and the strong concepts that are meant; a strong one brings its plain one along.

    None: all five, and the strong ones where some actor states a strength. Raises `DetenteError` for an unknown name,
    and for a strong concept where no actor states a strength.
    """
    strength = strong_actors(situation)
    if names is None:
        return list(READING_ORDER), list(STRONG_ORDER) if strength else []
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name not in KNOWN:
            raise DetenteError("concept_unknown", name=name, nearest=nearest(name, KNOWN), known=tuple(KNOWN))
    strong = [name for name in wanted if name in STRONG]
    if strong and not strength:
        raise DetenteError("strength_none", name=strong[0])
    plain = [plain_of(KNOWN[name]) if name in STRONG else name for name in wanted]
    return [name for name in dict.fromkeys(plain) if name is not None], strong


def named_coalitions(situation: Situation, names: Iterable[str] | None) -> list[Coalition] | str | None:
    """The coalitions a person names (“japan+russia”), ``"all"`` as it is, None for none. Raises `DetenteError`."""
    if names is None or names == "all":
        return None if names is None else "all"
    actors = tuple(situation.actors)
    return [read_coalition(name, actors) for name in ([names] if isinstance(names, str) else names)] or None


def with_further(
    result: Stability,
    strong: Sequence[str] = (),
    coalitions: Sequence[Coalition] | str | None = None,
    *,
    required: bool = False,
) -> Stability:
    """The result with these strong concepts, and with these coalitions (``"all"``: every one; None: none).

    Raises `LimitError` for more outcomes or coalitions than can be asked. On a grid strong concepts are left out, or,
    if they are `required`, refused.
    """
    listed = result.engine != "sweeps"
    if coalitions is not None and not listed:
        raise LimitError("coalition_outcomes", count=result.model.space.count, limit=MAX_OUTCOMES)
    if coalitions is not None:
        named = None if isinstance(coalitions, str) else list(coalitions)
        groups = group_stability(result.model.moves, result.view.preferences, named)
        result = replace(result, groups=groups, origin=_asked(result, coalitions=groups.coalitions))
    if strong and required and not listed:
        raise LimitError("strength_grid", name=strong[0])
    if strong and listed:
        stable = strong_stability(result.model.moves, result.view.preferences, strong)
        result = replace(result, strong=stable, origin=_asked(result, strong=tuple(strong)))
    return result


def _asked(result: Stability, **further: Any) -> Origin:
    """The origin of a result with what was asked besides."""
    return replace(result.origin, parameters={**result.origin.parameters, **further})
