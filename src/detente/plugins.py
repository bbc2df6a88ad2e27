"""What other packages add to detente: objects named by entry points, in groups such as ``detente.measures``."""

from __future__ import annotations

import warnings
from functools import cache
from importlib.metadata import entry_points


@cache
def entries(group: str) -> dict[str, object]:
    """Name of an entry point → the object it names. One that cannot be loaded is left out, with a warning, once."""
    found: dict[str, object] = {}
    for point in entry_points(group=group):
        try:
            found[point.name] = point.load()
        except Exception as error:
            warnings.warn(f"{group}: {point.name} ({point.value}): {error}", stacklevel=2)
    return found
