"""Whether preferences, drivers and words make sense."""

from __future__ import annotations

from contextlib import suppress

from detente.situation.chains import circles, too_large, uses_of
from detente.situation.expression import ExpressionError, parse
from detente.situation.identifiers import split_reference
from detente.situation.model import Situation
from detente.situation.quantity import Formula, Known, Triangular, Uniform
from detente.situation.reading.agreements.crosscheck_shares import curves_checked, share_at
from detente.situation.reading.crosscheck_order import crosscheck_order
from detente.situation.reading.crosscheck_pairs import crosscheck_pairs
from detente.situation.reading.faults import Faults, Path
from detente.situation.reading.meaning import at_least_zero, quantity, statement, within
from detente.situation.records import Quantity
from detente.situation.wants import Goal, Item, Preference


def crosscheck(situation: Situation, faults: Faults) -> None:
    """Report every preference, driver, word and actor's number that makes no sense."""
    for name, word in situation.words.items():
        if isinstance(word.form, Formula | Known):
            faults.add("word_not_range", ("words", name), name=name)
    for name, driver in situation.drivers.items():
        quantity(driver, ("drivers", name), "driver", situation, faults)
    _driver_circles(situation, faults)
    _together(situation, faults)
    for name, actor in situation.actors.items():
        for key, value in (("capability", actor.capability), ("inertia", actor.inertia)):
            if value is not None:
                quantity(value, ("actors", name, key), "driver", situation, faults)
                at_least_zero(value, ("actors", name, key), faults, name=f"{name}.{key}")
        preference = situation.preferences.get(name)
        if actor.inertia is not None and preference is not None and _is_ordinal(preference):
            faults.add("inertia_ordinal", ("actors", name, "inertia"), key=True, actor=name, kind=preference.kind)
    for actor_name, preference in situation.preferences.items():
        path = ("preferences", actor_name)
        faults.known(actor_name, situation.actors, path, "actor_unknown")
        crosscheck_preference(preference, path, situation, faults)
    for actor_name, towards in situation.attitudes.items():
        faults.known(actor_name, situation.actors, ("attitudes", actor_name), "actor_unknown")
        for other in towards:
            faults.known(other, situation.actors, ("attitudes", actor_name, other), "actor_unknown")


def _is_ordinal(preference: Preference) -> bool:
    if preference.kind == "any":
        return any(_is_ordinal(alternative) for alternative in preference.any or ())
    return preference.kind != "goals"


def _driver_circles(situation: Situation, faults: Faults) -> None:
    """Drivers that depend on each other, one error per circle; and drivers that stand for too much."""
    trees = {}
    for name, driver in situation.drivers.items():
        if isinstance(driver.form, Formula):
            with suppress(ExpressionError):
                trees[name] = parse(driver.form.text)
    for circle in circles(uses_of(trees)):
        faults.add("driver_circle", ("drivers", circle[0]), key=True, circle=" → ".join((*circle, circle[0])))
    for name in too_large(trees):
        faults.add("written_out_large", ("drivers", name), key=True, name=name)


def _together(situation: Situation, faults: Faults) -> None:
    for name, pair in situation.together.items():
        path = ("together", name)
        for place, driver in enumerate(pair.drivers):
            here = (*path, "drivers", place)
            if faults.known(driver, situation.drivers, here, "driver_unknown") and not _has_range(driver, situation):
                faults.add("together_not_range", here, name=driver)
        if pair.drivers[0] == pair.drivers[1]:
            faults.add("name_twice", (*path, "drivers", 1), name=pair.drivers[0])
        quantity(pair.correlation, (*path, "correlation"), "driver", situation, faults)
        within(pair.correlation, -1, 1, (*path, "correlation"), faults, "correlation")


def _has_range(driver: str, situation: Situation) -> bool:
    """True for a range or a triangle, or a word for one."""
    form = situation.drivers[driver].form
    if isinstance(form, Formula) and form.text in situation.words:
        form = situation.words[form.text].form
    return isinstance(form, Uniform | Triangular)


def crosscheck_preference(preference: Preference, path: Path, situation: Situation, faults: Faults) -> None:
    """Report what makes no sense in one preference."""
    for name, goal in (preference.goals or {}).items():
        _goal(goal, (*path, "goals", name), situation, faults)
    _points(preference, path, situation, faults)
    if preference.base is not None:
        quantity(preference.base, (*path, "base"), "driver", situation, faults)
    if isinstance(preference.much, Quantity):
        quantity(preference.much, (*path, "much"), "driver", situation, faults)
        at_least_zero(preference.much, (*path, "much"), faults, "much")
    for place, entry in enumerate(preference.priorities or ()):
        if isinstance(entry, Item):
            _item(entry, (*path, "priorities", place), situation, faults)
    for place, group in enumerate(preference.ranking or ()):
        if isinstance(group, str):
            continue
        single = faults.root.at((*path, "ranking", place)).kind != "list"
        for member, item in enumerate(group):
            where = (*path, "ranking", place) if single else (*path, "ranking", place, member)
            _item(item, where, situation, faults)
    crosscheck_order(preference, path, situation, faults)
    _dividers(preference, path, faults)
    crosscheck_pairs(preference, path, situation, faults)
    for place, alternative in enumerate(preference.any or ()):
        if alternative.kind in ("any", "prefers"):
            faults.add("alternative_kind", (*path, "any", place), kind=alternative.kind)
        else:
            crosscheck_preference(alternative, (*path, "any", place), situation, faults)


def _goal(goal: Goal, path: Path, situation: Situation, faults: Faults) -> None:
    key = "want" if goal.want is not None else "avoid"
    statement(goal.want or goal.avoid or "", (*path, key), situation, faults)
    quantity(goal.weight, (*path, "weight"), "weight", situation, faults)


def _points(preference: Preference, path: Path, situation: Situation, faults: Faults) -> None:
    curves_checked(preference, path, situation, faults)
    for key, table in preference.tables.items():
        here = (*path, "points", key)
        if (term := share_at(key, situation)) is not None and term.is_open:
            continue  # see `curves_checked`
        if not faults.reference(key, situation.scope, ("option", "term"), here, key=True):
            continue
        levels = situation.scope.symbols[split_reference(key)].levels
        for level, value in table.items():
            faults.known(level, levels, (*here, level), "level_unknown_here", inside=key)
            quantity(value, (*here, level), "driver", situation, faults)


def _item(item: Item, path: Path, situation: Situation, faults: Faults) -> None:
    is_map = faults.root.at(path).kind == "map"
    statement(item.want, (*path, "want") if is_map else path, situation, faults)
    if item.when is not None:
        faults.expression(item.when, (*path, "when"), situation.scope, "condition")


def _dividers(preference: Preference, path: Path, faults: Faults) -> None:
    for kind in ("priorities", "ranking"):
        entries = getattr(preference, kind) or ()
        for place, entry in enumerate(entries):
            at_edge = place in (0, len(entries) - 1) or entries[place - 1] == ">>"
            if entry == ">>" and at_edge and not faults.broken_at((*path, kind)):
                faults.add("divider_place", (*path, kind, place))
    for kind in ("priorities", "ranking", "prefers", "any"):
        if getattr(preference, kind) == () and not faults.broken_at((*path, kind)):
            faults.add("preference_empty", (*path, kind), kind=kind)
