"""Why a question is answered so: the way from today, why it ends there, what blocks another answer, what decides."""

from __future__ import annotations

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.numbers import uncertain
from detente.outcomes.preferences import Array
from detente.outcomes.telling import Teller
from detente.situation.identifiers import nearest
from detente.stability.paths.reach import shortest_way
from detente.stability.paths.steps import utilities
from detente.stability.sentences import witness_sentences
from detente.stability.witness.witness import Step as Taken
from detente.uncertainty.questions.assumed import Assumed
from detente.uncertainty.questions.drivers import Drivers
from detente.uncertainty.questions.table import ask
from detente.web.answers.answer import ends_of, facts
from detente.web.answers.numbers import called
from detente.web.contracts.asking import Reply, Told
from detente.web.contracts.bench import AskWhy, Blocked, Derived, Mover, Stay, Step, Why
from detente.web.desk import View
from detente.web.pace import pause
from detente.words import say

LONGEST_WAY = 12  # steps that are told
LEAST = 0.01  # share of the variation from which on a number is told


def why(view: View, asked: AskWhy) -> Why:
    """The reasons for one answer. What decides it over all runs is said of the file as it is, not of what-ifs."""
    if asked.question not in view.situation.questions:
        known = tuple(view.situation.questions)
        near = nearest(asked.question, known)
        raise DetenteError("question_unknown", name=asked.question, nearest=near, known=known)
    fact = next(one for one in facts(view, asked.lang) if one.question == asked.question)
    teller = view.teller(asked.lang)
    start, classes = view.stability.model.space.status_quo, view.classes
    one_end = len(classes) == 1 and len(classes[0]) == 1
    steps = (
        []
        if start is None
        else shortest_way(view.stability.solution(view.ahead).arrows[0], start, classes[0], LONGEST_WAY)
    )
    pause()
    stays = _stays(view, classes[0][0], teller) if one_end and (start is None or not steps) else []
    pause()
    movers, few = ([], "") if view.values else _movers(view, asked, teller)
    return Why(
        question=asked.question,
        answer=fact.answer,
        text=fact.text,
        steps=[_step(view, step, teller) for step in steps],
        stays=stays,
        ends=ends_of(view, asked.lang),
        blocked=_blocked(view, asked.question, fact.answer, teller) if one_end else None,
        moves_it=movers,
        few=few,
        derived=None if view.values else _derived(view, asked, teller),
    )


def _step(view: View, step: Taken, teller: Teller) -> Step:
    """A step on the way: who takes it, what it brings each side, and why nobody prevents it."""
    worths = utilities(view.stability.model)
    gains = {actor: round(float(worth[step.end] - worth[step.start]), 9) for actor, worth in worths.items()}
    return Step(
        mover=step.mover,
        text=teller.move(step.mover, step.start, step.end),
        gains=gains,
        answer=_unanswered(view, step, teller),
        outcome=step.end + 1,
    )


def _unanswered(view: View, step: Taken, teller: Teller) -> Told:
    """Why the others do not prevent a step of one actor; nothing is said of a step that several take together."""
    if step.mover not in view.situation.actors:
        return Told(text="")
    witness = view.stability.witness(view.ahead, step.mover, step.start)
    key = "witness.answers_fail" if witness.improvement == step.end and witness.answers else "witness.no_answer"
    if witness.improvement != step.end:
        return Told(text="")
    values = {"actor": teller.actor(step.mover), "count": witness.answers}
    return Told(
        text=say(key, teller.language, **values),
        key=key,
        values={k: v if isinstance(v, int) else str(v) for k, v in values.items()},
    )


def _stays(view: View, outcome: int, teller: Teller) -> list[Stay]:
    """Why each side that can do anything stays where things are."""
    found = []
    for actor in view.stability.view.actors:
        if len(view.stability.view.moves.alone[actor].source):
            first, *more = witness_sentences(
                view.stability.witness(view.ahead, actor, outcome), view.stability.view, teller, named=False
            )
            found.append(Stay(actor=actor, text=first, answered=more))
    return found


def _blocked(view: View, question: str, reply: Reply, teller: Teller) -> Blocked | None:
    """Of the outcomes in which it would be otherwise, how many serve whom against where things come to rest."""
    asked, here = view.stability.view, view.classes[0][0]
    other = view.truths[question] != (reply == "yes")
    count = int(other.sum())
    sides = [actor for actor in asked.actors if len(asked.moves.alone[actor].source) or actor in _parties(view)]
    if not count or not sides:
        return None
    serves = {actor: _better(view, actor, here) & other for actor in sides}
    everyone = int(np.logical_and.reduce(list(serves.values())).sum())
    key = f"serve.blocked.{'some' if everyone else 'none'}_{'two' if len(sides) == 2 else 'more'}"
    values = {"count": count, "all": everyone}
    text = Told(text=say(key, teller.language, **values), key=key, values=values)
    return Blocked(count=count, gains={actor: int(one.sum()) for actor, one in serves.items()}, all=everyone, text=text)


def _parties(view: View) -> set[str]:
    return {party for parties in view.stability.view.moves.parties.values() for party in parties}


def _better(view: View, actor: str, here: int) -> Array:
    """The outcomes that are better for an actor than one, by more than the least for which it moves."""
    known = view.stability.view.preferences
    if actor in known.pairs:
        pairs: Array = known.pairs[actor][here]
        return pairs
    place = known.actors.index(actor)
    found: Array = known.rank[0, place] > known.lifted[0, place, here]
    return found


def _movers(view: View, asked: AskWhy, teller: Teller) -> tuple[list[Mover], str]:
    """The numbers that decide the answer over all runs; else why none is told."""
    if not uncertain(view.situation):
        return [], ""
    found = view.once(f"drivers {asked.question}", lambda: ask(view.runs, "drivers", asked.question, view.ahead))
    pause()
    assert isinstance(found, Drivers)
    told = [
        Mover(
            number=effect.name,
            text=called(teller, _path(effect.name)),
            share=float(effect.share),
            yes_low=None if effect.lowest is None else float(effect.lowest.share),
            yes_high=None if effect.highest is None else float(effect.highest.share),
        )
        for effect in found.decided[0].deciding
        if effect.share >= LEAST
    ]
    return told, "" if told else _without(found.sentences(asked.lang)[0], teller.question(asked.question))


def _path(name: str) -> tuple[str, ...]:
    """The place of a number by its id, as far as its words need it."""
    steps = tuple(name.split("."))
    if steps[0] not in ("preferences", "actors"):
        return ("drivers", name)
    if "points" in steps:
        at = steps.index("points")
        return (*steps[: at + 1], ".".join(steps[at + 1 : -1]), steps[-1])
    return steps


def _derived(view: View, asked: AskWhy, teller: Teller) -> Derived | None:
    """Whether the answer follows from the rest, or some wish asks for it directly."""
    found = view.once(f"assumed {asked.question}", lambda: ask(view.runs, "assumed", asked.question, view.ahead))
    assert isinstance(found, Assumed)
    text = _without(found.sentences(asked.lang)[0], teller.question(asked.question))
    return Derived(verdict=found.judged[0].verdict, text=text)


def _without(sentence: str, question: str) -> str:
    """The sentence without the question that it begins with, which stands above it."""
    return sentence.replace(question, "", 1).strip(" \u2068\u2069") if question in sentence else sentence
