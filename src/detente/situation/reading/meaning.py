"""Whether one statement or one quantity means something in a situation; what does not is reported at its place."""

from __future__ import annotations

from fractions import Fraction

from detente.situation.expression import ExpressionError, Name, Tree, parse
from detente.situation.identifiers import normal
from detente.situation.model import Situation
from detente.situation.quantity import Formula, show
from detente.situation.reading.faults import Faults, Path
from detente.situation.records import Quantity
from detente.situation.scope import Use, names

Bound = Fraction | float


def statement(text: str, path: Path, situation: Situation, faults: Faults) -> bool:
    """True if the statement makes sense; otherwise its faults are reported."""
    if situation.outcomes is not None and normal(text.strip()) in situation.outcomes:
        return True
    tree = faults.expression(text, path, situation.scope, "statement")
    if tree is not None:
        _status_quo(tree, path, situation, faults)
    return tree is not None


def _status_quo(tree: Tree, path: Path, situation: Situation, faults: Faults) -> None:
    """Report the word ``status_quo`` in a situation that has none."""
    if situation.status_quo is None and not faults.broken_at(("status_quo",)):
        for name in names(tree):
            if name.parts == ("status_quo",):
                faults.add_inside("status_quo_missing", path, name.start, name.end)


def inner_path(faults: Faults, path: Path, key: str) -> Path:
    """Where the text of a record stands: under its key, or in its place when written short."""
    return (*path, key) if faults.root.at(path).kind == "map" else path


def quantity(value: Quantity, path: Path, use: Use, situation: Situation, faults: Faults) -> None:
    """Check the formula of a quantity, or the word it may be."""
    if not isinstance(value.form, Formula):
        return
    where = (*path, "value") if faults.root.at(path).kind == "map" else path
    text = value.form.text
    try:
        tree = parse(text)
    except ExpressionError:
        faults.expression(text, where, situation.scope, use)
        return
    if isinstance(tree, Name) and len(tree.parts) == 1 and tree.parts not in situation.scope.symbols:
        if tree.parts[0] not in faults.suspects:
            known = (*situation.words, *situation.drivers)
            faults.add("quantity_unknown", where, found=text, nearest=faults.nearest(text, known))
        return
    if isinstance(tree, Name) and tree.parts[0] in situation.words:
        return
    if faults.expression(text, where, situation.scope, use) is not None:
        _status_quo(tree, where, situation, faults)


def at_least_zero(value: Quantity, path: Path, faults: Faults, name: str) -> None:
    if not isinstance(value.form, Formula) and value.form.bounds[0] < 0:
        faults.add("quantity_negative", path, name=name)


def within(
    value: Quantity, low: Fraction | float, high: Fraction | float, path: Path, faults: Faults, name: str
) -> None:
    """Report a quantity that can lie outside these bounds, compared exactly where they are exact."""
    if isinstance(value.form, Formula):
        return
    bottom, top = value.form.bounds
    if bottom < low or top > high:
        found = show(bottom) if bottom == top else f"{show(bottom)}..{show(top)}"
        faults.add("quantity_outside", path, name=name, low=float(low), high=float(high), found=found)
