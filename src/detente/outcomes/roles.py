"""What each driver does: to whom it matters, and whether it plays two roles.

The effect of a driver on a goal is the change of the goal's part of the utility from the driver's low end to its high
end, everything else at its centre.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.outcomes.numbers import Numbers, column_name, quantities, spread_of
from detente.outcomes.preferences import Array, summands
from detente.situation.expression import parse
from detente.situation.model import Situation
from detente.situation.quantity import Formula, Triangular, Uniform
from detente.situation.reading.faults import Faults
from detente.situation.reading.meaning import inner_path
from detente.situation.records import Quantity
from detente.situation.scope import names

SAME_EFFECT = 0.99


@dataclass(frozen=True)
class Effect:
    """What the high end of a driver adds to one summand of one actor's utility, per outcome."""

    driver: str
    actor: str
    place: tuple[str, ...]
    change: Array


def used_by(situation: Situation) -> dict[str, set[str]]:
    """For each driver, the blocks that depend on it, directly or through other drivers or conditions."""
    direct: dict[str, set[str]] = {name: set() for name in situation.drivers}
    for block in type(situation).model_fields:
        for _, quantity in quantities(getattr(situation, block), (block,)):
            if isinstance(quantity.form, Formula):
                for name in names(parse(quantity.form.text)):
                    if name.parts[0] in direct:
                        direct[name.parts[0]].add(block)
    for preference in situation.preferences.values():
        for text in conditions(preference):
            for name in names(parse(text)):
                direct[name.parts[0]].add("preferences")
    laid_over = [(block, part) for block in ("variants", "perceptions") for part in getattr(situation, block).values()]
    for act in situation.acts.values():
        laid_over += [("acts", part) for readings in act.readings.values() for part in readings.values()]
    for block, partial in laid_over:
        for driver in partial.get("drivers") or {}:
            if driver in direct:
                direct[driver].add(block)
    return direct


def conditions(preference: object) -> list[str]:
    """The texts of every `when` of a preference, alternatives included."""
    found: list[str] = []
    for entry in (*(getattr(preference, "priorities", None) or ()), *(getattr(preference, "ranking", None) or ())):
        items = entry if isinstance(entry, tuple) else (entry,)
        found += [item.when for item in items if not isinstance(item, str) and item.when]
    for alternative in getattr(preference, "any", None) or ():
        found += conditions(alternative)
    return found


def driver_warnings(situation: Situation, probe: Numbers, faults: Faults) -> None:
    """Drivers and ranges that do nothing, work both ways, have no reason, or serve opposite ends."""
    uses, named = used_by(situation), _naming(probe)
    for name, driver in situation.drivers.items():
        spread = spread_of(driver, situation)
        found = effects(name, probe, named)
        no_width = isinstance(spread, Uniform | Triangular) and spread.low == spread.high
        if not uses[name]:
            faults.warn("driver_unused", ("drivers", name), key=True, name=name)
        elif uses[name] <= {"preferences"} and not no_width and not _moves_something(name, probe, found):
            faults.warn("driver_idle", ("drivers", name), key=True, name=name)
        if no_width:
            faults.warn("range_no_width", inner_path(faults, ("drivers", name), "value"), name=name)
        elif spread is not None and spread.bounds[0] < 0 < spread.bounds[1] and driver.why is None:
            faults.warn("range_both_signs", inner_path(faults, ("drivers", name), "value"), name=name)
        _opposite_roles(name, found, faults)
    _unreasoned(situation, faults)


def _moves_something(name: str, probe: Numbers, found: list[Effect]) -> bool:
    return (
        name not in probe.columns
        or bool(found)
        or bool(any(conditions(preference) for preference in probe.situation.preferences.values()))
    )


