"""Terms with a share at certain levels: the same situation with ordinary levels, so that outcomes can be listed.

Outcomes are discrete. A term counted in steps has all its steps as levels. A term of which any level can be agreed has
those that are named: without the agreement, in the status quo, and in the package that is looked at. Values become
numbers by level, limits become rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from fractions import Fraction
from itertools import product
from math import floor, log10, prod

from detente.errors import LimitError
from detente.situation.deal_records import Ratifier
from detente.situation.divisible import level_name
from detente.situation.expression import COMPARISONS, ExpressionError, Name, Number, Operation, Tree, parse
from detente.situation.identifiers import quoted, reference, split_reference
from detente.situation.model import Agreement, Level, Situation, Term
from detente.situation.quantity import Known, QuantityError, number
from detente.situation.records import Quantity
from detente.situation.rules import Rule
from detente.situation.wants import Goal, Preference

Key = tuple[str, str]  # agreement, term
Levels = Mapping[Key, tuple[Fraction, ...]]
Linear = tuple[dict[Key, Fraction], Fraction]  # factors, and what is added

DIGITS = 4  # of a level in words
MOST_LIMITED = 4_096  # combinations of levels that a limit is worked out for


def share_terms(situation: Situation) -> dict[Key, Term]:
    """The terms with a share that have no levels yet."""
    return {
        (agreement, name): term
        for agreement, record in situation.agreements.items()
        for name, term in record.terms.items()
        if term.share is not None and not term.levels
    }


def open_terms(situation: Situation) -> dict[Key, Term]:
    """Those of which any level can be agreed."""
    return {key: term for key, term in share_terms(situation).items() if term.is_open}


def level_of(text: str) -> Fraction | None:
    """The level that a file names; None if it is no number."""
    with suppress(QuantityError):
        return number(text)
    return None


def levels_at_hand_of(situation: Situation) -> dict[str, tuple[str, ...]]:
    """The terms of which any level can be agreed, each with the levels that outcomes know."""
    return {
        reference(agreement, name): term.level_names
        for agreement, record in situation.agreements.items()
        for name, term in record.terms.items()
        if term.share is not None and term.share.step is None and term.levels
    }


def without_level(term: Term) -> Fraction:
    """The level of a term with a share without the agreement."""
    assert term.share is not None
    named = level_of(term.without) if term.without is not None else None
    return term.share.from_ if named is None else named


def standing_level(situation: Situation, key: Key, term: Term) -> Fraction:
    """Its level in the status quo."""
    standing = situation.status_quo if isinstance(situation.status_quo, dict) else {}
    named = {split_reference(name): entry.level for name, entry in standing.items()}.get(key)
    level = level_of(named) if named is not None else None
    return without_level(term) if level is None else level


def at_levels(situation: Situation, chosen: Levels | None = None) -> Situation:
    """The situation with levels in the place of shares; `chosen`: what open terms may stand at beside no deal."""
    terms = share_terms(situation)
    if not terms:
        return situation
    levels: dict[Key, tuple[Fraction, ...]] = {}
    for key, term in terms.items():
        assert term.share is not None
        named = {without_level(term), standing_level(situation, key, term), *(chosen or {}).get(key, ())}
        levels[key] = term.share.steps or tuple(sorted(named))
    agreements = {name: _agreement(name, record, levels, terms) for name, record in situation.agreements.items()}
    preferences = {actor: _preference(one, levels) for actor, one in situation.preferences.items()}
    rules = {name: _rule(one, levels) for name, one in situation.rules.items()}
    found = {"agreements": agreements, "preferences": preferences, "rules": rules}
    if isinstance(situation.status_quo, dict):
        found["status_quo"] = {
            name: entry.model_copy(update={"level": level_name(level)})
            if split_reference(name) in levels and (level := level_of(entry.level)) is not None
            else entry
            for name, entry in situation.status_quo.items()
        }
    return _with(situation, found)


def in_lines(situation: Situation) -> Situation:
    """The situation with its shares back in the place of the levels that `at_levels` chose."""
    if not any(term.share and term.levels for term in _terms(situation)):
        return situation
    agreements = {}
    for name, record in situation.agreements.items():
        terms = {
            key: term.model_copy(update={"levels": None}) if term.share else term for key, term in record.terms.items()
        }
        agreements[name] = record.model_copy(
            update={"terms": terms, "ratifiers": _ratifiers(record, Preference.in_lines)}
        )
    preferences = {actor: one.in_lines() for actor, one in situation.preferences.items()}
    rules = {name: rule.in_lines() for name, rule in situation.rules.items()}
    return _with(situation, {"agreements": agreements, "preferences": preferences, "rules": rules})


def _terms(situation: Situation) -> list[Term]:
    return [term for record in situation.agreements.values() for term in record.terms.values()]


def _with(situation: Situation, changed: Mapping[str, object]) -> Situation:
    """A copy that has forgotten what it worked out about the old one."""
    data = {key: value for key, value in situation.__dict__.items() if key in Situation.model_fields}
    return Situation.model_construct(situation.model_fields_set, **{**data, **changed})


def _agreement(name: str, record: Agreement, levels: Levels, terms: Mapping[Key, Term]) -> Agreement:
    made = {
        key: term if (name, key) not in terms else _levelled(key, term, levels[name, key])
        for key, term in record.terms.items()
    }
    ratifiers = _ratifiers(record, lambda preference: _preference(preference, levels))
    return record.model_copy(update={"terms": made, "ratifiers": ratifiers})


def _ratifiers(record: Agreement, change: Callable[[Preference], Preference]) -> dict[str, dict[str, Ratifier]]:
    """The ratifiers with their preferences changed."""
    return {
        party: {
            who: one if one.preferences is None else one.model_copy(update={"preferences": change(one.preferences)})
            for who, one in each.items()
        }
        for party, each in record.ratifiers.items()
    }


def _levelled(name: str, term: Term, levels: Iterable[Fraction]) -> Term:
    made = {level_name(level): Level(text=level_text(name, term, level)) for level in levels}
    return term.model_copy(update={"levels": made, "without": level_name(without_level(term))})


def short_number(value: Fraction) -> str:
    """A number to four digits, whole numbers whole."""
    decimals = max(0, DIGITS - 1 - (floor(log10(abs(value))) if value else 0))
    return level_name(Fraction(round(value, decimals)))


def level_text(name: str, term: Term, level: Fraction) -> str | dict[str, str]:
    """A level in words, to four digits: “the water of India: 62.5% of the flow”."""
    unit = None if term.share is None else term.share.unit
    languages = {language for words in (term.text, unit) if isinstance(words, dict) for language in words}

    def said(language: str) -> str:
        one, other = (words.get(language, "") if isinstance(words, dict) else words for words in (term.text, unit))
        gap = " " if other and other[0].isalnum() else ""
        return f"{one or name.replace('_', ' ')}: {short_number(level)}{gap}{other or ''}"

    return {language: said(language) for language in sorted(languages)} if languages else said("")


def _preference(preference: Preference, levels: Levels) -> Preference:
    """Lines become numbers by level, those that depend on something goals."""
    if preference.any is not None:
        return preference.model_copy(update={"any": tuple(_preference(one, levels) for one in preference.any)})
    if not preference.curves:
        return preference
    points: dict[str, dict[str, Quantity]] = dict(preference.tables)
    goals: dict[str, Goal] = {}
    for key, curves in preference.curves.items():
        parts = split_reference(key)
        for level in levels.get((parts[0], parts[-1]), ()):
            name = level_name(level)
            fixed = sum((one.worth(level) for one in curves if one.when is None), Fraction(0))
            points.setdefault(key, {})[name] = Quantity(form=Known(fixed))
            for place, one in enumerate(curves):
                if one.when is not None and (worth := one.worth(level)):
                    want = f"({one.when}) and {reference(*parts)} == {quoted(name)}"
                    weight = Quantity(form=Known(worth))
                    text = one.text or f"{key} {name}"
                    goals[f"{key} {name} {place + 1}"] = Goal(want=want, weight=weight, text=text)
    return preference.in_levels(points, goals)


def _rule(rule: Rule, levels: Levels) -> Rule:
    """A limit as what it forbids among these levels. Raises `LimitError` for too many."""
    if rule.at_most is None:
        return rule
    lines = limits_of(rule.at_most, tuple(levels))
    used = [key for key in levels if any(key in factors for factors, _ in lines)]
    count = prod(len(levels[key]) for key in used)
    if count > MOST_LIMITED:
        raise LimitError("share_limit_many", count=count, limit=MOST_LIMITED)
    broken = []
    for one in product(*(levels[key] for key in used)):
        here = dict(zip(used, one, strict=True))
        if any(sum((f * here[key] for key, f in factors.items()), more) > 0 for factors, more in lines):
            broken.append(" and ".join(f"{reference(*key)} == {quoted(level_name(at))}" for key, at in here.items()))
    return rule.in_levels(" or ".join(f"({one})" for one in broken) or "false")


def limits_of(text: str, known: Iterable[Key]) -> list[Linear]:
    """A limit as sums that may not be above 0. Raises `ExpressionError` for anything but a limit that is linear."""
    tree = parse(text)
    if not isinstance(tree, Operation) or tree.operator not in ("<=", ">=", "=="):
        raise ExpressionError("limit_shape", tree.start, tree.end)
    names = tuple(known)
    left, right = (_linear(side, names) for side in tree.operands)
    below = _sum(left, right, Fraction(-1))
    above = _sum(right, left, Fraction(-1))
    return {"<=": [below], ">=": [above], "==": [below, above]}[tree.operator]


def _linear(tree: Tree, known: tuple[Key, ...]) -> Linear:
    match tree:
        case Number(value=value):
            return {}, value
        case Name(parts=parts):
            fits = [key for key in known if parts in (key, (key[1],))]
            if len(fits) != 1:
                raise ExpressionError("limit_name", tree.start, tree.end, name=".".join(parts), known=_told(known))
            return {fits[0]: Fraction(1)}, Fraction(0)
        case Operation(operator=operator, operands=operands) if operator not in COMPARISONS:
            sides = [_linear(operand, known) for operand in operands]
            if operator == "negative":
                return _sum(({}, Fraction(0)), sides[0], Fraction(-1))
            if operator in ("+", "-"):
                return _sum(sides[0], sides[1], Fraction(1 if operator == "+" else -1))
            if operator in ("*", "/") and any(not factors for factors, _ in sides):
                one, other = sides if operator == "/" or not sides[1][0] else sides[::-1]
                if not other[0] and (operator == "*" or other[1]):
                    return _sum(({}, Fraction(0)), one, other[1] if operator == "*" else 1 / other[1])
    raise ExpressionError("limit_shape", tree.start, tree.end)


def _sum(one: Linear, other: Linear, factor: Fraction) -> Linear:
    keys = dict.fromkeys([*one[0], *other[0]])
    zero = Fraction(0)
    return {key: one[0].get(key, zero) + factor * other[0].get(key, zero) for key in keys}, one[1] + factor * other[1]


def _told(known: tuple[Key, ...]) -> tuple[str, ...]:
    return tuple(reference(*key) for key in known)
