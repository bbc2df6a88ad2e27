"""Names in a situation: which ones can stand bare in a statement, and which need backticks.

A name may be written in any script. It is compared in Unicode NFC, so a letter typed as one code point or
as letter plus mark is the same letter. A name of letters, marks, digits and ``_`` that starts with a letter
or ``_`` can stand bare in a statement; any other name is written in backticks (`` `Air strike` ``).
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MAX_NAME_LENGTH = 100
JOINERS = "\u200c\u200d"  # part of the spelling in Persian, Urdu and Indic scripts
RESERVED = frozenset({"and", "or", "not", "if", "iff", "true", "false", "min", "max", "abs", "status_quo"})


def normal(name: str) -> str:
    """The NFC form of a name, in which names are compared."""
    return unicodedata.normalize("NFC", name)


def is_name_start(char: str) -> bool:
    return char == "_" or unicodedata.category(char).startswith("L")


def is_name_part(char: str) -> bool:
    return is_name_start(char) or char in JOINERS or unicodedata.category(char) in ("Mn", "Mc", "Nd")


@lru_cache(maxsize=4096)
def is_bare(name: str) -> bool:
    """True if the name can stand in a statement without backticks."""
    return bool(name) and is_name_start(name[0]) and all(map(is_name_part, name)) and name.lower() not in RESERVED


def quoted(name: str) -> str:
    """The name as it must be written in a statement."""
    return name if is_bare(name) else f"`{name}`"


def reference(owner: str, name: str) -> str:
    """How a statement names an option or a term: ``japan.invest``."""
    return f"{quoted(owner)}.{quoted(name)}"


def name_fault(name: str) -> str | None:
    """Why this cannot be a name (a message key), or None if it can."""
    if not name.strip():
        return "name_empty"
    if len(name) > MAX_NAME_LENGTH:
        return "name_long"
    return "name_characters" if name != name.strip() or hidden(name) else None


def hidden(name: str) -> str | None:
    """The first character that a name cannot hold: a backtick, or a mark or space that cannot be told from another."""
    for place, char in enumerate(name):
        if char in JOINERS and 0 < place < len(name) - 1:
            continue
        if char == "`" or (char != " " and unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp", "Cs", "Co")):
            return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
    return None


def split_reference(text: str) -> tuple[str, ...]:
    """``japan.invest`` as its parts; a dot inside backticks does not separate.

    Unlike a statement, a key may hold a name with spaces without backticks: ``US.Air strike``.
    """
    parts: list[str] = []
    current = ""
    inside = False
    for char in text:
        if char == "`":
            inside = not inside
        elif char == "." and not inside:
            parts.append(current)
            current = ""
        else:
            current += char
    parts.append(current)
    return tuple(normal(part.strip()) for part in parts)


def held_parts(text: str, actors: Iterable[str]) -> tuple[str, ...]:
    """What ``held`` names: an actor, in any spelling, or an option or term in its parts."""
    name = normal(text.strip())
    return (name,) if name in actors else split_reference(text)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like this one, for “did you mean”; None if nothing is near."""
    by_folded = {normal(candidate).casefold(): candidate for candidate in known}
    matches = difflib.get_close_matches(normal(name).casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None
