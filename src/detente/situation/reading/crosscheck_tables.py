"""Whether issues, ties, dependence and the MACTOR matrices fit the actors and their scales."""

from __future__ import annotations

from fractions import Fraction

from detente.situation.model import Situation
from detente.situation.quantity import Formula, QuantityError, number
from detente.situation.reading.faults import Faults
from detente.situation.reading.faults import Path as FilePath
from detente.situation.reading.meaning import at_least_zero, quantity, within
from detente.situation.records import Quantity
from detente.situation.relations import Domain, Issue, Matrix, Sheet, Table, WhatIf


def crosscheck(situation: Situation, faults: Faults) -> None:
    """Report everything that does not fit."""
    for name, issue in situation.issues.items():
        _issue(name, issue, situation, faults)
    for name, tie in situation.ties.items():
        path = ("ties", name)
        if tie.table is None:
            ends = tie.between or (tie.from_ or "", tie.to or "")
            keys = (("between", 0), ("between", 1)) if tie.between else (("from",), ("to",))
            for end, key in zip(ends, keys, strict=True):
                faults.known(end, situation.actors, (*path, *key), "actor_unknown")
            if ends[0] == ends[1]:
                faults.add("tie_to_itself", (*path, *keys[1]), name=ends[0])
            if tie.sign is None and not faults.broken_at((*path, "sign")):
                faults.add("tie_sign", path)
        else:
            _mapping(tie.table, (*path, "table"), situation, faults)
        if tie.strength is not None:
            quantity(tie.strength, (*path, "strength"), "driver", situation, faults)
            at_least_zero(tie.strength, (*path, "strength"), faults, f"{name}.strength")
    for name, domain in situation.dependence.items():
        _domain(name, domain, situation, faults)
    _mapping(situation.capability_table, ("capability_table",), situation, faults)
    if situation.mactor is not None:
        _matrix(situation.mactor.influence, ("mactor", "influence"), situation, faults, (0, 4), diagonal=True)
        for objective, stakes in situation.mactor.objectives.items():
            _row(stakes, ("mactor", "objectives", objective), situation, faults, (-4, 4))
        for name in ("influence", "objectives"):
            table = getattr(situation.mactor, f"{name}_table")
            _mapping(table, ("mactor", f"{name}_table"), situation, faults)
            if table is None and not getattr(situation.mactor, name) and not faults.broken_at(("mactor", name)):
                faults.add("mactor_part", ("mactor",), key=True, name=name)


def _mapping(table: Table | Sheet | None, path: tuple[str | int, ...], situation: Situation, faults: Faults) -> None:
    """Whose name is whose in a table: the keys are actors of ours."""
    for actor in table.actors if table is not None else ():
        faults.known(actor, situation.actors, (*path, "actors", actor), "actor_unknown")


def _issue(name: str, issue: Issue, situation: Situation, faults: Faults) -> None:
    path = ("issues", name)
    points: list[Fraction] = []
    for point in issue.scale:
        try:
            points.append(number(point))
        except QuantityError:
            faults.add("scale_point", (*path, "scale", point), key=True, found=point)
    low, high = (min(points), max(points)) if len(points) > 1 else (Fraction(0), Fraction(100))
    for place, actor in enumerate(issue.veto):
        faults.known(actor, situation.actors, (*path, "veto", place), "actor_unknown")
    if issue.reversion is not None:
        quantity(issue.reversion, (*path, "reversion"), "driver", situation, faults)
        within(issue.reversion, low, high, (*path, "reversion"), faults, f"{name}.reversion")
    for actor, position in issue.positions.items():
        here = (*path, "positions", actor)
        faults.known(actor, situation.actors, here, "actor_unknown")
        inner = (*here, "position") if faults.root.at(here).kind == "map" and _has(faults, here, "position") else here
        quantity(position.position, inner, "driver", situation, faults)
        within(position.position, low, high, inner, faults, f"{actor}.position")
        for key, value in (("salience", position.salience), ("capability", position.capability)):
            if value is not None:
                quantity(value, (*here, key), "driver", situation, faults)
                at_least_zero(value, (*here, key), faults, f"{actor}.{key}")


def _has(faults: Faults, path: tuple[str, ...], key: str) -> bool:
    return key in faults.root.at(path).entries


