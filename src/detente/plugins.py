"""What other packages add: objects named by entry points, loaded when they are first asked for.

A package that adds something names it in its ``pyproject.toml`` under ``[project.entry-points."detente.readers"]`` or
another group of detente's. One that fails to load is left out, and that is said once.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import entry_points

from detente.words import END_ISOLATE, ISOLATE, say


@cache
def entries(group: str) -> dict[str, object]:
    """The objects of a group, by the names they were given."""
    found: dict[str, object] = {}
    for entry in entry_points(group=group):
        try:
            found[entry.name] = entry.load()
        except Exception as error:  # whatever a foreign package does wrong must not stop this one
            reason = f"{type(error).__name__}: {error}"
            said = say("errors.plugin_broken", name=entry.name, group=group, reason=reason)
            print(said.replace(ISOLATE, "").replace(END_ISOLATE, ""), file=sys.stderr)
    return found
