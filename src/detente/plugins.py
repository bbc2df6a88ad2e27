"""What other packages add: objects that they name as entry points of a group, loaded when the group is first asked for.

A package that does not load must not stop what works without it: its failure is a `Problem`, kept in `failures` and
told to whoever listens (the command line, in its language, on stderr; otherwise a Python warning).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from detente.errors import Place, Problem
from detente.words import Said

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Listener = Callable[[Problem], None]


def _warn(problem: Problem) -> None:
    warnings.warn(problem.render(), RuntimeWarning, stacklevel=2)


_listeners: list[Listener] = [_warn]
_failures: list[Problem] = []


@dataclass(frozen=True)
class Plugin:
    """One object that a package adds: under which name it is entered, in which group."""

    package: str
    entry: str
    group: str
    value: Any


@cache
def entries(group: str) -> dict[str, Any]:
    """The objects that installed packages add to a group, by the names of their entries; read once."""
    return {plugin.entry: plugin.value for plugin in plugins(group)}


def plugins(group: str, kind: type = object) -> Iterator[Plugin]:
    """The objects of a group with the packages they come from; those of another kind are failures.

    An entry may name a list of objects.
    """
    from importlib.metadata import entry_points  # slow to load, and most runs ask for no entry points

    for point in sorted(entry_points(group=group), key=lambda point: (_package(point), point.name)):
        try:
            loaded = point.load()
        except Exception as error:  # whatever it is, it is theirs, and must not stop what works without it
            failed(Plugin(_package(point), point.name, group, None), f"{type(error).__name__}: {error}")
            continue
        for value in loaded if isinstance(loaded, list | tuple) else [loaded]:
            plugin = Plugin(_package(point), point.name, group, value)
            if isinstance(value, kind):
                yield plugin
            else:
                found = {"kind": kind.__name__, "found": type(value).__name__}
                failed(plugin, Said("plugins.unfit", found))


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.module


def failed(plugin: Plugin, reason: str | Said) -> None:
    """Keep and tell that this is left out, and why."""
    params = {"package": plugin.package, "entry": plugin.entry, "group": plugin.group, "reason": reason}
    problem = Problem("plugin_broken", Place(plugin.package), params, "warning")
    _failures.append(problem)
    _listeners[-1](problem)


def failures() -> tuple[Problem, ...]:
    """What did not load so far."""
    return tuple(_failures)


def listen(listener: Listener) -> None:
    """Tell this one, from now on, of what does not load."""
    _listeners.append(listener)
