"""A situation as a GMCR+ file: what the format can say, and a list by name of everything it cannot.

States of the file are numbered as our outcomes are. Agreements have no counterpart: their terms stay where the status
quo has them. Priorities become conditions if every actor with a preference has priorities that patterns can say; else
every actor gets a ranking, because the format has one switch for all. Numbers stand at their centre.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.errors import DetenteError, LimitError
from detente.exchange.gmcr.gmcr_model import (
    DIRECTIONS,
    MOST_CONDITIONS,
    MOST_RANKED,
    Condition,
    DecisionMaker,
    GmcrModel,
    GmcrOption,
    Pattern,
    legible,
)
from detente.exchange.gmcr.option_columns import (
    MAX_COLUMNS,
    MAX_PATTERNS,
    Array,
    Codec,
    Column,
    columns_of,
    level_patterns,
)
from detente.exchange.losses import losses
from detente.outcomes.moves import held_actors
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Preferences, preferences_of
from detente.outcomes.space import Space, axes_of, held_places, rule_trees, space_of, status_quo_levels
from detente.situation.model import Situation
from detente.situation.rules import Rule
from detente.situation.scope import statement_tree
from detente.situation.wants import Item, Preference
from detente.words import Said, in_language

LADDER, ONE_OF = " ≥ ", ": "


@dataclass(frozen=True)
class Written:
    """The text of the file, and what was changed or lost on the way, as messages of ``exchange.toml``."""

    text: str
    notes: tuple[Said, ...]


@dataclass(frozen=True)
class _Work:
    """The situation, its outcomes, the columns they become, and which of the outcomes the file has."""

    situation: Situation
    space: Space
    codec: Codec
    kept: Array
    language: str
    notes: list[Said] = field(default_factory=list)

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.codec.columns

    def note(self, key: str, **values: Any) -> None:
        self.notes.append(Said(f"gmcr.write.{key}", values))


def write_gmcr(situation: Situation, language: str = "en") -> Written:
    """The situation as a ``.gmcr`` file, its texts in one language.

    Raises:
        DetenteError: the situation lists outcomes and moves, or has no options: the format has options only.
        LimitError: too many outcomes, or a rule that would take too many patterns.
    """
    if situation.outcomes is not None or not any(situation.options.values()):
        raise DetenteError("gmcr_needs_options")
    space = space_of(situation)
    standing = tuple(status_quo_levels(situation, space.axes) or [axis.without for axis in space.axes])
    terms = [place for place, axis in enumerate(space.axes) if axis.kind == "term"]
    kept = (space.levels[:, terms] == np.array(standing, np.uint8)[terms]).all(axis=1)
    work = _Work(situation, space, Codec(space, columns_of(space.axes), standing), kept, language)
    if not kept.any():
        raise DetenteError("gmcr_no_outcomes")
    _what_has_no_counterpart(work)
    infeasible = (*level_patterns(work.columns), *_held_patterns(work), *_rule_patterns(work, situation.rules))
    options = _options(work)
    conditions = {actor: _conditions(work, situation.preferences.get(actor)) for actor in situation.actors}
    model = GmcrModel(options, _makers(work, conditions), infeasible, None in conditions.values())
    return Written(_as_json(model), tuple(work.notes))


def _what_has_no_counterpart(work: _Work) -> None:
    situation, space = work.situation, work.space
    if space.status_quo is not None:
        state = int(np.count_nonzero(work.kept[: space.status_quo])) + 1
        work.note("status_quo", state=state)
    for agreement, record in situation.agreements.items():
        levels = [
            f"{axis.name} = {axis.levels[work.codec.standing[place]]}"
            for place, axis in enumerate(space.axes)
            if axis.parts in {(agreement, term) for term in record.terms}
        ]
        work.note("agreement", agreement=agreement, terms=tuple(levels))
    kept_still = _held_options(situation)
    free = {axis.owner for axis in space.axes if axis.kind == "option" and axis.parts not in kept_still}
    held = tuple(actor for actor in situation.actors if actor in held_actors(situation) and actor in free)
    if held:
        work.note("held_actors", actors=held, count=len(held))
    work.notes.extend(losses(situation))


def _held_options(situation: Situation) -> set[tuple[str, ...]]:
    """The options that stand still: those that ``held`` names, and those of actors it names."""
    axes = axes_of(situation)
    standing = status_quo_levels(situation, axes) is not None
    return {axes[place].parts for place in held_places(situation, axes)} if standing else set()


def _held_patterns(work: _Work) -> Iterator[Pattern]:
    """A held option keeps its level: every other value of its columns is infeasible."""
    held = _held_options(work.situation)
    standing = np.array([work.codec.standing], np.uint8)
    for place, column in enumerate(work.columns):
        if work.space.axes[column.axis].parts in held:
            yield ((place, not column.of(standing)[0]),)


def _rule_patterns(work: _Work, rules: dict[str, Rule]) -> list[Pattern]:
    """The patterns that break a rule, each once. Raises `LimitError` naming a rule that takes too many."""
    found: dict[Pattern, None] = {}
    for name, rule in rules.items():
        patterns = work.codec.patterns(*rule_trees(rule, work.space.scope))
        if patterns is None:
            raise LimitError("gmcr_rule_many", rule=name, options=MAX_COLUMNS, patterns=MAX_PATTERNS)
        found.update(dict.fromkeys(patterns))
    return list(found)


def _options(work: _Work) -> tuple[GmcrOption, ...]:
    """The columns by name, no name twice for one owner."""
    found: list[GmcrOption] = []
    known: set[tuple[str, str]] = set()
    in_levels: dict[str, None] = {}
    for column in work.columns:
        axis = work.space.axes[column.axis]
        option = work.situation.options[axis.owner][axis.name]
        name = _label(in_language(option.text, work.language), axis.name)
        if option.levels is not None:
            in_levels[axis.label] = None
            level = axis.levels[column.level]
            ladder = column.ladder and len(axis.levels) > 2
            name += (LADDER if ladder else ONE_OF) + _label(level, level)
        if (axis.owner, name) in known:
            name = f"{name} ({axis.name})"
        known.add((axis.owner, name))
        found.append(GmcrOption(name, axis.move))
    if in_levels:
        work.note("levels", names=tuple(in_levels))
    return tuple(found)


def _label(text: str | None, name: str) -> str:
    return legible(text or name)


def _makers(work: _Work, conditions: dict[str, tuple[Condition, ...] | None]) -> tuple[DecisionMaker, ...]:
    """Every actor with its columns, its conditions and, if anybody needs one, its ranking."""
    by_rank = tuple(actor for actor, found in conditions.items() if found is None)
    count = int(work.kept.sum())
    if by_rank and count > MOST_RANKED:
        raise LimitError("gmcr_states_many", count=count, limit=MOST_RANKED)
    if by_rank:
        work.note("ranked", names=by_rank)
    preferences = preferences_of(Numbers(work.situation, work.space)) if by_rank else None
    makers: list[DecisionMaker] = []
    for actor, record in work.situation.actors.items():
        asked = conditions[actor] or ()
        if len(asked) > MOST_CONDITIONS:
            work.note("many", actor=actor, count=len(asked), limit=MOST_CONDITIONS)
        name = _label(in_language(record.name, work.language), actor)
        name = f"{name} ({actor})" if name in {maker.name for maker in makers} else name
        own = tuple(k for k, column in enumerate(work.columns) if work.space.axes[column.axis].owner == actor)
        ranking = _ranking(work, preferences, actor) if preferences else None
        makers.append(DecisionMaker(name, own, asked, ranking, unseen=_unseen(work, actor)))
    return tuple(makers)


def _conditions(work: _Work, preference: Preference | None) -> tuple[Condition, ...] | None:
    """The priorities of an actor as conditions, without those that are always or never true; None if it has others."""
    if preference is None:
        return ()
    if preference.kind != "priorities":
        return None
    items = [entry for entry in preference.priorities or () if isinstance(entry, Item)]
    numbers = Numbers(work.situation, work.space)
    found: list[Condition] = []
    for item in items:
        if item.when is not None and not numbers.condition(item.when)[0]:
            continue
        patterns = work.codec.patterns("true", (statement_tree(item.want, work.space.scope),))
        if patterns is None:
            return None
        if patterns and () not in patterns:
            found.append(patterns)
    return tuple(found)


def _ranking(work: _Work, preferences: Preferences, actor: str) -> tuple[tuple[int, ...], ...]:
    """The states of the file in groups, best first."""
    rank = preferences.rank[0, preferences.actors.index(actor)][work.kept]
    return tuple(tuple(int(state) + 1 for state in np.flatnonzero(rank == value)) for value in np.unique(rank)[::-1])


def _unseen(work: _Work, actor: str) -> tuple[Pattern, ...]:
    """How an actor sees the situation, as states it does not see; what else it sees otherwise is said to be lost."""
    partial = work.situation.perceptions.get(actor) or {}
    rules = partial.get("rules") or {}
    other = tuple(key for key in partial if key not in ("rules", "note", "why", "cites"))
    if other:
        work.note("perception", actor=actor, blocks=other)
    added = {name: Rule.model_validate(rule) for name, rule in rules.items()}
    return tuple(_rule_patterns(work, added))


def _as_json(model: GmcrModel) -> str:
    """The model in the keys of the format."""
    whole = {
        "program": "gmcr-py",
        "options": [{"name": one.name, "permittedDirection": DIRECTIONS[one.move]} for one in model.options],
        "infeasibles": [_pattern(pattern) for pattern in model.infeasible],
        "decisionMakers": [_maker(maker) for maker in model.makers],
        "useManualPreferenceRanking": model.manual,
        "coalitions": list(range(len(model.makers))),
    }
    return "{\n" + ",\n".join(f" {json.dumps(key)}: {_lines(value)}" for key, value in whole.items()) + "\n}\n"


def _lines(value: Any) -> str:
    """A value in one line, a list of lists or maps with one item a line."""
    if not isinstance(value, list) or not value or isinstance(value[0], int):
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(f"  {json.dumps(item, ensure_ascii=False)}" for item in value) + "\n ]"


def _maker(maker: DecisionMaker) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": maker.name,
        "options": list(maker.options),
        "preferences": [
            _pattern(one[0]) if len(one) == 1 else {"compound": True, "members": [_pattern(part) for part in one]}
            for one in maker.conditions
        ],
        "misperceptions": [_pattern(pattern) for pattern in maker.unseen],
    }
    if maker.ranking is not None:
        found["preferenceRanking"] = [group[0] if len(group) == 1 else list(group) for group in maker.ranking]
    return found


def _pattern(pattern: Pattern) -> list[list[Any]]:
    return [[option, "Y" if yes else "N"] for option, yes in pattern]
