"""What would flip an answer, in words."""

from __future__ import annotations

from dataclasses import replace

from detente.outcomes.telling import Teller
from detente.uncertainty.questions.asking import Line, lines
from detente.uncertainty.questions.flip import Flipped, Flips, Turn
from detente.uncertainty.questions.naming import answer_words, listed, number_words, share_words, teller_of
from detente.uncertainty.questions.nearest import Nearest
from detente.words import say

AT_END = 1e-6  # of the range: a turn so near to the end of a range is at its end


def flip_sentences(result: Flips, language: str = "en") -> list[str]:
    """Tipping points of every answer, and the nearest other future met; questions that go alike told together."""
    teller = teller_of(result.study, language)
    known = {line.name: line for line in lines(result.study)}
    said = []
    alike: dict[str, list[Flipped]] = {}
    for found in result.flipped:
        alike.setdefault(repr(replace(found, question="")), []).append(found)
    for together in alike.values():
        found = together[0]
        question = " ".join(teller.question(one.question) for one in together)
        answer = answer_words(found.answer, language)
        if not found.turns:
            one = say("study.flip.none", language, question=question, answer=answer)
        else:
            turns = [_turn(turn, known[turn.name], teller) for turn in found.turns]
            one = say("study.flip.alone", language, question=question, answer=answer, list=listed(turns, language))
        if found.nearest is not None and (len(found.nearest.changes) > 1 or not found.turns):
            one += " " + _together(found.nearest, known, teller)
        if found.doubtful:
            names = [number_words(teller, name) for name in found.doubtful]
            one += " " + say("study.flip.doubtful", language, list=listed(names, language))
        said.append(one)
    return said


def _turn(turn: Turn, line: Line, teller: Teller) -> str:
    """A turn as seen from the centre: what happens on its far side."""
    language, name = teller.language, number_words(teller, turn.name)
    up = turn.value >= line.centre
    after = answer_words(turn.after if up else turn.before, language)
    if line.unordered:
        return say("study.flip.alternative", language, name=name, number=int(turn.high) + 1, after=after)
    if line.values:
        ends = (turn.low, turn.high) if up else (turn.high, turn.low)
        return say("study.flip.step", language, name=name, low=ends[0], high=ends[1], after=after)
    end = line.high if up else line.low
    if abs(turn.value - end) <= AT_END * line.width:
        return say("study.flip.end", language, name=name, value=end, centre=line.centre, after=after)
    shares = {"far": turn.far, "near": turn.near}
    told = {key: None if share is None else share_words(share, language) for key, share in shares.items()}
    values = {"value": turn.value, "centre": line.centre, "after": after, **told}
    return say(f"study.flip.{'up' if up else 'down'}", language, name=name, **values)


def _together(near: Nearest, known: dict[str, Line], teller: Teller) -> str:
    language = teller.language
    told = [
        say("study.flip.to_alternative", language, name=number_words(teller, name), number=int(value) + 1)
        if known[name].unordered
        else say("study.flip.to", language, name=number_words(teller, name), value=value, centre=known[name].centre)
        for name, value in near.changes.items()
    ]
    return say("study.flip.together", language, after=answer_words(near.after, language), list=listed(told, language))
