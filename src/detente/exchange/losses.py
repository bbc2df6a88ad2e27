"""What formats of other programs have no place for, whatever they are, by the names a situation has for it."""

from __future__ import annotations

from detente.outcomes.numbers import uncertain
from detente.situation.model import Situation
from detente.situation.wants import Preference
from detente.words import Said

WITHOUT_COUNTERPART = (
    "title", "date", "sources", "passages", "drivers", "together", "words", "statements", "issues", "ties",
    "dependence", "mactor", "questions", "checks", "variants", "acts", "names", "left_out",
    "attitudes",
)  # fmt: skip


def losses(situation: Situation, kept: tuple[str, ...] = ()) -> list[Said]:
    """Cuts, inertia, strength, alternatives, ranges, whole blocks, as messages of ``lost``. `kept`: blocks it has."""
    blocks = tuple(block for block in WITHOUT_COUNTERPART if block not in kept and getattr(situation, block))
    found = {
        "cuts": tuple(situation.cuts),
        "inertia": tuple(name for name, actor in situation.actors.items() if actor.inertia is not None),
        "greatly": tuple(name for name, preference in situation.preferences.items() if _says_greatly(preference)),
        "any": tuple(name for name, preference in situation.preferences.items() if preference.kind == "any"),
        "centre": tuple(uncertain(situation)),
        "blocks": blocks,
    }
    return [Said(f"lost.{key}", {"names": names}) for key, names in found.items() if names]


def _says_greatly(preference: Preference) -> bool:
    entries = (*(preference.priorities or ()), *(preference.ranking or ()))
    return preference.much is not None or any(isinstance(entry, str) for entry in entries)
