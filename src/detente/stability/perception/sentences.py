"""Perceptions in words: what each expects, what holds, who is surprised, what being told changes, how acts are read."""

from __future__ import annotations

import numpy as np

from detente.outcomes.moves import held_actors
from detente.outcomes.telling import Teller
from detente.situation.model import Act
from detente.stability.perception.being_told import Told, Verdict, answer_of
from detente.stability.perception.blindness import Blind
from detente.stability.perception.readings import MAX_COMBINATIONS, Combination, Contrast
from detente.stability.perception.result import Perception
from detente.stability.perception.signing_sentences import signing_sentences
from detente.stability.prediction import Answer
from detente.stability.sentences import concept_name, places
from detente.words import in_language, isolated, say

SHOWN = 4  # outcomes that are named


def perception_sentences(result: Perception, language: str = "en") -> list[str]:
    """Everything a result says, concept by concept."""
    teller = Teller(result.twin.situation, result.twin.model.space, language)
    if not result.mistaken and not result.contrasts:
        return [say("perception.nobody", language)]
    said: list[str] = []
    for concept in result.concepts:
        said.append(say("perception.under", language, concept=concept_name(concept, language)))
        said += [expectation_sentence(result, actor, concept, teller) for actor in result.mistaken]
        said += what_holds(result, concept, teller)
        said += surprises(result, concept, teller)
        said += second_sentences(result, concept, teller)
        for actor in result.mistaken:
            said += told_sentences(result.told(concept, actor), teller)
        for chosen in result.contrasts.values():
            said += act_sentences(result, chosen, concept, teller)
    return said


def second_sentences(result: Perception, concept: str, teller: Teller) -> list[str]:
    """What is stable for both that count on what the other sees, and what each of them expects by that."""
    if not result.second:
        return []
    language, held = teller.language, result.second_equilibria(concept)
    listed = _where(held, teller) if 0 < len(held) <= SHOWN else None
    said = [say("perception.second", language, count=len(held), list=listed)]
    for actor, level in result.second.items():
        expected = result.second_expected(concept, actor)
        named = _where(expected, teller) if 0 < len(expected) <= SHOWN else None
        who = {"actor": teller.actor(actor), "other": teller.actor(level.other)}
        said.append(say("perception.second_expects", language, count=len(expected), list=named, **who))
        first = [number + 1 for number in np.flatnonzero(result.game.expected(actor, concept))]
        key = "second_same" if first == expected else "second_differs"
        said.append(say(f"perception.{key}", language, count=len(first), **who))
    return said


def expectation_sentence(result: Perception, actor: str, concept: str, teller: Teller) -> str:
    """The answers an actor expects that are not those that come."""
    language = teller.language
    others = [
        say(
            "perception.answer_other",
            language,
            question=teller.question(question),
            expected=_answer(hope, language),
            fact=_answer(fact, language),
        )
        for question in result.twin.situation.questions
        if (hope := result.hope(actor, question, concept)) != (fact := result.fact(question, concept))
    ]
    if not result.twin.situation.questions:
        view = result.game.games[actor]
        own = view.result.predicted_classes(concept)
        classes = view.classes(view.result.classes(concept) if own is None else own)
        common, listed = places(classes, teller)
        return say("perception.expects_places", language, actor=teller.actor(actor), common=common, list=listed)
    if not others:
        return say("perception.expects_right", language, actor=teller.actor(actor))
    listed = _listed(others, language)
    return say("perception.expects_other", language, actor=teller.actor(actor), count=len(others), list=listed)


def what_holds(result: Perception, concept: str, teller: Teller) -> list[str]:
    """How much is stable for everybody in its own game, where it goes, and what would be without mistakes."""
    language, game = teller.language, result.game
    count, twin = len(result.equilibria(concept)), len(result.twin.equilibria(concept))
    said = [say("perception.stable", language, count=count, twin=twin)]
    if 0 < count <= SHOWN:
        said.append(say("perception.stable_where", language, list=_where(result.equilibria(concept), teller)))
    classes, start = game.predicted_classes(concept), game.base.model.space.status_quo
    if classes is None or start is None:
        said.append(say("perception.no_status_quo", language, count=len(game.possible_classes(concept))))
    elif classes == [(start,)]:
        said.append(say("perception.goes_stays", language))
    elif len(classes) == 1 and len(classes[0]) == 1:
        said.append(say("perception.goes_one", language, changes=teller.changed(start, classes[0][0])))
    else:
        common, listed = places(classes, teller)
        said.append(say("perception.goes_several", language, count=len(classes), common=common, list=listed))
    if not result.mistaken:
        return said
    turned = [
        _instead(question, after, before, teller)
        for question in game.base.situation.questions
        if (after := result.without_mistakes(question, concept)) != (before := result.fact(question, concept))
    ]
    twin_classes = result.twin.classes(concept) if classes is None else result.twin.predicted_classes(concept)
    same = (game.possible_classes(concept) if classes is None else classes) == twin_classes
    if turned:
        said.append(say("perception.twin_answers", language, list=_listed(turned, language)))
    else:
        said.append(say(f"perception.twin_{'same' if same else 'elsewhere'}", language))
    return said


