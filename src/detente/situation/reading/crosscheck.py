"""Whether the parts of a situation fit together: every name defined once, every statement meaningful.

What needs the outcomes themselves (nothing feasible, dead options, goals that never discriminate) is checked where
outcomes are known: `detente.outcomes.outcome_checks`. Quotes are checked in `detente.evidence.cite_checks`.
"""

from __future__ import annotations

from detente.situation.chains import circles, too_large, uses_of
from detente.situation.digits import level_word
from detente.situation.identifiers import held_parts, normal, reference, split_reference
from detente.situation.model import Act, Agreement, Option, Situation
from detente.situation.quantity import Known
from detente.situation.reading import accepting, crosscheck_tables, crosscheck_wants
from detente.situation.reading.agreements.crosscheck_deals import crosscheck_deals
from detente.situation.reading.agreements.crosscheck_shares import level_checked, limit_checked, share_at, share_checked
from detente.situation.reading.faults import Faults, Path
from detente.situation.reading.meaning import inner_path, quantity, statement
from detente.situation.rules import Rule
from detente.situation.scope import statement_tree
from detente.words import GRAMMARS, in_language
from detente.words.grammar import Noun

GRAPH_REFUSES = ("options", "agreements", "rules", "cuts")


def crosscheck(situation: Situation, faults: Faults) -> None:
    """Report everything that does not fit."""
    if not situation.actors and not faults.broken_at(("actors",)):
        faults.add("actors_none", ("actors",), key=True)
    _names_shared(situation, faults)
    _form(situation, faults)
    _options(situation, faults)
    for name, agreement in situation.agreements.items():
        _agreement(name, agreement, situation, faults)
    _status_quo(situation, faults)
    _held(situation, faults)
    _statements(situation, faults)
    for name, act in situation.acts.items():
        _act(act, ("acts", name), situation, faults)
    _names_by_look(situation, faults)
    crosscheck_wants.crosscheck(situation, faults)
    crosscheck_tables.crosscheck(situation, faults)
    accepting.crosscheck(situation, faults)


def _names_shared(situation: Situation, faults: Faults) -> None:
    """One name, one meaning: blocks whose names can stand in a statement must not share any."""
    seen: dict[str, str] = {}
    for block in ("actors", "agreements", "outcomes", "statements", "drivers", "words"):
        for name in getattr(situation, block) or ():
            if name in seen:
                faults.add("name_shared", (block, name), key=True, name=name, first=seen[name], second=block)
            seen.setdefault(name, block)
            if name.lower() == "status_quo":
                faults.add("name_reserved", (block, name), key=True, name=name)


def _names_by_look(situation: Situation, faults: Faults) -> None:
    """A name that only looks like many: whether verbs should follow it so is better said than guessed."""
    for block in ("actors", "agreements"):
        for key, record in getattr(situation, block).items():
            name = record.name
            words = in_language(name, "en") if isinstance(name, dict) and "en" in name else name
            if isinstance(words, str) and not isinstance(words, Noun) and GRAMMARS["en"].looks_plural(words):
                faults.warn("name_looks_plural", (block, key, "name"), name=words)


def _form(situation: Situation, faults: Faults) -> None:
    if situation.outcomes is None:
        if situation.moves and not faults.broken_at(("outcomes",)):
            faults.add("moves_need_outcomes", ("moves",), key=True)
        return
    for block in GRAPH_REFUSES:
        if getattr(situation, block):
            faults.add("graph_refuses", (block,), key=True, name=block)
    if len(situation.outcomes) < 1:
        faults.add("outcomes_empty", ("outcomes",), key=True)
    for actor, pairs in situation.moves.items():
        faults.known(actor, situation.actors, ("moves", actor), "actor_unknown")
        for place, pair in enumerate(pairs):
            for end, outcome in enumerate(pair):
                faults.known(outcome, situation.outcomes, ("moves", actor, place, end), "outcome_unknown")
            if pair[0] == pair[1]:
                faults.add("move_nowhere", ("moves", actor, place), name=pair[0])


def _options(situation: Situation, faults: Faults) -> None:
    for actor, options in situation.options.items():
        faults.known(actor, situation.actors, ("options", actor), "actor_unknown")
        for name, option in options.items():
            _beside_levels(option, ("options", actor, name), faults)


