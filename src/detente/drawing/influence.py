"""The drawings of influence by kind: who is tied to whom, who has leverage over whom, the plane of actors."""

from __future__ import annotations

from detente.drawing.relations.leverage import draw_leverage
from detente.drawing.relations.plane import draw_plane
from detente.drawing.relations.ties import draw_ties
from detente.drawing.svg import one_of
from detente.errors import DetenteError
from detente.influence.result import Influence

BLOCKS = {"ties": "ties", "leverage": "dependence", "plane": "mactor"}  # kind of drawing → block of the file it shows


def figure(result: Influence, language: str = "en", kind: str | None = None) -> str:
    """One drawing; None: the first that the file has a block for. Raises `DetenteError` where it has not."""
    here = [kind for kind, part in zip(BLOCKS, (result.balance, result.dependence, result.mactor), strict=True) if part]
    chosen = one_of(list(BLOCKS), kind or next(iter(here), None))
    situation = result.situation
    if chosen == "ties" and result.balance is not None:
        return draw_ties(situation, result.balance, language)
    if chosen == "leverage" and result.dependence is not None:
        return draw_leverage(situation, result.dependence, language)
    if chosen == "plane" and result.mactor is not None:
        return draw_plane(situation, result.mactor, language)
    raise DetenteError("influence_no_part", part=BLOCKS[chosen])
