"""Paths in words: who moves in which order, which step is a sacrifice and how large, and who can stop it."""

from __future__ import annotations

from collections.abc import Iterable

from detente.outcomes.telling import Teller
from detente.stability.paths.reach import KINDS, Kind
from detente.stability.paths.result import Journey, JudgedPath, Paths
from detente.stability.paths.steps import JudgedStep, Sacrifice
from detente.stability.paths.targets import Target
from detente.stability.sentences import concept_name
from detente.stability.witness.sentences import path_words
from detente.stability.witness.witness import Step
from detente.words import in_language, isolated, say
from detente.words.amounts import points


def paths_sentences(result: Paths, language: str = "en") -> list[str]:
    """Where it starts, how much can be reached from there, and every journey."""
    said = overview_sentences(result, language)
    return [
        *said,
        *(sentence for journey in result.journeys for sentence in journey_sentences(result, journey, language)),
    ]


def overview_sentences(result: Paths, language: str = "en") -> list[str]:
    """Where it starts, how much can be reached by each kind of path, and how many targets are looked at."""
    teller = _teller(result, language)
    space = teller.space
    at_status_quo = result.start == space.status_quo
    key, outcome = ("from_status_quo", "") if at_status_quo else ("from_outcome", teller.outcome(result.start))
    counts = {kind: sum(result.reach[kind].counts()) for kind in KINDS}
    concept = concept_name(result.concept, language)
    said = [
        say(f"paths.{key}", language, outcome=outcome),
        say("paths.reached", language, count=space.count, concept=concept, **counts),
    ]
    shown = sum(journey.target.kind == "class" for journey in result.journeys)
    if shown and shown < len(result.classes):
        said.append(say("paths.shown", language, count=len(result.classes), shown=shown))
    common, _ = target_names(result, teller)
    if common:
        listed = say("phrases.semicolon", language).join(common)
        today = any(_nearest_end(result, journey) == result.start for journey in result.journeys)
        said.append(say("paths.common_beside" if today else "paths.common", language, list=listed))
    return said


def target_names(result: Paths, teller: Teller) -> tuple[list[str], dict[int, str]]:
    """What all places that paths lead to have in common, and what each is called: by what tells it from the others."""
    single = [journey for journey in result.journeys if len(journey.target.outcomes) == 1]
    ends = dict.fromkeys(_nearest_end(result, journey) for journey in single)
    return teller.names([end for end in ends if end != result.start], result.start)


def journey_sentences(result: Paths, journey: Journey, language: str = "en") -> list[str]:
    """The target, the way there by each kind of path that is shorter than the narrower ones, and notes on the steps."""
    teller = _teller(result, language)
    said = [_target_sentence(result, journey, teller)]
    if () in journey.paths.values():
        return said if len(journey.target.outcomes) == 1 else [*said, say("paths.stands", language)]
    if missing := [kind for kind in KINDS if journey.paths[kind] is None]:
        key = "moves" if "moves" in missing else "_".join(missing)
        said.append(say(f"paths.none.{key}", language, concept=_symbol(result, language)))
    noted: set[JudgedStep] = set()
    for kind, path in told(journey):
        said.append(_way_sentence(result, kind, path, teller))
        if kind == "goes" and not any(path[-1].end in members for members in result.classes):
            said.append(say("paths.passing", language))
        for place, step in enumerate(path, 1):
            if step not in noted:
                noted.add(step)
                said += _notes(result, step, place if len(path) > 1 else None, teller)
    return said


def told(journey: Journey) -> list[tuple[Kind, JudgedPath]]:
    """The paths worth telling: of a wider kind only where it is shorter than those of the narrower kinds."""
    found: list[tuple[Kind, JudgedPath]] = []
    for kind in KINDS:
        path = journey.paths[kind]
        if path is not None and all(len(path) < len(other) for _, other in found):
            found.append((kind, path))
    return found


def _teller(result: Paths, language: str) -> Teller:
    return Teller(result.situation, result.stability.model.space, language)


def _symbol(result: Paths, language: str) -> str:
    """The way of looking ahead."""
    return concept_name(result.concept, language)


def _target_sentence(result: Paths, journey: Journey, teller: Teller) -> str:
    language, target = teller.language, journey.target
    count = len(target.outcomes)
    if target.kind == "question":
        return say("paths.to.question", language, question=teller.question(target.text), count=count)
    if target.kind == "statement":
        return say("paths.to.statement", language, text=target.text, count=count)
    near = _nearest_end(result, journey)
    answers = say("phrases.semicolon", language).join(
        _answer(question, value, teller) for question, value in target.answers
    )
    if count > 1:
        return say("paths.to.circle", language, count=count, name=teller.named(near), answers=answers)
    if near == result.start:
        return say(f"paths.to.{'stays' if target.predicted else 'start'}", language)
    name = target_names(result, teller)[1].get(near) or teller.named(near)
    return say(f"paths.to.{_key(target)}", language, name=name, answers=answers)


