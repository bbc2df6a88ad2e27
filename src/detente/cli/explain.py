"""``detente explain``: why an outcome is stable for an actor, or why a joint step is taken or not."""

from __future__ import annotations

import json
from typing import Any

import click

from detente.cli import language
from detente.cli.command import BOTH, Given, command, engine_option
from detente.cli.language import plain, text
from detente.cli.printing import print_sentences
from detente.stability.coalitions.coalition import COALITION_CONCEPTS, Coalition, coalition_key, read_coalition
from detente.stability.concepts import CONCEPTS, KNOWN


@command("explain", views=BOTH, formats=("table", "json"))
@click.argument("who", metavar="WHO")
@click.argument("outcome", metavar="[OUTCOME]", default="status_quo")
@click.option("--to", "end", metavar="OUTCOME", help=text("explain.to"))
@click.option(
    "--concept",
    type=click.Choice([*KNOWN, *COALITION_CONCEPTS]),
    default="seq",
    show_default=True,
    help=text("explain.concept"),
)
@engine_option
def explain(
    given: Given,
    who: str,
    outcome: str,
    end: str | None,
    concept: str,
    engine: str,
) -> None:
    from detente.errors import DetenteError
    from detente.outcomes.telling import Teller
    from detente.situation.identifiers import nearest
    from detente.stability.engines.large import analyse
    from detente.stability.further_concepts import split_concepts
    from detente.stability.result import outcome_index

    situation = given.situation
    known = (*situation.actors, *situation.agreements)
    group = read_coalition(who, tuple(situation.actors)) if "+" in who and who not in known else None
    if group is None and who not in known:
        raise DetenteError("who_unknown", name=who, nearest=nearest(who, known), known=known)
    concept = _fitting(concept, who, "group" if group else "actor" if who in situation.actors else "agreement")
    alone, strong = split_concepts(situation, () if group else (concept,))
    listed = group or strong or who in situation.agreements
    result = analyse(situation, alone, engine="arrays" if listed else engine)
    start = outcome_index(result, outcome)
    teller = Teller(situation, result.model.space, language.chosen())
    if group:
        data, told = _coalition(result, teller, group, start, concept)
    elif who in situation.actors:
        data, told = _actor(result, teller, who, start, concept)
    else:
        data, told = _agreement(
            result, teller, who, start, None if end is None else outcome_index(result, end), concept
        )
    if given.form == "json":
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    click.echo(text("explain.outcome", id=start + 1, outcome=plain(teller.outcome(start))) + "\n")
    print_sentences(told)


def _actor(result: Any, teller: Any, who: str, start: int, concept: str) -> tuple[dict[str, Any], list[str]]:
    from detente.stability.sentences import witness_sentences

    witness = result.witness(concept, who, start)
    if wrong := result.faults(witness):
        raise AssertionError(f"a witness that proves nothing: {wrong}")
    data = {
        "actor": who,
        "outcome": start + 1,
        "concept": concept,
        "stable": witness.stable,
        "sanctions": [
            {"improvement": s.improvement + 1, "path": [_step(step) for step in s.path], "answer": s.answer + 1}
            for s in witness.sanctions
        ],
        "improvement": None if witness.improvement is None else witness.improvement + 1,
        "answers": witness.answers,
        "worst": None if witness.worst is None else witness.worst + 1,
        "checked": True,
    }
    return data, witness_sentences(witness, result.view, teller)


def _agreement(
    result: Any, teller: Any, who: str, start: int, end: int | None, concept: str
) -> tuple[dict[str, Any], list[str]]:
    """One joint step, or without ``--to`` all: how many fail for which reason, with the example nearest to an offer."""
    from collections import Counter

    from detente.errors import DetenteError
    from detente.stability.sentences import joint_sentence
    from detente.stability.witness.verify import joint_faults
    from detente.stability.witness.witness import explain_joint

    moves = result.model.moves.together.get(who)
    ends = [] if moves is None else [int(target) for target in moves.from_(start)]
    if end is not None and end not in ends:
        raise DetenteError("no_such_step", name=who, start=start + 1, end=end + 1)
    witnesses = [
        explain_joint(result.view, CONCEPTS[concept], who, start, e) for e in ([end] if end is not None else ends)
    ]
    for witness in witnesses:
        if wrong := joint_faults(result.view, witness):
            raise AssertionError(f"a witness that proves nothing: {wrong}")
    counts = Counter(witness.verdict for witness in witnesses)
    changed = result.model.space.levels != result.model.space.levels[start]
    near = sorted(witnesses, key=lambda w: (len(w.parties) if w.verdict == "not_better" else 0, changed[w.end].sum()))
    examples = {witness.verdict: witness for witness in reversed(near)}
    data = {
        "agreement": who,
        "outcome": start + 1,
        "concept": concept,
        "steps": len(witnesses),
        "verdicts": dict(counts),
        "examples": {
            verdict: {
                "end": w.end + 1,
                "parties": list(w.parties),
                "own": None if w.own is None else w.own + 1,
                "path": [_step(step) for step in w.path],
            }
            for verdict, w in examples.items()
        },
    }
    told = [text("explain.joint", count=len(witnesses), agreement=plain(teller.agreement(who)))]
    for verdict, witness in examples.items():
        told.append(text("explain.verdict", count=counts[verdict], verdict=text(f"explain.{verdict}")))
        told.append("  " + joint_sentence(witness, teller))
    return data, told if end is None else [joint_sentence(witnesses[0], teller)]


def _fitting(concept: str, who: str, kind: str) -> str:
    """The concept as it is asked of an actor, an agreement or a group: ``seq`` of a group is ``cseq``."""
    from detente.errors import DetenteError

    known: tuple[str, ...] = tuple({"actor": KNOWN, "agreement": CONCEPTS}.get(kind, COALITION_CONCEPTS))
    if kind == "group" and f"c{concept}" in known:
        return f"c{concept}"
    if concept not in known:
        raise DetenteError("concept_unfit", name=concept, who=who, known=known)
    return concept


def _coalition(
    result: Any, teller: Any, group: Coalition, start: int, concept: str
) -> tuple[dict[str, Any], list[str]]:
    from detente.stability.coalitions.sentences import coalition_sentences
    from detente.stability.coalitions.verify import coalition_faults
    from detente.stability.coalitions.witness import explain_coalition

    witness = explain_coalition(result.view, concept, group, start)
    if wrong := coalition_faults(result.view, witness):
        raise AssertionError(f"a witness that proves nothing: {wrong}")
    data = {
        "coalition": coalition_key(group),
        "outcome": start + 1,
        "concept": concept,
        "stable": witness.stable,
        "sanctions": [
            {
                "improvement": sanction.improvement + 1,
                "path": [_step(step) for step in sanction.path],
                "answer": [
                    {"coalition": coalition_key(stage.coalition), "path": [_step(step) for step in stage.steps]}
                    for stage in sanction.answer
                ],
                "member": sanction.member,
            }
            for sanction in witness.sanctions
        ],
        "improvement": None if witness.improvement is None else witness.improvement + 1,
        "path": [_step(step) for step in witness.path],
        "answers": witness.answers,
        "checked": True,
    }
    return data, coalition_sentences(witness, teller)


def _step(step: Any) -> dict[str, Any]:
    return {"mover": step.mover, "from": step.start + 1, "to": step.end + 1}