def surprises(result: Perception, concept: str, teller: Teller) -> list[str]:
    """Who is surprised by what holds and by where it goes, and who cannot see something that nobody leaves."""
    language, game = teller.language, result.game
    held = held_actors(game.base.situation)
    actors = [actor for actor in game.games if actor not in held]
    said = []
    for kind, names_of in (("taken_aback", game.taken_aback), ("let_down", game.let_down)):
        if affected := [actor for actor in names_of(concept) if actor not in held]:
            said.append(say(f"perception.{kind}", language, actors=teller.actors(affected)))
    if not said and not any(
        find(concept, actor) for actor in actors for find in (result.surprise, result.disappointment)
    ):
        said.append(say("perception.no_surprise", language))
    said += hoping_sentences(result, concept, teller)
    said += signing_sentences(result, concept, teller)
    for actor in result.mistaken:
        unseen = [int(outcome) + 1 for outcome in game.unseen_though_holding(actor, concept).nonzero()[0]]
        blind_ends = [outcome + 1 for outcome in game.ends(concept) if not game.recognised[actor][outcome]]
        name = teller.actor(actor)
        if blind_ends:
            said.append(say("perception.ends_unseen", language, actor=name, list=_where(blind_ends, teller)))
        if unseen:
            said.append(say("perception.unseen", language, count=len(unseen), actor=name, list=_few(unseen, teller)))
    return said


def hoping_sentences(result: Perception, concept: str, teller: Teller) -> list[str]:
    """The first joint step from where things stand that is signed though parties do not expect the others to sign."""
    game, start = result.game, result.game.base.model.space.status_quo
    ahead = [row for row in game.signed_against_expectation(concept) if row[1] == start]
    if not ahead:
        return []
    agreement, begin, landing, _ = ahead[0]
    hoping = [party for name, one, two, party in ahead if (name, one, two) == (agreement, begin, landing)]
    move, names = teller.move(agreement, begin, landing), teller.actors(hoping)
    return [say("perception.signed_hoping", teller.language, count=len(hoping), actors=names, move=move)]


def told_sentences(found: Told, teller: Teller) -> list[str]:
    """What would change if the actor were told, and who gains or loses while it is not."""
    language, actor = teller.language, teller.actor(found.actor)
    if found.answers:
        turned = [_instead(question, after, before, teller) for question, (before, after) in found.answers.items()]
        said = [say("perception.told_answers", language, actor=actor, list=_listed(turned, language))]
    elif set(found.mistaken.values()) != {"same"}:
        said = [say("perception.told_goes", language, actor=actor)]
    elif found.gained or found.lost:
        said = [say("perception.told_holds", language, actor=actor)]
    else:
        return [say("perception.told_nothing", language, actor=actor)]
    verdicts: tuple[tuple[Verdict, str], ...] = (("gains", "gain"), ("loses", "lose"), ("open", "open"))
    for verdict, key in verdicts:
        affected = [other for other, has in found.mistaken.items() if has == verdict]
        if affected:
            said.append(say(f"perception.{key}", language, actor=actor, actors=teller.actors(affected)))
    return said


