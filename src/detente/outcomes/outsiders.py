"""Hints about actors outside an agreement that can answer it, for whoever writes a situation.

An outsider can answer where it cares for what the agreement holds (a term or a pledge is in its preferences) and can do
something that a party cares for (its option is in the preferences of a party). Under SEQ and SSEQ such an answer counts
in what follows a deal, if it is sure. Where one party alone can take the term back afterwards, the answer is
commonly not sure, and that is the commonest reason for “no deal”.
"""

from __future__ import annotations

from typing import Any

from detente.outcomes.moves import active_parties, held_actors
from detente.situation.expression import COMPARISONS, Name, Operation, Tree, parse
from detente.situation.identifiers import held_parts, reference, split_reference
from detente.situation.model import Agreement, Option, Situation, Term
from detente.situation.quantity import Formula
from detente.situation.reading.faults import Faults
from detente.situation.records import Quantity
from detente.situation.scope import Scope, statement_tree
from detente.situation.wants import Item, Preference

Parts = tuple[str, ...]
Words = str | dict[str, str]


def hints(situation: Situation, faults: Faults) -> None:
    """Hint at outsiders that can answer an agreement, and at terms that can be taken back after their answer."""
    if not situation.agreements:
        return
    named = {actor: named_in(preference, situation) for actor, preference in situation.preferences.items()}
    held = {held_parts(item.hold, situation.actors) for item in situation.held}
    free = [actor for actor in situation.actors if actor not in held_actors(situation)]
    for name in active_parties(situation):
        agreement = situation.agreements[name]
        of_parties: set[Parts] = set().union(*(named.get(party, set()) for party in agreement.parties))
        for actor in free:
            if actor in agreement.parties:
                continue
            answers: list[Parts] = [(actor, option) for option in situation.options.get(actor, {})]
            answers = [parts for parts in answers if parts in of_parties and parts not in held]
            matters: list[Parts] = [(name, term) for term in agreement.terms] + list(
                map(split_reference, agreement.pledges)
            )
            stakes = [parts for parts in matters if parts in named.get(actor, set()) and parts not in held]
            if answers and stakes:
                _hint(name, agreement, actor, answers, stakes, situation, faults)


def _hint(
    name: str,
    agreement: Agreement,
    actor: str,
    answers: list[Parts],
    stakes: list[Parts],
    situation: Situation,
    faults: Faults,
) -> None:
    """Both hints about one outsider of one agreement."""
    said: dict[str, Any] = {
        "actor": situation.actors[actor].name or actor,
        "options": tuple(_phrase(situation.options[actor][parts[1]], parts) for parts in answers),
    }
    faults.hint(
        "outsider_answers",
        ("agreements", name, "parties"),
        key=True,
        agreement=agreement.name or name,
        parties=f"parties: [{', '.join([*agreement.parties, actor])}]",
        pledges=f"pledges: [{', '.join([*agreement.pledges, *(reference(*parts) for parts in answers)])}]",
        **said,
    )
    for parts in stakes:
        term = agreement.terms.get(parts[1]) if parts[0] == name else None
        if term is not None and _comes_back(term):
            path = ("agreements", name, "terms", parts[1])
            faults.hint("term_taken_back", path, key=True, term=_phrase(term, parts), **said)


def _comes_back(term: Term) -> bool:
    """True if one party alone may give it back; what never falls does not come back to its first level."""
    return term.leave == "any" and (term.move != "forward" or term.without is not None)


def _phrase(option: Option, parts: Parts) -> Words:
    """What an option means in the words of the file; where it has levels, or no words, its name."""
    return option.text if option.text and not option.levels else reference(*parts)


def named_in(preference: Preference, situation: Situation) -> set[Parts]:
    """The options and terms that a preference speaks of, with what its statements stand for."""
    trees = [statement_tree(text, situation.scope) for text in _statements(preference)]
    trees += [parse(weight.form.text) for weight in _weights(preference) if isinstance(weight.form, Formula)]
    found = {split_reference(key) for key in preference.points or {}}
    known: set[str] = set()
    while trees:
        for parts in _named(trees.pop(), situation.scope):
            kind = situation.scope.symbols[parts].kind if parts in situation.scope.symbols else None
            if kind in ("option", "term"):
                found.add(parts)
            elif kind == "statement" and parts[0] not in known:
                known.add(parts[0])
                trees.append(statement_tree(situation.statements[parts[0]].statement, situation.scope))
    return found.union(*(named_in(alternative, situation) for alternative in preference.any or ()))


def _statements(preference: Preference) -> list[str]:
    found = [goal.want or goal.avoid or "true" for goal in (preference.goals or {}).values()]
    for entry in (*(preference.priorities or ()), *(preference.ranking or ())):
        items = entry if isinstance(entry, tuple) else (entry,)
        found += [item.want for item in items if isinstance(item, Item)]
    return found


def _weights(preference: Preference) -> list[Quantity]:
    return [goal.weight for goal in (preference.goals or {}).values()]


def _named(tree: Tree, scope: Scope) -> list[Parts]:
    """The names in a tree; a level that an option is compared with is none."""
    match tree:
        case Name(parts=parts):
            return [parts]
        case Operation(operator=operator, operands=(left, right)) if operator in COMPARISONS and scope.levels_of(left):
            return _named(left, scope) + (_named(right, scope) if scope.levels_of(right) else [])
        case Operation(operands=operands):
            return [parts for operand in operands for parts in _named(operand, scope)]
    return []
