"""A GMCR+ file as a situation: YAML text of ours, with comments that say what was converted and what was not.

The states of the file keep their numbers as ids of our outcomes wherever its decision makers list their options in
order; where they do not, `states` maps one to the other. Compound conditions that come from ``if`` and ``iff`` are
written as such again, and columns that an option with levels was written as (`detente.exchange.gmcr.option_columns`)
become one option again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.errors import InputError, LimitError, Problem, in_file_order
from detente.exchange.gmcr.gmcr_model import MOST_CONDITIONS, MOST_RANKED, GmcrModel, read_model
from detente.exchange.gmcr.gmcr_yaml import Names, Statements, names_of, situation_text
from detente.exchange.json_places import Faulty
from detente.files import read_whole
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array, preferences_of
from detente.outcomes.space import Space, space_of
from detente.situation.model import Situation
from detente.situation.reading.nodes import MAX_FILE_BYTES
from detente.situation.reading.read import read_text
from detente.words import Said

LISTED = 100  # outcomes that a sentence lists


@dataclass(frozen=True)
class Converted:
    """A situation file made from a ``.gmcr`` file.

    `text`: the YAML, None if there are problems. `states`: entry k is the id of our outcome for state k + 1 of the
    file; empty if there are too many outcomes to list. `notes`: what was changed or not taken over, as messages of
    ``exchange.toml``.
    """

    text: str | None
    problems: tuple[Problem, ...]
    notes: tuple[Said, ...] = ()
    states: tuple[int, ...] = ()


def read_gmcr_file(path: Path, language: str = "en") -> Converted:
    """The same from a file; one that cannot be read, or is too large, is a problem like any other."""
    data, problems = read_whole(path, MAX_FILE_BYTES)
    return Converted(None, problems) if problems else read_gmcr(data, path.name, language)


def read_gmcr(data: bytes | str, name: str = "model.gmcr", language: str = "en") -> Converted:
    """The situation that a ``.gmcr`` file describes, or everything that is wrong with the file.

    Never raises for bad content. `language`: that of the comments.
    """
    model, faulty = read_model(data, name)
    if model is None:
        return Converted(None, tuple(in_file_order(faulty.problems)))
    try:
        return _converted(model, faulty, language)
    except InputError as error:  # what was made is beyond a limit of situation files
        return Converted(None, error.problems)


def _converted(model: GmcrModel, faulty: Faulty, language: str) -> Converted:
    named = names_of(model)
    space = _space(_situation(model, named, {}))
    states = () if space is None else _states(space, named)
    if model.manual:
        _check_rankings(model, None if space is None else len(states), faulty)
    if faulty.problems:
        return Converted(None, tuple(in_file_order(faulty.problems)))
    levels = {}
    if model.manual and space is not None:
        levels = {state: space.levels[index - 1] for state, index in enumerate(states, 1)}
    notes = [Said("gmcr.read.made", {"file": faulty.name, "version": model.version}), _numbering(states)]
    notes += _notes(model, named)
    if space is not None and any(maker.payoffs for maker in model.makers):
        disagree = _payoffs_disagree(model, _situation(model, named, levels), states)
        notes += [Said("gmcr.read.payoffs", {"makers": disagree})] if disagree else []
    text = situation_text(model, named, levels, Statements(named), tuple(notes), language)
    return Converted(text, (), tuple(notes), states)


def _situation(model: GmcrModel, named: Names, levels: dict[int, Array]) -> Situation:
    """The situation itself, to look at its outcomes and ranks; its text was made here."""
    return read_text(situation_text(model, named, levels, Statements(named))).required()


def _space(situation: Situation) -> Space | None:
    """The outcomes; None if they are too many to list."""
    try:
        return space_of(situation)
    except LimitError:
        return None


def _numbering(states: tuple[int, ...]) -> Said:
    """The outcome of each state, for the first of them where there are many."""
    if not states:
        return Said("gmcr.read.not_numbered")
    if states == tuple(range(1, len(states) + 1)):
        return Said("gmcr.read.same_ids")
    return Said("gmcr.read.ids", {"ids": states[:LISTED], "shown": LISTED if len(states) > LISTED else None})


def _states(space: Space, named: Names) -> tuple[int, ...]:
    """The id of our outcome for each state of the file: sorted by its options, the first varying fastest."""
    columns = [column.of(space.levels) for column in named.columns]
    order: Array = np.lexsort(columns) if columns else np.arange(space.count)
    return tuple(int(index) + 1 for index in order)


def _check_rankings(model: GmcrModel, count: int | None, faulty: Faulty) -> None:
    """Every feasible state stands once in every ranking, and no other. `count`: None if there are too many to list."""
    if count is None or count > MOST_RANKED:
        faulty.add("gmcr_states_many", ("decisionMakers", 0, model.makers[0].ranking_key))
        return
    for place, maker in enumerate(model.makers):
        path = ("decisionMakers", place, maker.ranking_key)
        seen: set[int] = set()
        for group_place, group in enumerate(maker.ranking or ()):
            for state in group:
                if not 1 <= state <= count:
                    faulty.add("gmcr_state_unknown", (*path, group_place), state=state, count=count)
                elif state in seen:
                    faulty.add("gmcr_state_twice", (*path, group_place), state=state)
                seen.add(state)
        missing = [state for state in range(1, count + 1) if state not in seen]
        if missing:
            faulty.add("gmcr_state_missing", path, states=tuple(missing[:5]), more=len(missing[5:]) or None)


def _notes(model: GmcrModel, named: Names) -> list[Said]:
    """What differs and what was not taken over, by name."""
    found = [Said("gmcr.read.no_status_quo")]
    unused = [maker.name for maker in model.makers if (maker.conditions if model.manual else maker.ranking is not None)]
    if unused:
        found.append(Said("gmcr.read.conditions" if model.manual else "gmcr.read.rankings", {"makers": tuple(unused)}))
    for maker in model.makers:
        if len(maker.conditions) > MOST_CONDITIONS and not model.manual:
            values = {"maker": maker.name, "count": len(maker.conditions), "limit": MOST_CONDITIONS}
            found.append(Said("gmcr.read.many", values))
    unseeing = tuple(maker.name for maker in model.makers if maker.unseen)
    if unseeing:
        found.append(Said("gmcr.read.unseen", {"makers": unseeing}))
    groups = tuple(" + ".join(model.makers[member].name for member in group) for group in model.coalitions)
    if groups:
        found.append(Said("gmcr.read.coalitions", {"coalitions": groups}))
    if named.merged:
        found.append(Said("gmcr.read.levels", {"options": tuple(named.merged)}))
    if model.others:
        found.append(Said("gmcr.read.others", {"keys": model.others}))
    return found


def _payoffs_disagree(model: GmcrModel, situation: Situation, states: tuple[int, ...]) -> tuple[str, ...]:
    """Decision makers whose stored payoffs order the states otherwise than their preferences do."""
    preferences = preferences_of(Numbers(situation, space_of(situation)))
    order = np.array(states, np.int64) - 1
    found = []
    for place, maker in enumerate(model.makers):
        if maker.payoffs is not None:
            rank = preferences.rank[0, place][order]
            same = len(maker.payoffs) == len(order) and np.array_equal(
                np.unique(maker.payoffs, return_inverse=True)[1], np.unique(rank, return_inverse=True)[1]
            )
            if not same:
                found.append(maker.name)
    return tuple(found)
