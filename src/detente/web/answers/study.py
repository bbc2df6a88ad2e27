"""How sure every answer is: the job that draws futures, tells the shares as they come, then what decides and when."""

from __future__ import annotations

from typing import Any

from detente.evidence.citations import support
from detente.outcomes.numbers import column_name, quantities
from detente.outcomes.telling import Teller
from detente.uncertainty.answer_shares import answer_shares
from detente.uncertainty.questions.asking import Line, lines
from detente.uncertainty.questions.assumed import Assumed
from detente.uncertainty.questions.drivers import Drivers, Effect
from detente.uncertainty.questions.naming import number_words
from detente.uncertainty.questions.table import ask
from detente.uncertainty.questions.width import FACTORS
from detente.uncertainty.questions.width import Width as Widths
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.study import study as draw
from detente.uncertainty.two_numbers import two_numbers
from detente.web.answers.answer import REPLIES
from detente.web.answers.numbers import MARKS
from detente.web.contracts.around import AskJob, Ended, Progress
from detente.web.contracts.asking import Language, Tell
from detente.web.contracts.bench import Mover
from detente.web.contracts.studied import Axis, Heat, QuestionStudied, Width
from detente.web.desk import View
from detente.words import say, show
from detente.words.amounts import percent

DECIDING = 5  # numbers that are told
LITTLE = 0.02  # share of the variation below which a number decides next to nothing
TOLD = 2  # regions in which an answer comes, ways to turn it
WEAK = 0.05  # share of the variation from which a number without a source is a reason to distrust
SHIFT = 0.02  # by which the share falls with wider ranges, from which on it is one


def study(view: View, asked: AskJob, tell: Tell) -> None:
    """Tells: shares after every block of draws; then, question by question, all that was found so far; then the end.

    The question that is looked at comes first.
    """
    model, whole = view.stability.model, asked.draws
    for done, counts in answer_shares(model, asked.draws, asked.seed, view.ahead):
        shares = {
            name: {REPLIES[word]: int(count) for word, count in zip(("none", "some", "every"), found, strict=True)}
            for name, found in counts.items()
        }
        whole = 1 if done == 1 else asked.draws  # one draw where nothing is uncertain
        tell("progress", Progress(done=done, whole=whole, shares=shares))
    made = draw(view.situation, asked.draws, asked.seed, (view.ahead,), engine="serial")
    found: dict[str, Any] = {}
    questions = list(view.situation.questions)
    for name in sorted(questions, key=lambda one: one != asked.question):
        found[name] = question_studied(view, made, name, asked.lang).model_dump(mode="json")
        tell("found", {"questions": dict(found)})
    tell("done", Ended(done=whole, whole=whole, found={"questions": found}))


def question_studied(view: View, made: Study, question: str, language: Language) -> QuestionStudied:
    """Everything about one question."""
    teller = view.teller(language)
    drivers, width = ask(made, "drivers", question, view.ahead), ask(made, "width", question, view.ahead)
    put_in = ask(made, "assumed", question, view.ahead)
    assert isinstance(drivers, Drivers) and isinstance(width, Widths) and isinstance(put_in, Assumed)
    decided = drivers.decided[0]
    deciding = [one for one in decided.deciding if one.share >= LITTLE][:DECIDING]
    asking = teller.question(question)
    sentences = [_unasked(one, asking) for one in drivers.sentences(language)]
    return QuestionStudied(
        drivers=[_mover(teller, one) for one in deciding],
        few="" if deciding else " ".join(sentences[:1]),
        when=_told(made, "when", question, view.ahead, asking, language),
        flip=_told(made, "flip", question, view.ahead, asking, language),
        widths=[
            Width(ranges=factor, answer=REPLIES[width.answers[question]], share=_share(width, question, factor))
            for factor in sorted(FACTORS)
        ],
        heat=_heat(view, made, question, deciding, teller),
        distrust=_distrust(view, deciding, width, put_in, question, language),
    )


def _told(made: Study, kind: str, question: str, concept: str, asking: str, language: Language) -> list[str]:
    sentences = ask(made, kind, question, concept).sentences(language)
    return [_unasked(one, asking) for one in sentences[:TOLD]]


def _unasked(sentence: str, question: str) -> str:
    """A sentence without the question that it begins with: the page shows it above."""
    return sentence.removeprefix(question).strip()


def _mover(teller: Teller, effect: Effect) -> Mover:
    return Mover(
        number=effect.name,
        text=number_words(teller, effect.name),
        share=effect.share,
        yes_low=None if effect.lowest is None else effect.lowest.share,
        yes_high=None if effect.highest is None else effect.highest.share,
    )


def _share(width: Widths, question: str, factor: float) -> float:
    return width.shares[question][factor].share


def _heat(view: View, made: Study, question: str, deciding: list[Effect], teller: Teller) -> Heat | None:
    """The two numbers that decide most and have ranges."""
    listed = {line.name for line in lines(made) if line.values}
    ranged = [one.name for one in deciding if one.name not in listed][:2]
    if len(ranged) < 2:
        return None
    found = two_numbers(made, question, view.ahead, ranged[0], ranged[1])
    return Heat(
        across=_axis(found.across, teller), up=_axis(found.up, teller), share=[row.tolist() for row in found.share]
    )


def _axis(line: Line, teller: Teller) -> Axis:
    text = number_words(teller, line.name)
    return Axis(number=line.name, text=text, range=(line.low, line.high), centre=line.centre)


def _distrust(
    view: View, deciding: list[Effect], width: Widths, put_in: Assumed, question: str, language: Language
) -> list[str]:
    """Put in rather than derived; a number without a source that decides; wider ranges; who is held still."""
    teller, said = view.teller(language), []
    if put_in.judged[0].verdict == "assumed":
        said += [_unasked(one, teller.question(question)) for one in put_in.sentences(language)[:1]]
    for top in deciding[:1]:
        if top.share > WEAK and _mark(view, top.name) != "sourced":
            said.append(say("study.distrust.judged", language, number=number_words(teller, top.name)))
    written, twice = _share(width, question, 1.0), _share(width, question, 2.0)
    if twice < written - SHIFT:
        words = {key: show(percent(share), language) for key, share in (("written", written), ("twice", twice))}
        said.append(say("study.distrust.wide", language, **words))
    held = [one.hold for one in view.situation.held if one.hold in view.situation.actors]
    if held:
        said.append(say("brief.distrust.held", language, actors=teller.actors(held)))
    return said


def _mark(view: View, name: str) -> str:
    """What a number rests on."""
    for block in ("drivers", "actors", "preferences"):
        for path, _ in quantities(getattr(view.situation, block), (block,)):
            if column_name(path) == name:
                return MARKS[support(view.situation, path)[0]]
    return "none"