def _domain(name: str, domain: Domain, situation: Situation, faults: Faults) -> None:
    path = ("dependence", name)
    _row(domain.weight, (*path, "weight"), situation, faults, (0, float("inf")))
    _row(domain.unknown, (*path, "unknown"), situation, faults, (0, 1))
    for actor in domain.of if isinstance(domain.of, dict) else ():
        faults.known(actor, situation.actors, (*path, "of", actor), "actor_unknown")
    _mapping(domain.table, (*path, "table"), situation, faults)
    _matrix(domain.exits, (*path, "exits"), situation, faults, (0, 1), diagonal=True)
    _matrix(domain.fails, (*path, "fails"), situation, faults, (0, 1), diagonal=True)
    _matrix(domain.shares, (*path, "shares"), situation, faults, (0, 1), diagonal=True)
    for actor, shares in domain.shares.items():
        parts = [*shares.values(), *([domain.unknown[actor]] if actor in domain.unknown else [])]
        least = sum((v.form.bounds[0] for v in parts if not isinstance(v.form, Formula)), Fraction(0))
        if least > 1:
            faults.add("shares_over_one", (*path, "shares", actor), actor=actor, total=float(least))
    for key, claim in domain.claims.items():
        _two((claim.who, claim.on), ("who", "on"), (*path, "claims", key), situation, faults)
    for key, asked in domain.what_if.items():
        _what_if(asked, (*path, "what_if", key), situation, faults)


def _two(names: tuple[str, str], keys: tuple[str, str], path: FilePath, situation: Situation, faults: Faults) -> None:
    """Two actors that are known and not the same."""
    for name, key in zip(names, keys, strict=True):
        faults.known(name, situation.actors, (*path, key), "actor_unknown")
    if names[0] == names[1]:
        faults.add("tie_to_itself", (*path, keys[1]), name=names[0])


def _what_if(asked: WhatIf, path: FilePath, situation: Situation, faults: Faults) -> None:
    """One kind of what-if, about known actors, with numbers that can be meant."""
    kinds = [kind for kind in ("grow", "diversify", "withdraw") if getattr(asked, kind) is not None]
    if len(kinds) != 1 and not faults.broken_at(path):
        faults.add("what_if_kind", path, key=True)
    if asked.grow is not None:
        here = (*path, "grow")
        _two((asked.grow.actor, asked.grow.partner), ("actor", "partner"), here, situation, faults)
        quantity(asked.grow.factor, (*here, "factor"), "driver", situation, faults)
        at_least_zero(asked.grow.factor, (*here, "factor"), faults, "factor")
    if asked.diversify is not None:
        here, moved = (*path, "diversify"), asked.diversify
        faults.known(moved.actor, situation.actors, (*here, "actor"), "actor_unknown")
        _two((moved.from_, moved.to), ("from", "to"), here, situation, faults)
        quantity(moved.share, (*here, "share"), "driver", situation, faults)
        within(moved.share, 0, 1, (*here, "share"), faults, "share")
    if asked.withdraw is not None:
        faults.known(asked.withdraw, situation.actors, (*path, "withdraw"), "actor_unknown")


def _matrix(
    matrix: Matrix,
    path: tuple[str, ...],
    situation: Situation,
    faults: Faults,
    bounds: tuple[float, float],
    *,
    diagonal: bool,
) -> None:
    for actor, row in matrix.items():
        faults.known(actor, situation.actors, (*path, actor), "actor_unknown")
        _row(row, (*path, actor), situation, faults, bounds)
        if diagonal and actor in row and not _is_zero(row[actor]):
            faults.add("diagonal_not_zero", (*path, actor, actor), key=True, name=actor)


def _row(
    row: dict[str, Quantity],
    path: tuple[str, ...],
    situation: Situation,
    faults: Faults,
    bounds: tuple[float, float],
) -> None:
    for actor, value in row.items():
        here = (*path, actor)
        faults.known(actor, situation.actors, here, "actor_unknown")
        quantity(value, here, "driver", situation, faults)
        if bounds[1] == float("inf"):
            at_least_zero(value, here, faults, actor)
        else:
            within(value, *bounds, here, faults, actor)


def _is_zero(value: Quantity) -> bool:
    return not isinstance(value.form, Formula) and set(value.form.bounds) == {Fraction(0)}