def _beside_levels(option: Option, here: Path, faults: Faults) -> None:
    """Words for yes and no have no meaning where the levels have names of their own."""
    for key in ("otherwise", "does", "does_not"):
        if option.levels and getattr(option, key) is not None:
            faults.add("otherwise_with_levels", (*here, key), key=True, name=here[-1], word=key)


def _agreement(name: str, agreement: Agreement, situation: Situation, faults: Faults) -> None:
    here = ("agreements", name)
    if len(set(agreement.parties)) < 2 and not faults.broken_at((*here, "parties")):
        faults.add("parties_few", (*here, "parties"), count=len(set(agreement.parties)))
    for place, party in enumerate(agreement.parties):
        faults.known(party, situation.actors, (*here, "parties", place), "actor_unknown")
        if party in agreement.parties[:place]:
            faults.add("name_twice", (*here, "parties", place), name=party)
    if not agreement.terms and not faults.broken_at((*here, "terms")):
        faults.add("terms_none", (*here, "terms"), name=name)
    for term_name, term in agreement.terms.items():
        if term.share is not None:
            share_checked(name, term_name, term, faults)
        elif term.without is not None:
            path = (*here, "terms", term_name, "without")
            faults.known(term.without, term.level_names, path, "level_unknown_here", inside=f"{name}.{term_name}")
        _beside_levels(term, (*here, "terms", term_name), faults)
    for place, pledge in enumerate(agreement.pledges):
        where = (*here, "pledges", place)
        owner = split_reference(pledge)[0]
        if faults.reference(pledge, situation.scope, ("option",), where) and owner not in agreement.parties:
            faults.add("pledge_of_outsider", where, name=pledge, owner=owner, agreement=name)
    _dockets(name, agreement, faults)
    crosscheck_deals(name, agreement, situation, faults)
    _winning_and_disagreement(name, agreement, situation, faults)


def _winning_and_disagreement(name: str, agreement: Agreement, situation: Situation, faults: Faults) -> None:
    here = ("agreements", name)
    for place, coalition in enumerate(agreement.winning):
        for member, party in enumerate(coalition):
            faults.known(party, agreement.parties, (*here, "winning", place, member), "party_unknown", agreement=name)
    for party, value in agreement.power.items():
        where = (*here, "power", party)
        faults.known(party, agreement.parties, where, "party_unknown", agreement=name)
        if not isinstance(value.form, Known) or value.form.value <= 0:
            faults.add("power_not_positive", where, name=party)
    if isinstance(agreement.disagreement, dict):
        judging = (*agreement.parties, *agreement.voters)
        for party, value in agreement.disagreement.items():
            where = (*here, "disagreement", party)
            faults.known(party, judging, where, "party_unknown", agreement=name)
            quantity(value, where, "driver", situation, faults)
        missing = [party for party in judging if party not in agreement.disagreement]
        if missing and not faults.broken_at((*here, "disagreement")):
            faults.add("disagreement_incomplete", (*here, "disagreement"), missing=tuple(missing))


def _dockets(name: str, agreement: Agreement, faults: Faults) -> None:
    """Terms and pledges, each in one docket."""
    parts_of = (split_reference(pledge) for pledge in agreement.pledges)
    pledges = {reference(*parts) for parts in parts_of if len(parts) == 2}
    seen: dict[str, str] = {}
    for docket, record in agreement.dockets.items():
        for place, given in enumerate(record.terms):
            path: Path = ("agreements", name, "dockets", docket, *_inside(faults, name, docket), place)
            parts = split_reference(given)
            term = reference(*parts) if len(parts) == 2 and reference(*parts) in pledges else normal(given)
            known = term in pledges or faults.known(term, agreement.terms, path, "term_unknown", agreement=name)
            if known and term in seen:
                faults.add("docket_twice", path, name=term, first=seen[term])
            seen[term] = docket


def _inside(faults: Faults, agreement: str, docket: str) -> tuple[str, ...]:
    """The step to the terms of a docket, where it is written as a record."""
    return () if faults.root.at(("agreements", agreement, "dockets", docket)).kind == "list" else ("terms",)