def _answer(question: str, value: str, teller: Teller) -> str:
    """An answer as a statement where the file has one for it, else the question with its answer."""
    record = teller.situation.questions[question]
    words = in_language({"every": record.yes, "none": record.no}.get(value), teller.language)
    if words is not None:
        return isolated(words, teller.language)
    answer = say(f"answers.{value}", teller.language)
    return say("paths.answer", teller.language, question=teller.question(question), answer=answer)


def _key(target: Target) -> str:
    return "outcome" if target.kind == "outcome" else "predicted" if target.predicted else "possible"


def _nearest_end(result: Paths, journey: Journey) -> int:
    """Where the path by the widest kind ends; the first outcome of the target if there is none."""
    path = journey.paths["moves"]
    return journey.target.outcomes[0] if path is None else path[-1].end if path else result.start


def _way_sentence(result: Paths, kind: Kind, path: JudgedPath, teller: Teller) -> str:
    language = teller.language
    losing = [step for step in path if step.sacrifices]
    actors = teller.actors(list(dict.fromkeys(one.actor for step in losing for one in step.sacrifices)))
    key = "sacrifice_only" if len(path) == 1 else "sacrifices"
    return say(
        f"paths.{_way_key(result, kind, path)}",
        language,
        concept=_symbol(result, language),
        steps=say("paths.steps", language, count=len(path)),
        sacrifices=say(f"paths.{key}", language, count=len(losing), actors=actors) if losing else "",
        path=path_words(tuple(step.step for step in path), teller),
    )


def _way_key(result: Paths, kind: Kind, path: JudgedPath) -> str:
    """As it goes: “it goes there” only where all ends, “it can go there” where it can end or pass elsewhere."""
    ends = [members for members in result.classes if result.reach["goes"].length[members[0]] >= 0]
    return "can_go" if kind == "goes" and not (len(ends) == 1 and path[-1].end in ends[0]) else kind


def _notes(result: Paths, step: JudgedStep, place: int | None, teller: Teller) -> list[str]:
    """What is to be said about one step, each as a sentence of its own; `place`: its number, if there are several."""
    language = teller.language
    parts = [*_sacrifice_notes(step, teller), *_verdict_notes(result, step, teller), *_blocker_notes(step, teller)]
    if place is not None:
        parts = [say("paths.first", language, step=place, text=part) for part in parts]
    return [_sentence(part) for part in parts]


def _sentence(part: str) -> str:
    return part[:1].upper() + part[1:] + "."


def _sacrifice_notes(step: JudgedStep, teller: Teller) -> Iterable[str]:
    yield from (_sacrifice_words(one, teller) for one in step.sacrifices)
    if step.verdict == "sacrifice" and len(step.movers) > 1:
        yield say("paths.note.refuses", teller.language, actors=teller.actors([one.actor for one in step.sacrifices]))


def _sacrifice_words(one: Sacrifice, teller: Teller) -> str:
    actor, loss, language = teller.actor(one.actor), one.loss, teller.language
    if loss is None:
        return say("paths.note.no_gain", language, actor=actor)
    said = points(abs(loss))
    key = "gains_nothing" if not said else "loses" if loss > 0 else "gains_little"
    return say(f"paths.note.{key}", language, actor=actor, loss=said, gain=said)


def _verdict_notes(result: Paths, step: JudgedStep, teller: Teller) -> Iterable[str]:
    language, concept = teller.language, _symbol(result, teller.language)
    if step.verdict == "punished":
        yield say("paths.note.punished", language, concept=concept, path=path_words(step.answer, teller))
    elif step.own is not None:
        party, end = step.own
        at = None if step.joint is None else step.joint.at
        begin = step.start if step.verdict == "better_alone" else step.end if at is None else at
        own = teller.move(party, begin, end)
        yield say(f"paths.note.{step.verdict}", language, actor=teller.actor(party), own=own)
    elif step.verdict == "not_better":
        yield say("paths.note.not_better", language)


def _blocker_notes(step: JudgedStep, teller: Teller) -> Iterable[str]:
    for blocker in step.blockers:
        if step.answer == (Step(blocker.actor, step.end, blocker.end),):
            continue  # said already, as the answer
        yield say(
            "paths.note.would_block" if blocker.would else "paths.note.could_block",
            teller.language,
            actor=teller.actor(blocker.actor),
            hurts=teller.actors(blocker.hurts),
            move=teller.move(blocker.actor, step.end, blocker.end),
        )
