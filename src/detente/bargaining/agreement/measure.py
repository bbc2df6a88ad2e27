"""Deals as a measure of studies: in which share of the futures is there a zone, which package is fair, does it last.

For every agreement whose parties all have utilities (`NAME` is the agreement):

* ``NAME/zone``: yes where some package gains every party more than its inertia; ``NAME/packages``: how many do;
* ``NAME/fair: ISSUE`` and ``NAME/ks: ISSUE``: the level of each term and pledge in the Nash and in the
  Kalai–Smorodinsky package, where some package is better for all;
* ``NAME/gain of PARTY``: what the Nash package gains a party there;
* ``NAME/lasts``: yes where there is a zone and the Nash package, once signed, holds or is kept (SEQ).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from detente.bargaining.agreement.draws import Drawn, Futures
from detente.bargaining.agreement.from_situation import label_of
from detente.outcomes.columns import NO_ANSWER, Array, Column, Columns
from detente.outcomes.moves import held_actors
from detente.outcomes.numbers import Numbers
from detente.outcomes.telling import Teller
from detente.situation.model import Situation
from detente.situation.wants import Preference
from detente.stability.solve import Model, solve
from detente.words import Said, say
from detente.words.amounts import percent, share_of_runs

MAIN = "seq"  # the concept under which a deal is asked to last
YES_NO = ("no", "yes")
TOLD = 0.5  # a level is named where it is in the fair package of more than this share


def columns(model: Model) -> Columns:
    """See the module; nothing for a situation without an agreement that can be negotiated."""
    found: Columns = {}
    for name in negotiable(model.situation):
        futures = Futures.of(model.situation, name)
        found |= {f"{name}/zone": Column("answer", YES_NO), f"{name}/packages": Column("count")}
        for kind in ("fair", "ks"):
            for place in futures.places:
                axis = futures.axes[place]
                found[f"{name}/{kind}: {label_of(axis, name)}"] = Column("answer", axis.levels)
        found |= {f"{name}/gain of {party}": Column("value") for party in futures.record.parties}
        found[f"{name}/lasts"] = Column("answer", YES_NO)
    return found


def negotiable(situation: Situation) -> list[str]:
    """The agreements whose parties are free and have utilities, and for which something says what no deal means."""
    return [name for name in _weighable(situation) if _says_no_deal(situation, name)]


def without_no_deal(situation: Situation) -> list[str]:
    """Those for which nothing says it, so that all they lack is a status quo (or a number per party)."""
    return [name for name in _weighable(situation) if not _says_no_deal(situation, name)]


def _weighable(situation: Situation) -> list[str]:
    held = held_actors(situation)
    return [
        name
        for name, record in situation.agreements.items()
        if not held & set(record.parties)
        and all(_cardinal(situation.preferences.get(party)) for party in record.parties)
    ]


def _says_no_deal(situation: Situation, agreement: str) -> bool:
    return isinstance(situation.agreements[agreement].disagreement, dict) or isinstance(situation.status_quo, dict)


def _cardinal(preference: Preference | None) -> bool:
    if preference is None:
        return False
    return all(_cardinal(one) for one in preference.any) if preference.any else preference.kind == "goals"


def values(model: Model, numbers: Numbers) -> dict[str, Array]:
    """The same columns over the draws of `numbers`. Raises `LimitError` where an agreement is too large."""
    found: dict[str, Array] = {}
    for name in negotiable(model.situation):
        futures = _futures(_Key(model.situation), name)
        drawn = futures.look(numbers.columns, numbers.count, numbers.scale)
        found[f"{name}/zone"] = (drawn.worth > 0).astype(np.uint8)
        found[f"{name}/packages"] = drawn.worth.astype(np.int32)
        for kind, codes in (("fair", drawn.nash), ("ks", drawn.ks)):
            levels = np.array([futures.package(int(max(code, 0))) for code in np.unique(codes)])
            which = np.unique(codes, return_inverse=True)[1].reshape(-1)
            for column, place in enumerate(futures.places):
                label = f"{name}/{kind}: {label_of(futures.axes[place], name)}"
                found[label] = np.where(codes >= 0, levels[which, column], NO_ANSWER).astype(np.uint8)
        for column, party in enumerate(futures.record.parties):
            found[f"{name}/gain of {party}"] = drawn.gains[:, column].copy()
        found[f"{name}/lasts"] = lasting(model, numbers, futures, drawn)
    return found


class _Key:
    """A situation as a key by identity: situations hold maps and have no hash."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation

    def __hash__(self) -> int:
        return id(self.situation)

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, _Key) and other.situation is self.situation


@lru_cache(maxsize=8)
def _futures(key: _Key, name: str) -> Futures:
    return Futures.of(key.situation, name)


def lasting(model: Model, numbers: Numbers, futures: Futures, drawn: Drawn) -> Array:
    """Where there is a zone: does the Nash package, once signed, hold or stay? Codes of no and yes."""
    found = np.full(numbers.count, NO_ANSWER, np.uint8)
    asked = np.flatnonzero((drawn.worth > 0) & (drawn.nash >= 0))
    places = list(futures.places)
    for end, code in sorted({(int(drawn.end[draw]), int(drawn.nash[draw])) for draw in asked}):
        whole = list(drawn.ends[end])
        for place, level in zip(places, futures.package(code), strict=True):
            whole[place] = level
        outcome = model.space.with_levels(whole)
        draws = asked[(drawn.end[asked] == end) & (drawn.nash[asked] == code)]
        if outcome is None:
            continue
        columns = {name: values[draws] for name, values in numbers.columns.items()}
        scale = {name: values[draws] for name, values in numbers.scale.items()}
        some = model.numbers(len(draws), columns=columns, scale=scale)
        same = (model.space.levels[:, places] == model.space.levels[outcome, places]).all(axis=1)
        seen: dict[int, bool] = {}
        for draw, arrows in zip(draws, solve(model, some, (MAIN,), start=outcome)[MAIN].arrows, strict=True):
            if id(arrows) not in seen:
                graph = arrows.graph
                ends = [one for members in graph.predicted(outcome, graph.classes()) for one in members]
                seen[id(arrows)] = bool(same[ends].all())
            found[draw] = seen[id(arrows)]
    return found


def sentences(model: Model, rows: list[dict[str, Any]], language: str) -> list[str]:
    """How often there is a zone, what is then fair, and how often it lasts."""
    teller = Teller(model.situation, model.space, language)
    shares = {(row["measure"].removeprefix("deals/"), row["answer"]): row for row in rows}
    said = []
    for name in negotiable(model.situation):
        zone = shares.get((f"{name}/zone", "yes"))
        if zone is None or zone["share"] is None:
            continue
        agreement = teller.agreement(name)
        said.append(say("bargain.study.zone", language, agreement=agreement, share=share_of_runs(zone["share"])))
        futures = Futures.of(model.situation, name)
        usual = []
        for place in futures.places:
            axis = futures.axes[place]
            for level, word in enumerate(axis.levels):
                row = shares.get((f"{name}/fair: {label_of(axis, name)}", word))
                if row and row["share"] is not None and row["share"] > TOLD and level != futures.start[place]:
                    words, share = teller.level(axis, level), percent(row["share"])
                    usual.append(Said("bargain.study.level", {"words": words, "share": share}))
        if usual:
            said.append(say("bargain.study.fair", language, list=tuple(usual)))
        lasts = shares.get((f"{name}/lasts", "yes"))
        if lasts and lasts["share"] is not None:
            said.append(say("bargain.study.lasts", language, share=percent(lasts["share"])))
    return said
