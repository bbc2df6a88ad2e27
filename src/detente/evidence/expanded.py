"""A situation with its tables put in place: shares, ties and matrices as if they had been written in the file.

What the file writes wins over what a table says. Every number that comes from a table says where it stood.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.errors import InputError, Problem
from detente.evidence.sources import SourceError
from detente.evidence.tables.dyad_formats import FORMS
from detente.evidence.tables.dyad_tables import Taken, levels_of, shares_of, ties_of
from detente.evidence.tables.matrix_tables import Cells, influence_of, objectives_of
from detente.situation.model import Situation
from detente.situation.records import Actor, Quantity
from detente.situation.relations import Domain, Mactor, Matrix, Tie


@dataclass(frozen=True)
class Beside:
    """Numbers about pairs that enter no analysis and are shown beside it: pair → number. `points`: of distances, where
    each actor stands."""

    name: str
    kind: str
    pairs: dict[tuple[str, str], float]
    points: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Expanded:
    """The situation without tables, and what its tables give beside."""

    situation: Situation
    beside: tuple[Beside, ...]


def expanded(situation: Situation, folder: Path | None, *, keep_beside: bool = False) -> Expanded:
    """The situation with its tables put in place. Raises `InputError` with everything wrong with them.

    `keep_beside`: tables that are only shown stay in the situation, to be read when they are shown.
    """
    if not situation.has_tables:
        return Expanded(situation, ())
    faults: list[SourceError] = []

    def take(read: Callable[[Situation, Any, Path], Any], what: Any, file: str) -> Any:
        try:
            found = None if folder is None else read(situation, what, folder)
        except SourceError as error:
            faults.append(error)
            return None
        if found is None:
            faults.append(SourceError("table_missing", file=file))
        else:
            faults.extend(found.faults)
        return found

    parts: dict[str, Any] = {}
    domains = {}
    for name, domain in situation.dependence.items():
        table = domain.table
        taken = take(shares_of, table, table.file) if table else None
        domains[name] = _domain(domain, taken)
    ties: dict[str, Tie] = {}
    beside = []
    for name, tie in situation.ties.items():
        if tie.table is None or (keep_beside and is_beside(tie)):
            ties[name] = tie
            continue
        taken = take(ties_of, tie, tie.table.file)
        if taken is None:
            continue
        if is_beside(tie):
            beside.append(Beside(name, tie.kind, {pair: cell[0] for pair, cell in taken.cells.items()}, taken.points))
        else:
            ties |= _ties(name, tie, taken)
    parts |= {"dependence": domains, "ties": ties, "capability_table": None}
    if situation.capability_table is not None:
        levels = take(levels_of, situation.capability_table, situation.capability_table.file)
        parts["actors"] = _capable(situation.actors, levels)
    if situation.mactor is not None:
        parts["mactor"] = _mactor(situation.mactor, take)
    if faults:
        raise InputError([Problem(error.code, params=error.params) for error in faults])
    return Expanded(situation.model_copy(update=parts), tuple(beside))


def is_beside(tie: Tie) -> bool:
    """Whether a tie from a table is shown only: it has no sign of its own, and its table none for each row."""
    form = FORMS.get(tie.table.format) if tie.table else None
    signed = tie.sign is not None or (tie.table is not None and tie.table.sign is not None)
    signed = signed or (form is not None and form.signed)
    return not signed or (form is not None and form.use == "points")


def _known(value: float, where: str) -> Quantity:
    return Quantity.taken(value, where)


def _domain(domain: Domain, taken: Taken | None) -> Domain:
    shares: Matrix = {}
    exits: Matrix = {}
    for (one, other), (share, leave, where) in taken.cells.items() if taken else ():
        shares.setdefault(one, {})[other] = _known(share, where)
        if leave is not None:
            exits.setdefault(one, {})[other] = _known(leave, where)
    update = {"shares": _over(shares, domain.shares), "exits": _over(exits, domain.exits), "table": None}
    return domain.model_copy(update=update).with_outside(taken.outside if taken else {})


def _capable(actors: dict[str, Actor], levels: Taken | None) -> dict[str, Actor]:
    """The actors with what the table says of their strength, where they do not say it themselves."""
    found = {actor: (value, where) for (actor, _), (value, _, where) in levels.cells.items()} if levels else {}
    return {
        name: actor.model_copy(update={"capability": _known(*found[name])})
        if actor.capability is None and name in found
        else actor
        for name, actor in actors.items()
    }


def _over(below: Matrix, above: Matrix) -> Matrix:
    """Both matrices in one; where both have a cell, that of `above`."""
    return {name: {**below.get(name, {}), **above.get(name, {})} for name in {**below, **above}}


def _ties(name: str, tie: Tie, taken: Taken) -> dict[str, Tie]:
    """One tie for each pair, named after the table and the two."""
    found = {}
    table = tie.table
    form = FORMS.get(table.format) if table is not None else None
    weighed = table is not None and (table.strength is not None or taken.weighed)
    counted = weighed or (form is not None and bool(form.value) and form.use == "ties")
    for pair, (value, _, where) in taken.cells.items():
        update = {
            "between": pair,
            "sign": taken.signs.get(pair) or tie.sign,
            "strength": _known(value, where) if counted and tie.strength is None else tie.strength,
            "note": tie.note or where,
            "table": None,
        }
        found[f"{name}.{pair[0]}.{pair[1]}"] = tie.model_copy(update=update)
    return found


def _mactor(record: Mactor, take: Callable[..., Any]) -> Mactor:
    """The matrices with their tables put in place."""
    update: dict[str, Any] = {"influence_table": None, "objectives_table": None}
    for key, read in (("influence", influence_of), ("objectives", objectives_of)):
        sheet = getattr(record, f"{key}_table")
        if sheet is None:
            continue
        found: Cells | None = take(read, sheet, sheet.file)
        below: Matrix = {
            row: {name: Quantity.taken(cell, f"{sheet.file}: {row}, {name}") for name, cell in cells.items()}
            for row, cells in (found.rows.items() if found is not None and not found.faults else ())
        }
        update[key] = _over(below, getattr(record, key))
    return record.model_copy(update=update)
