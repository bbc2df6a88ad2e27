"""What each side believes: the package it hopes for, and what that would bring in the file instead.

In a side's own picture the package that serves all best (the largest product of gains) or, where none does, the
nearest; among those only by which somebody else gains more in the picture than in the file.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from detente.bargaining.agreement.draws import Futures
from detente.errors import DetenteError
from detente.findings.every_package import SAME, Packages
from detente.findings.result import Belief
from detente.outcomes.preferences import Array
from detente.situation.model import Situation
from detente.stability.prediction import Answer
from detente.uncertainty.deal_futures import drawn


def hoped(file: Packages, view: Packages, believer: str) -> tuple[int, ...] | None:
    """The package a side hopes for, by its levels; None where it sees nothing better for anybody else."""
    parties = file.negotiation.parties
    others = [place for place, party in enumerate(parties) if party != believer]
    index = {file.package(row): row for row in range(len(file.levels))}
    brighter = np.zeros(len(view.levels), np.bool_)
    for row in range(len(view.levels)):
        here = index.get(view.package(row))
        if here is not None:
            brighter[row] = (view.gains[row][others] > file.gains[here][others] + SAME).any()
    own = parties.index(believer) if believer in parties else None
    if own is not None and (brighter & (view.gains[:, own] > 0)).any():
        brighter &= view.gains[:, own] > 0
    serving = np.flatnonzero(brighter & view.serving)
    if len(serving):
        return view.package(int(serving[np.log(view.gains[serving]).sum(axis=1).argmax()]))
    near = view.nearest(brighter)
    return None if near is None else view.package(near)


def belief(
    believer: str,
    file: Packages | None,
    view: Situation,
    numbers: tuple[str, ...],
    answers: Mapping[str, Answer],
    share: float | None,
) -> Belief:
    """What one side believes. `file`: the packages as they are; `answers`: the answers that it expects otherwise."""
    if file is None:
        return Belief(believer, numbers, None, {}, {}, False, answers, share)
    try:
        seen = Packages.of(view, file.setting.agreement, file.statement)
    except DetenteError:
        return Belief(believer, numbers, None, {}, {}, False, answers, share)
    package = hoped(file, seen, believer)
    if package is None:
        return Belief(believer, numbers, None, {}, {}, False, answers, share)
    parties = file.negotiation.parties
    rows = [int(_row(one, package)) for one in (file, seen)]
    there, thought = (
        dict(zip(parties, one.exact(row), strict=True)) for one, row in zip((file, seen), rows, strict=True)
    )
    key = ".".join(map(str, package))
    return Belief(believer, numbers, key, there, thought, bool(seen.serving[rows[1]]), answers, share)


def _row(found: Packages, package: tuple[int, ...]) -> int:
    return int(np.flatnonzero((found.levels == np.array(package)).all(axis=1))[0])


def zone_share(situation: Situation, agreement: str) -> float | None:
    """In which share of the runs some package serves all; None where nothing is uncertain."""
    columns: dict[str, Array] = drawn(situation)
    if not columns:
        return None
    try:
        found = Futures.of(situation, agreement).look(columns, len(next(iter(columns.values()))))
    except DetenteError:
        return None
    return float(np.mean(found.worth > 0))