@dataclass(frozen=True)
class _Naming:
    """Driver → the drivers whose formulas name it, and the weights (by number) whose formulas do."""

    drivers: dict[str, list[str]]
    weights: dict[str, list[int]]
    known: list[tuple[str, Quantity, tuple[str, ...], int, Array]]  # actor, weight, its place, sign, where it counts

    def moved_by(self, driver: str) -> list[tuple[str, Quantity, tuple[str, ...], int, Array]]:
        """The weights that rest on a driver, however far, in the order of the file."""
        found, todo = {driver}, [driver]
        while todo:
            more = [user for user in self.drivers[todo.pop()] if user not in found]
            found.update(more)
            todo += more
        return [self.known[number] for number in sorted({one for name in found for one in self.weights[name]})]


def _naming(probe: Numbers) -> _Naming:
    """Who names which driver, looked up once for all of them."""
    situation = probe.situation
    found = _Naming({name: [] for name in situation.drivers}, {name: [] for name in situation.drivers}, [])
    for user, quantity in situation.drivers.items():
        for name in _named(quantity) & found.drivers.keys():
            found.drivers[name].append(user)
    for actor, preference in situation.preferences.items():
        if preference.kind != "goals":
            continue
        for quantity, place, sign, truth in summands(preference, probe, ("preferences", actor)):
            if named := _named(quantity) & found.weights.keys():
                for name in named:
                    found.weights[name].append(len(found.known))
                found.known.append((actor, quantity, place, sign, truth))
    return found


def effects(driver: str, probe: Numbers, naming: _Naming) -> list[Effect]:
    """What a driver moves among the summands of all cardinal utilities; nothing if it has no range."""
    column = probe.columns.get(driver)
    if column is None:
        return []
    low, high = int(np.argmin(column)), int(np.argmax(column))
    found = []
    for actor, quantity, place, sign, truth in naming.moved_by(driver):
        weight = probe.value(quantity, place)
        change = sign * (weight[high] - weight[low]) * truth
        if np.ptp(change) > 0:
            found.append(Effect(driver, actor, place, change))
    return found


def _named(quantity: Quantity) -> set[str]:
    """The first part of every name in a formula."""
    form = quantity.form
    return {name.parts[0] for name in names(parse(form.text))} if isinstance(form, Formula) else set()


def _opposite_roles(driver: str, found: list[Effect], faults: Faults) -> None:
    """A driver that makes one actor want what it makes another avoid: two roles, so its effect says nothing."""
    for place, first in enumerate(found):
        for second in found[place + 1 :]:
            if first.actor != second.actor and _alike(first.change, -second.change):
                faults.warn(
                    "driver_two_roles",
                    ("drivers", driver),
                    key=True,
                    name=driver,
                    first=".".join(first.place[1:-1]),
                    second=".".join(second.place[1:-1]),
                )


def _alike(one: Array, other: Array) -> bool:
    """The two changes go the same way over the outcomes (up to size and a constant)."""
    one, other = one - one.mean(), other - other.mean()
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return size > 0 and float(one @ other) / size > SAME_EFFECT


def _unreasoned(situation: Situation, faults: Faults) -> None:
    """Ranges without a source or a reason, their own or of the record around them."""
    for block in type(situation).model_fields:
        if block == "words":
            continue
        for path, quantity in quantities(getattr(situation, block), (block,)):
            if spread_of(quantity, situation) is None or _reasoned(path, quantity, situation):
                continue
            faults.warn("range_unreasoned", path, name=column_name(path))


def _reasoned(path: tuple[str, ...], quantity: object, situation: Situation) -> bool:
    """True if the quantity, or a record around it (not the whole situation), has a cite or a reason."""
    if getattr(quantity, "cites", ()) or getattr(quantity, "why", None):
        return True
    here: object = situation
    for step in path:
        here = here.get(step) if isinstance(here, dict) else _field(here, step)
        if here is None or isinstance(here, tuple):
            return False
        if getattr(here, "cites", ()) or getattr(here, "why", None):
            return True
    return False


def _field(record: object, step: str) -> object:
    return getattr(record, "from_" if step == "from" else step, None)
