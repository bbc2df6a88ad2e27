"""Whether what is said about the order of goals makes sense."""

from __future__ import annotations

from detente.situation.chains import circles
from detente.situation.model import Situation
from detente.situation.order import Over, read_order
from detente.situation.quantity import Formula, Known, Triangular, Uniform
from detente.situation.reading.faults import Faults, Path
from detente.situation.records import Quantity
from detente.situation.wants import Preference


def crosscheck_order(preference: Preference, path: Path, situation: Situation, faults: Faults) -> None:
    """Report lines of ``order`` that cannot be read, name no goal, or go in a circle; and a ``total`` without sense."""
    links: list[Over] = []
    single = faults.root.at((*path, "order")).kind != "list"
    for place, line in enumerate(preference.order or ()):
        here = (*path, "order") if single else (*path, "order", place)
        read = read_order(line)
        if read is None:
            faults.add("order_shape", here, found=line)
            continue
        names = dict.fromkeys(name for link in read for name in (link.left, link.right))
        known = [faults.known(name, preference.goals or {}, here, "order_goal_unknown") for name in names]
        if all(known):
            links += read
    for name in dict.fromkeys(name for link in links for name in (link.left, link.right)):
        _weight(name, preference, path, situation, faults, drawn=False)
    _circle(links, path, faults)
    if preference.total is not None:
        _total(preference, path, situation, faults)


def _weight(name: str, preference: Preference, path: Path, situation: Situation, faults: Faults, drawn: bool) -> None:
    """A goal whose weight can be drawn: a range or a triangle (or, unless it must be `drawn`, a number)."""
    weight = (preference.goals or {})[name].weight
    fits = (Uniform, Triangular) if drawn else (Uniform, Triangular, Known)
    if not isinstance(_form(weight, situation), fits):
        faults.add("order_not_range", (*path, "goals", name, "weight"), name=name)


def _form(weight: Quantity, situation: Situation) -> object:
    form = weight.form
    return situation.words[form.text].form if isinstance(form, Formula) and form.text in situation.words else form


def _circle(links: list[Over], path: Path, faults: Faults) -> None:
    above: dict[str, list[str]] = {}
    for link in links:
        above.setdefault(link.left, [])
        if link.left_times <= link.right_times:
            above[link.left].append(link.right)
        above.setdefault(link.right, [])
    for circle in circles({name: tuple(lower) for name, lower in above.items()}):
        faults.add("order_circle", (*path, "order"), key=True, circle=" > ".join((*circle, circle[0])))


def _total(preference: Preference, path: Path, situation: Situation, faults: Faults) -> None:
    assert preference.total is not None
    form = preference.total.form
    if not isinstance(form, Known) or form.value <= 0:
        faults.add("total_not_positive", (*path, "total"))
    for name in preference.goals or {}:
        _weight(name, preference, path, situation, faults, drawn=True)
