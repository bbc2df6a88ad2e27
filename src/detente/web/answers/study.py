"""How sure every answer is: the job that draws futures, tells the shares as they come, then what decides and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from detente.evidence.citations import support
from detente.outcomes.numbers import column_name, quantities
from detente.outcomes.telling import Teller
from detente.uncertainty.answer_shares import Counts, told_study
from detente.uncertainty.questions.asking import Line, lines
from detente.uncertainty.questions.assumed import Assumed
from detente.uncertainty.questions.drivers import Drivers, Effect
from detente.uncertainty.questions.naming import number_words
from detente.uncertainty.questions.table import ask
from detente.uncertainty.questions.width import FACTORS
from detente.uncertainty.questions.width import Width as Widths
from detente.uncertainty.study.result import Asked, Study
from detente.uncertainty.two_numbers import TwoNumbers, two_numbers
from detente.web.answers.answer import REPLIES
from detente.web.answers.numbers import MARKS
from detente.web.contracts.around import AskJob, Ended, Progress
from detente.web.contracts.asking import Language, Reply, Tell
from detente.web.contracts.bench import Mover
from detente.web.contracts.studied import Axis, Heat, QuestionStudied, Width
from detente.web.desk import View
from detente.words import say, show
from detente.words.amounts import percent

KEPT = 100_000  # draws of a study that is kept
DECIDING = 5  # numbers that are told
LITTLE = 0.02  # share of the variation below which a number decides next to nothing
TOLD = 2  # regions in which an answer comes, ways to turn it
WEAK = 0.05  # share of the variation from which a number without a source is a reason to distrust
SHIFT = 0.02  # by which the share falls with wider ranges, from which on it is one


@dataclass(frozen=True)
class Asking:
    """A study that was drawn, what was `told` of its shares, and what it was asked: once, whatever the language."""

    made: Study
    ahead: str
    told: Progress | None = None
    known: dict[tuple[str, str | None], Asked] = field(default_factory=dict)
    squares: dict[tuple[str, str, str], TwoNumbers] = field(default_factory=dict)

    def ask(self, kind: str, question: str | None = None) -> Any:
        """An answer of the study (`detente.uncertainty.questions.table`); None: to all questions at once."""
        key = kind, question
        if key not in self.known:
            self.known[key] = ask(self.made, kind, question, self.ahead)
        return self.known[key]

    def square(self, question: str, across: str, up: str) -> TwoNumbers:
        """How often yes, wherever these two numbers stand."""
        key = question, across, up
        if key not in self.squares:
            self.squares[key] = two_numbers(self.made, question, self.ahead, across, up)
        return self.squares[key]


def study(view: View, asked: AskJob, tell: Tell) -> None:
    """Tells: shares after every block of draws; then, question by question, all that was found so far; then the end.

    The question that is looked at comes first. The last study is kept with the desk: what is told in another language
    is not drawn again.
    """
    key = view, asked.draws, asked.seed
    known = None if view.desk is None else view.desk.studied.get(key)
    asking = known or _drawn(view, asked, tell)
    if known is not None and known.told is not None:
        tell("progress", known.told)
    elif view.desk is not None and asked.draws <= KEPT:
        view.desk.studied = {key: asking}
    found: dict[str, Any] = {}
    questions = list(view.situation.questions)
    for name in sorted(questions, key=lambda one: one != asked.question):
        found[name] = question_studied(view, asking, name, asked.lang).model_dump(mode="json")
        tell("found", {"questions": dict(found)})
    whole = 0 if asking.told is None else asking.told.done
    tell("done", Ended(done=whole, whole=whole, found={"questions": found}))


def _drawn(view: View, asked: AskJob, tell: Tell) -> Asking:
    """Tells the shares as they come."""
    told: Progress | None = None

    def counted(done: int, counts: Counts) -> None:
        nonlocal told
        shares: dict[str, dict[Reply, int]] = {
            name: {REPLIES[word]: int(count) for word, count in zip(("none", "some", "every"), found, strict=True)}
            for name, found in counts.items()
        }
        whole = 1 if done == 1 else asked.draws  # one draw where nothing is uncertain
        told = Progress(done=done, whole=whole, shares=shares)
        tell("progress", told)

    return Asking(told_study(view.situation, asked.draws, asked.seed, view.ahead, counted), view.ahead, told)


def question_studied(view: View, asking: Asking, question: str, language: Language) -> QuestionStudied:
    """Everything about one question."""
    teller = view.teller(language)
    drivers: Drivers = asking.ask("drivers", question)
    width: Widths = asking.ask("width")
    decided = drivers.decided[0]
    deciding = [one for one in decided.deciding if one.share >= LITTLE][:DECIDING]
    written = teller.question(question)
    sentences = [_unasked(one, written) for one in drivers.sentences(language)]
    return QuestionStudied(
        drivers=[_mover(teller, one) for one in deciding],
        few="" if deciding else " ".join(sentences[:1]),
        when=[_unasked(one, written) for one in asking.ask("when", question).sentences(language)[:TOLD]],
        flip=[_unasked(one, written) for one in asking.ask("flip", question).sentences(language)[:TOLD]],
        widths=[
            Width(ranges=factor, answer=REPLIES[width.answers[question]], share=_share(width, question, factor))
            for factor in sorted(FACTORS)
        ],
        heat=_heat(asking, question, deciding, teller),
        distrust=_distrust(view, deciding, asking, question, language),
    )


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


def _heat(asking: Asking, question: str, deciding: list[Effect], teller: Teller) -> Heat | None:
    """The two numbers that decide most and have ranges."""
    listed = {line.name for line in lines(asking.made) if line.values}
    ranged = [one.name for one in deciding if one.name not in listed][:2]
    if len(ranged) < 2:
        return None
    found = asking.square(question, ranged[0], ranged[1])
    return Heat(
        across=_axis(found.across, teller), up=_axis(found.up, teller), share=[row.tolist() for row in found.share]
    )


def _axis(line: Line, teller: Teller) -> Axis:
    text = number_words(teller, line.name)
    return Axis(number=line.name, text=text, range=(line.low, line.high), centre=line.centre)


def _distrust(view: View, deciding: list[Effect], asking: Asking, question: str, language: Language) -> list[str]:
    """Put in rather than derived; a number without a source that decides; wider ranges; who is held still."""
    teller, said = view.teller(language), []
    width: Widths = asking.ask("width")
    put_in: Assumed = asking.ask("assumed")
    place = list(view.situation.questions).index(question)
    if put_in.judged[place].verdict == "assumed":
        said.append(_unasked(put_in.sentences(language)[place], teller.question(question)))
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