def _status_quo(situation: Situation, faults: Faults) -> None:
    standing = situation.status_quo
    if standing is None:
        return
    if isinstance(standing, str):
        if situation.outcomes is None:
            if not faults.broken_at(("outcomes",)):
                faults.add("status_quo_map", ("status_quo",))
        else:
            faults.known(standing, situation.outcomes, ("status_quo",), "outcome_unknown")
        return
    if situation.outcomes is not None:
        faults.add("status_quo_name", ("status_quo",))
        return
    for key, entry in standing.items():
        path = ("status_quo", key)
        if (term := share_at(key, situation)) is not None:
            level_checked(term, key, entry.level, path, faults)
        elif faults.reference(key, situation.scope, ("option", "term"), path, key=True):
            levels = situation.scope.symbols[split_reference(key)].levels
            if level_word(entry.level, levels) not in levels:
                faults.known(entry.level, levels, path, "level_unknown_here", inside=key)


def _held(situation: Situation, faults: Faults) -> None:
    for place, item in enumerate(situation.held):
        parts = held_parts(item.hold, situation.actors)
        if len(parts) == 1:
            faults.known(parts[0], situation.actors, ("held", place), "held_unknown")
        elif situation.outcomes is not None:
            faults.add("held_option_in_graph", ("held", place), name=item.hold)
        elif (
            faults.reference(item.hold, situation.scope, ("option", "term"), ("held", place))
            and situation.status_quo is None
            and not faults.broken_at(("status_quo",))
        ):
            level = situation.scope.symbols[parts].levels[0]
            faults.add("held_needs_status_quo", ("held", place), name=item.hold, level=level)


def _statements(situation: Situation, faults: Faults) -> None:
    good = set()
    for name, sentence in situation.statements.items():
        if statement(sentence.statement, inner_path(faults, ("statements", name), "statement"), situation, faults):
            good.add(name)
    _circles(situation, good, faults)
    for name, named in situation.names.items():
        statement(named.is_, ("names", name, "is"), situation, faults)
    _main_question(situation, faults)
    for block in ("questions", "checks"):
        for name, sentence in getattr(situation, block).items():
            statement(sentence.statement, inner_path(faults, (block, name), "statement"), situation, faults)
    for name, rule in situation.rules.items():
        _rule(rule, ("rules", name), situation, faults)
    for name, cut in situation.cuts.items():
        faults.known(cut.actor, situation.actors, ("cuts", name, "actor"), "actor_unknown")
        statement(cut.from_, ("cuts", name, "from"), situation, faults)
        statement(cut.to, ("cuts", name, "to"), situation, faults)


def _main_question(situation: Situation, faults: Faults) -> None:
    """At most one question is the main one."""
    main = [name for name, question in situation.questions.items() if question.main]
    for name in main[1:]:
        faults.add("main_twice", ("questions", name, "main"), key=True, name=name, first=main[0])


def _rule(rule: Rule, path: tuple[str, str], situation: Situation, faults: Faults) -> None:
    if rule.at_most is not None:
        limit_checked(rule.at_most, (*path, "at_most"), situation, faults)
    for key, text in (("never", rule.never), ("if", rule.if_), ("then", rule.then)):
        if text is not None:
            statement(text, (*path, key), situation, faults)
    for key, texts in (("at_most_one", rule.at_most_one), ("exactly_one", rule.exactly_one)):
        for place, text in enumerate(texts or ()):
            statement(text, (*path, key, place), situation, faults)


def _act(act: Act, path: tuple[str, str], situation: Situation, faults: Faults) -> None:
    faults.known(act.by, situation.actors, (*path, "by"), "actor_unknown")
    for place, actor in enumerate(act.to):
        faults.known(actor, situation.actors, (*path, "to", place), "actor_unknown")
    statement(act.observe, (*path, "observe"), situation, faults)
    if not act.readings and not faults.broken_at((*path, "readings")):
        faults.add("readings_none", (*path, "readings"), key=True, name=path[1], audience=None)
    for audience, readings in act.readings.items():
        here = (*path, "readings", audience)
        faults.known(audience, situation.actors, here, "actor_unknown")
        if not readings and not faults.broken_at(here):
            faults.add("readings_none", here, key=True, name=path[1], audience=audience)


def _circles(situation: Situation, good: set[str], faults: Faults) -> None:
    """Statements that are defined by each other, one error per circle; and statements that stand for too much."""
    texts = {name: situation.statements[name].statement for name in situation.statements if name in good}
    trees = {name: statement_tree(text, situation.scope) for name, text in texts.items()}
    for circle in circles(uses_of(trees)):
        faults.add("statement_circle", ("statements", circle[0]), key=True, circle=" → ".join((*circle, circle[0])))
    for name in too_large(trees):
        faults.add("written_out_large", ("statements", name), key=True, name=name)
