"""detente: what holds between states that bargain, hedge, depend on and threaten one another, and what would change it.

>>> import detente as dt
>>> case = dt.load("stability/chicken")
>>> dt.stability(case).equilibria("seq")
[2, 3]

Importing does nothing but define names; what a name needs is imported when it is first used.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from detente.version import __version__ as __version__

if TYPE_CHECKING:
    from detente.api import (
        concepts,
        deal,
        explain,
        influence,
        inverse,
        paths,
        perception,
        positions,
        report,
        scan,
        stability,
        study,
        trace,
        what_if,
    )
    from detente.errors import DetenteError, InputError, LimitError
    from detente.load import check, check_text, load
    from detente.of_files import coders, forecasts, series
    from detente.situation.case import Case
    from detente.situation.model import Situation
    from detente.situation.reading.edited import edit

_HOME = {
    "Case": "situation.case",
    "DetenteError": "errors",
    "InputError": "errors",
    "LimitError": "errors",
    "Situation": "situation.model",
    "check": "load",
    "check_text": "load",
    "coders": "of_files",
    "concepts": "api",
    "deal": "api",
    "edit": "situation.reading.edited",
    "explain": "api",
    "forecasts": "of_files",
    "influence": "api",
    "load": "load",
    "inverse": "api",
    "paths": "api",
    "perception": "api",
    "positions": "api",
    "report": "api",
    "scan": "api",
    "series": "of_files",
    "stability": "api",
    "study": "api",
    "trace": "api",
    "what_if": "api",
}

__all__ = [
    "Case",
    "DetenteError",
    "InputError",
    "LimitError",
    "Situation",
    "check",
    "check_text",
    "coders",
    "concepts",
    "deal",
    "edit",
    "explain",
    "forecasts",
    "influence",
    "inverse",
    "load",
    "paths",
    "perception",
    "positions",
    "report",
    "scan",
    "series",
    "stability",
    "study",
    "trace",
    "what_if",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(importlib.import_module(f"detente.{_HOME[name]}"), name)


class _Face(ModuleType):
    """Keeps ``detente.stability`` and ``detente.report`` the functions they are listed as.

    Importing a package of the same name would otherwise put the package in their place.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
