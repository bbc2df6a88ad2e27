"""Groups of uncertain numbers: by the actor whose wishes they enter, or by the source they are taken from."""

from __future__ import annotations

from collections.abc import Iterable

from detente.evidence.sources import Sources
from detente.evidence.trace import evidence_of
from detente.outcomes.numbers import column_name, quantities, word_of
from detente.outcomes.roles import conditions
from detente.situation.expression import parse
from detente.situation.model import Situation
from detente.situation.quantity import Formula
from detente.situation.scope import names

SHARED = "+"
UNSOURCED = ""


def by_actor(situation: Situation, numbers: Iterable[str]) -> dict[str, list[str]]:
    """Actor → the numbers that enter its wishes or its inertia; numbers of several actors stand under “a+b”."""
    serves = _actors_served(situation)
    found: dict[str, list[str]] = {}
    for name in numbers:
        steps = name.split(".")
        actors = [steps[1]] if name not in situation.drivers and len(steps) > 1 else sorted(serves.get(name, ()))
        if actors:
            found.setdefault(SHARED.join(actors), []).append(name)
    return found


def _actors_served(situation: Situation) -> dict[str, set[str]]:
    """Driver → the actors whose wishes or inertia depend on it, directly or through other drivers."""
    found: dict[str, set[str]] = {name: set() for name in situation.drivers}
    for actor in situation.actors:
        preference = situation.preferences.get(actor)
        texts = [
            quantity.form.text
            for part in (preference, situation.actors[actor].inertia)
            for _, quantity in quantities(part)
            if isinstance(quantity.form, Formula) and not word_of(quantity, situation)
        ]
        waiting = [*texts, *(conditions(preference) if preference else ())]
        while waiting:
            for name in names(parse(waiting.pop())):
                driver = name.parts[0]
                if driver not in found or actor in found[driver]:
                    continue
                found[driver].add(actor)
                form = situation.drivers[driver].form
                if isinstance(form, Formula) and not word_of(situation.drivers[driver], situation):
                    waiting.append(form.text)
    return found


def by_source(sources: Sources, numbers: Iterable[str]) -> dict[str, list[str]]:
    """Source → the numbers whose own cites lead there (a number may stand under several); "" holds what has none."""
    wanted = set(numbers)
    found: dict[str, list[str]] = {}
    for block in ("drivers", "actors", "preferences"):
        for path, quantity in quantities(getattr(sources.situation, block), (block,)):
            name = column_name(path)
            if name in wanted:
                leads = {evidence.source for evidence in evidence_of(sources, quantity.cites)} or {UNSOURCED}
                for source in sorted(leads):
                    found.setdefault(source, []).append(name)
    return found
