"""MACTOR's matrices as papers print them: each a table whose corner is its name, with the sums in the margin.

Names are those of Godet (2001, ch. 4) and of LIPSOR's program. Order 1 counts positions, order 2 weighs them by the
stakes, order 3 by stakes and strength.

| name | what stands in it |
|---|---|
| ``MDI`` | direct influence of the row on the column |
| ``MIDI`` | direct and indirect influence; in the margin I and D (`detente.influence.mactor.mactor`) |
| ``MMIDI`` | the strongest influence, direct or through one other |
| ``NS`` | net scale of influences: what the row has over the column more than the column over the row |
| ``1MAO`` ``2MAO`` ``3MAO`` | positions on objectives; in the margin what each actor and each objective mobilises |
| ``1CAA`` ``2CAA`` ``3CAA`` | convergence of two actors |
| ``1DAA`` ``2DAA`` ``3DAA`` | divergence of two actors |
| ``actors`` | I, D, R*, Q*, net influence, and of each order mobilisation and ambivalence |
| ``orders`` | of each order the degrees of convergence and divergence in percent |
| ``MICMAC`` | of every power of MDI until the ranking settles: each actor's share and rank |
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from detente.influence.mactor.play import Play

Row = dict[str, Any]
ORDERS = (1, 2, 3)
SQUARE = ("MDI", "MIDI", "MMIDI", "NS")
PAIRS = tuple(f"{order}{kind}" for kind in ("CAA", "DAA") for order in ORDERS)
STAKES = tuple(f"{order}MAO" for order in ORDERS)
MATRICES = (*SQUARE, *STAKES, *PAIRS, "actors", "orders", "MICMAC")


def matrix_rows(play: Play, name: str) -> list[Row]:
    """The table of this name (one of `MATRICES`)."""
    if name in STAKES:
        return _stakes(play, int(name[0]))
    return {"actors": _actors, "orders": _orders, "MICMAC": _chains}.get(name, lambda one: _square(one, name))(play)


def _square(play: Play, name: str) -> list[Row]:
    """Actors × actors, with the sum of every row beside it; of the influences also the sum of every column."""
    data = play.mactor.data()
    own = {"MDI": play.mactor.a.tolist(), "NS": data["net_scale"]}
    matrix = own.get(name) or data[f"{name[1:]}{name[0]}" if name in PAIRS else name]
    across = data["I"] if name == "MIDI" else np.sum(matrix, axis=1).tolist()
    margin = _free({"NS": "net", "MDI": "influence", "MIDI": "influence", "MMIDI": "influence"}.get(name, "sum"), play)
    rows = [
        {name: actor, **dict(zip(play.actors, row, strict=True)), margin: total}
        for actor, row, total in zip(play.actors, matrix, across, strict=True)
    ]
    if name in ("MDI", "MIDI", "MMIDI"):
        below = data["D"] if name == "MIDI" else np.sum(matrix, axis=0).tolist()
        rows.append({name: "dependence", **dict(zip(play.actors, below, strict=True)), margin: sum(across)})
    return rows


def _stakes(play: Play, order: int) -> list[Row]:
    """Actors × objectives, mobilisation beside each row; below it what is for, against, and both together."""
    name, data, m = f"{order}MAO", play.mactor.data(), play.mactor.m
    matrix = {1: np.sign(m).tolist(), 2: m.tolist(), 3: data["MAO3"]}[order]
    margin, each = _free("mobilisation", play), data[f"actor_mobilisation_{order}"]
    rows = [
        {name: actor, **dict(zip(play.objectives, row, strict=True)), margin: total}
        for actor, row, total in zip(play.actors, matrix, each, strict=True)
    ]
    for said, key in (("for", "agree"), ("against", "disagree"), ("mobilisation", "objective_mobilisation")):
        below = data[f"{key}_{order}"]
        rows.append({name: said, **dict(zip(play.objectives, below, strict=True)), margin: sum(below)})
    return rows


def _actors(play: Play) -> list[Row]:
    data = play.mactor.data()
    columns = {"influence": data["I"], "dependence": data["D"], "Rstar": data["Rstar"], "Qstar": data["Qstar"]}
    columns["net"] = data["net_total"]
    for kind, key in (("mobilisation", "actor_mobilisation"), ("ambivalence", "ambivalence")):
        columns |= {f"{kind}_{order}": data[f"{key}_{order}"] for order in ORDERS}
    return [
        {"actor": actor, **{name: values[place] for name, values in columns.items()}}
        for place, actor in enumerate(play.actors)
    ]


def _orders(play: Play) -> list[Row]:
    data = play.mactor.data()
    kinds = ("convergence", "divergence")
    return [{"order": order, **{kind: data[f"{kind}_degree_{order}"] for kind in kinds}} for order in ORDERS]


def _chains(play: Play) -> list[Row]:
    found = []
    for step in play.chains.data()["history"]:
        columns = {key: step[key] for key in ("influence", "influence_rank", "dependence", "dependence_rank")}
        found += [
            {"power": step["power"], "actor": actor, **{key: values[place] for key, values in columns.items()}}
            for place, actor in enumerate(play.actors)
        ]
    return found


def _free(heading: str, play: Play) -> str:
    """A heading that is nobody's name."""
    taken: Sequence[str] = (*play.actors, *play.objectives)
    while heading in taken:
        heading += "_"
    return heading
