"""Who moves whom, in the report: dependence and leverage, what-ifs, alignments, MACTOR; each drawing with its table."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from detente.drawing.influence import figure
from detente.influence.balance.alignment import Balance
from detente.influence.dependence.domains import Dependence
from detente.influence.drawn import band
from detente.influence.mactor.play import Play
from detente.influence.result import Influence, influence
from detente.influence.sentences import influence_parts
from detente.outcomes.telling import Names
from detente.report.findings import Findings
from detente.words import join, number, say

Part = dict[str, Any]


def influence_section(found: Findings, language: str) -> Part | None:
    """Everything the file says of influence; None where it has none of the three blocks."""
    situation = found.case.situation
    if not (situation.dependence or situation.ties or situation.mactor):
        return None
    result = influence(situation, found.case.folder)
    names = Names(result.situation, language)
    parts = []
    for key, lines in influence_parts(result, language):
        title = say(f"influence.part.{key}", language)
        part: Part = {"title": title, "lines": lines, "svg": "", "caption": "", "more": None}
        part |= _drawn(key, result, names)
        parts.append(part)
    return {"parts": parts}


def _drawn(key: str, result: Influence, names: Names) -> Part:
    """The drawing of a part with its caption, and the same as a table."""
    language, more = names.language, None
    if key == "dependence" and result.dependence is not None:
        kind, table = "leverage", _shares(result.dependence, names)
    elif key == "balance" and result.balance is not None:
        kind, table = "ties", _pairs(result.balance, names)
    elif key == "mactor" and result.mactor is not None:
        kind, table = "plane", _strengths(result.mactor, names)
        more = {"title": say("influence.table.cells", language), "table": _cells(result.mactor, names)}
    else:
        return {"table": None}
    caption = say(f"influence.figure.{kind}.description", language)
    return {"svg": Markup(figure(result, language, kind)), "caption": caption, "table": table, "more": more}


def _head(names: Names, *columns: str) -> list[str]:
    return [say(f"influence.table.{column}", names.language) for column in columns]


def _shares(result: Dependence, names: Names) -> Part:
    """Every share that is stated, with what of it could be replaced, what is left, and what stands behind it."""
    rows = []
    for k, domain in enumerate(result.domains):
        single = result.single(k)
        for i, actor in enumerate(result.actors):
            for j, partner in enumerate(result.actors):
                if not result.stated(k, i, j):
                    continue
                drawn = None if result.many is None else band(result.many.shares[:, k, i, j])
                cells = [
                    names.actor(actor),
                    names.actor(partner),
                    names.percent(float(result.tables.shares[0, k, i, j]), drawn),
                    names.percent(float(single[i, j])),
                    join(result.sources.get(f"{domain}.{actor}.{partner}", []), names.language),
                ]
                rows.append({"head": names.domain(domain), "cells": cells})
    return {"columns": _head(names, "domain", "who", "on", "share", "depends", "source"), "rows": rows}


def _pairs(result: Balance, names: Names) -> Part:
    """Every pair with ties: what they are, the sign that counts, and what it costs to have it otherwise."""
    language, rows = names.language, []
    for tie, (a, b) in enumerate(result.graph.pairs.tolist()):
        sign = "positive" if result.graph.weights[tie] > 0 else "negative"
        price = result.prices[tie] if result.prices else None
        rows.append(_pair(result, (a, b), sign, price, names))
    rows += [_pair(result, pair, "open", None, names) for pair in result.projection.open]
    return {
        "columns": [say(f"influence.table.{key}", language) for key in ("pair", "ties", "sign", "price")],
        "rows": rows,
    }


def _pair(result: Balance, pair: tuple[int, int], sign: str, price: float | None, names: Names) -> Part:
    kinds = join([names.tie(name) for name in result.kinds(pair)], names.language)
    cells = [kinds, say(f"influence.figure.ties.{sign}", names.language), "" if price is None else number(price)]
    return {"head": names.pair(result.actors[pair[0]], result.actors[pair[1]]), "cells": cells}


def _strengths(play: Play, names: Names) -> Part:
    """Every actor: influence, dependence, both strengths with their bands, and how often it is first."""
    data, sure = play.mactor.data(), play.firmness
    rows = []
    for place, actor in enumerate(play.actors):
        cells = [
            _number(data["I"][place], sure.influence[place], names),
            _number(data["D"][place], sure.depends[place], names),
            _number(data["Rstar"][place], sure.rstar[place], names),
            _number(data["Qstar"][place], sure.qstar[place], names),
            names.percent(sure.first[place]),
        ]
        rows.append({"head": names.actor(actor), "cells": cells})
    return {"columns": _head(names, "who", "influence", "dependence", "rstar", "qstar", "first"), "rows": rows}


def _cells(play: Play, names: Names) -> Part:
    """Every judged cell that is not 0, and what stands behind it."""
    rows = []
    for i, actor in enumerate(play.actors):
        for matrix, columns, word in (
            (play.mactor.a, play.actors, names.actor),
            (play.mactor.m, play.objectives, names.objective),
        ):
            for j, column in enumerate(columns):
                key = f"{actor}.{column}" if columns is play.actors else f"{column}.{actor}"
                if matrix[i, j]:
                    behind = join(play.sources.get(key, []), names.language)
                    rows.append({"head": names.actor(actor), "cells": [word(column), number(matrix[i, j]), behind]})
    return {"columns": _head(names, "who", "cell_on", "cell", "source"), "rows": rows}


def _number(value: float, ends: tuple[float, float], names: Names) -> str:
    return say("influence.table.number", names.language, value=float(value), low=ends[0], high=ends[1])
