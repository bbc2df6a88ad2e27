"""The values of a JSON document as what they should be; each fault is added, and something usable returned."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from detente.exchange.exact import exact, meant
from detente.exchange.json_places import Faulty, Path
from detente.situation.identifiers import nearest
from detente.words import Said

MOST_PROBLEMS = 100


class Shapes:
    """One method per kind of value."""

    def __init__(self, faulty: Faulty) -> None:
        self.faulty = faulty

    def fault(self, code: str, path: Path, **params: Any) -> None:
        """One more fault; beyond a limit they are no longer looked for."""
        if len(self.faulty.problems) < MOST_PROBLEMS:
            self.faulty.add(code, path, **params)

    def shape(self, expected: str, path: Path) -> None:
        """A value of another shape. `expected`: a key of ``packages.expected``."""
        self.fault("negotiation_shape", path, expected=Said(f"packages.expected.{expected}"))

    def get(self, entry: dict[str, Any], key: str, path: Path) -> Any:
        """The value of a key that must be there; None if it is not, or says null."""
        if entry.get(key) is None:
            self.fault("negotiation_key_missing", path, key=key)
        return entry.get(key)

    def table(self, entry: Any, path: Path) -> dict[str, Any]:
        if isinstance(entry, dict):
            return entry
        if entry is not None:
            self.shape("map", path)
        return {}

    def list(self, entry: Any, path: Path) -> list[Any]:
        if isinstance(entry, list):
            return entry
        if entry is not None:
            self.shape("list", path)
        return []

    def name(self, entry: Any, path: Path) -> str:
        """A name: a text; a number or yes-or-no value stands for its text."""
        if isinstance(entry, bool):
            return "true" if entry else "false"
        if isinstance(entry, Fraction):
            return f"{float(entry):g}"
        if isinstance(entry, str | int) and str(entry).strip():
            return str(entry)
        self.shape("name", path)
        return ""

    def names(self, entry: Any, path: Path) -> tuple[str, ...]:
        """A list of different names, at least one."""
        listed = self.list(entry, path)
        found = [self.name(one, (*path, place)) for place, one in enumerate(listed)]
        if isinstance(entry, list) and not found:
            self.shape("filled", path)
        for place, one in enumerate(found):
            if one and one in found[:place]:
                self.fault("negotiation_name_twice", (*path, place), name=one)
        return tuple(found)

    def number(self, value: Any, path: Path) -> Fraction:
        """A number as written, or a text that is one; a float stands for its shortest decimal."""
        value = repr(value) if isinstance(value, float) else value
        if isinstance(value, Fraction | int) and not isinstance(value, bool):
            found = meant(value)
        else:
            found = exact(value) if isinstance(value, str) else None
        if found is None:
            self.fault("negotiation_number", path, found=shown(value))
            return Fraction(0)
        return found

    def index(self, known: dict[str, int], name: Any, path: Path) -> int | None:
        """The place of a name that must be known; None if it is not."""
        text = self.name(name, path) if not isinstance(name, list | dict) else None
        if text is None:
            self.shape("name", path)
        elif text and known and text not in known:
            self.fault("negotiation_name_unknown", path, name=text, near=nearest(text, known), known=tuple(known)[:12])
        return known.get(text or "")


def shown(value: Any) -> str:
    """A value as a message quotes it."""
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"