def act_sentences(result: Perception, chosen: Contrast, concept: str, teller: Teller) -> list[str]:
    """How an act is read: in how many combinations an answer turns, and what each single reading changes."""
    language = teller.language
    act = act_words(chosen.name, chosen.act, language)
    to = teller.actors(chosen.act.to) if chosen.act.to else None
    said = [say("perception.act", language, act=act, actor=teller.actor(chosen.act.by), to=to)]
    if not chosen.combinations:
        return [*said, say("perception.act_too_many", language, count=chosen.count, limit=MAX_COMBINATIONS)]
    given, *others = chosen.combinations
    turning = sum(bool(_turned(result, chosen, given, other, concept, teller)) for other in others)
    key = "act_turns" if turning else "act_same"
    said.append(say(f"perception.{key}", language, count=chosen.count, turning=turning))
    for other in others:
        read = [(audience, reading) for audience, reading in other.readings.items() if reading is not None]
        if len(read) == 1:
            said += _reading_sentences(result, chosen, given, other, concept, teller, any_turns=turning > 0)
    return said


def _reading_sentences(
    result: Perception,
    chosen: Contrast,
    given: Combination,
    other: Combination,
    concept: str,
    teller: Teller,
    *,
    any_turns: bool,
) -> list[str]:
    """What one audience's reading changes, all others seeing things as given; nothing where no reading turns any."""
    language = teller.language
    ((audience, reading),) = [(who, name) for who, name in other.readings.items() if name is not None]
    words = reading_words(chosen.act, audience, reading, language)
    values = {"audience": teller.actor(audience), "reading": words}
    turned = _turned(result, chosen, given, other, concept, teller)
    if turned:
        said = [say("perception.read_turns", language, **values, list=_listed(turned, language))]
    else:
        said = [say("perception.read_same", language, **values)] if any_turns else []
    aback = [actor for actor in other.game.taken_aback(concept) if actor not in given.game.taken_aback(concept)]
    aback = [actor for actor in aback if actor not in held_actors(result.twin.situation)]
    return [*said, say("perception.read_aback", language, actors=teller.actors(aback))] if aback else said


def _turned(
    result: Perception, chosen: Contrast, given: Combination, other: Combination, concept: str, teller: Teller
) -> list[str]:
    """The answers that a combination turns, and whether the act is done if that turns."""
    turned = [
        _instead(question, after, before, teller)
        for question in result.twin.situation.questions
        if (after := answer_of(other.game, question, concept)) != (before := answer_of(given.game, question, concept))
    ]
    done = [result.acted(chosen, each, concept) for each in (given, other)]
    if done[0] != done[1]:
        language = teller.language
        values = {"question": say("perception.act_done", language), "after": _answer(done[1], language)}
        turned.append(say("perception.answer_instead", language, **values, before=_answer(done[0], language)))
    return turned


def act_words(name: str, act: Act, language: str) -> str:
    """The act in the words of the file; its name if it has none."""
    return isolated(in_language(act.text, language) or name, language)


def reading_words(act: Act, audience: str, reading: str | None, language: str) -> str:
    """A reading in the words of its note; its name if it has none."""
    if reading is None:
        return say("perception.as_given", language)
    note = act.readings[audience][reading].get("note")
    return isolated(in_language(note, language) or reading, language)


def blind_sentences(result: Blind, language: str = "en") -> list[str]:
    """The equilibria of reading B, and which of them rest on blindness."""
    said = [say("perception.blind", language)]
    teller = Teller(result.result.situation, result.result.model.space, language)
    for concept in result.result.solutions:
        found, blind = result.result.equilibria(concept), result.rests_on_blindness(concept)
        label = concept_name(concept, language)
        line = [say("perception.blind_stable", language, concept=label, count=len(found), list=_few(found, teller))]
        if found:
            line.append(say("perception.blind_rests", language, count=len(blind), list=_few(blind, teller)))
        said.append(" ".join(line))
    return said


def _instead(question: str, after: Answer | None, before: Answer | None, teller: Teller) -> str:
    values = {"after": _answer(after, teller.language), "before": _answer(before, teller.language)}
    return say("perception.answer_instead", teller.language, question=teller.question(question), **values)


def _answer(value: Answer | None, language: str) -> str:
    return say(f"answers.{value or 'unknown'}", language)


def _listed(parts: list[str], language: str) -> str:
    return say("phrases.semicolon", language).join(parts)


def _where(ids: list[int], teller: Teller) -> str:
    """Outcomes by name."""
    return places([(outcome - 1,) for outcome in ids], teller)[1]


def _few(ids: list[int], teller: Teller) -> str | None:
    """The outcomes by name where they are few; None where a list would not be read."""
    return _where(ids, teller) if 0 < len(ids) <= SHOWN else None
