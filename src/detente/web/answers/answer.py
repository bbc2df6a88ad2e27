"""The answer: where things go, what that means for every question, and what it was without the what-ifs."""

from __future__ import annotations

from detente.situation.model import Situation
from detente.stability.sentences import concept_name, goes
from detente.web.contracts.asking import Reply, Told
from detente.web.contracts.bench import Answered, Ask, Base, Fact, Placed
from detente.web.desk import View
from detente.words import in_language, isolated, say

REPLIES: dict[str, Reply] = {"every": "yes", "some": "some", "none": "no"}
MOST_ENDS = 24  # places that are named


def answer(view: View, asked: Ask) -> Answered:
    """The answer at the numbers of the view, and of the file as it is."""
    base = facts(view.plain, asked.lang)
    here = facts(view, asked.lang)
    known = {fact.question: fact.answer for fact in base}
    start = view.stability.model.space.status_quo
    return Answered(
        where=where(view, asked.lang),
        facts=here,
        base=Base(where=where(view.plain, asked.lang), facts=base),
        changed=[fact.question for fact in here if known.get(fact.question) != fact.answer],
        ends=ends_of(view, asked.lang),
        status_quo=None if start is None else start + 1,
        how=concept_name(view.ahead, asked.lang),
    )


def ends_of(view: View, language: str) -> list[Placed]:
    """The places where things can end, by what tells them apart."""
    ends = view.classes[:MOST_ENDS]
    names = view.teller(language).names([members[0] for members in ends if len(members) == 1])[1]
    circle = say("stability.a_circle", language)
    return [
        Placed(outcome=members[0] + 1, text=names.get(members[0], circle), circle=len(members) > 1) for members in ends
    ]


def where(view: View, language: str) -> Told:
    """Where things go from today, in one or two sentences."""
    key, values = goes(view.stability, [view.ahead], view.teller(language), [view.ahead])
    values["concepts"] = ""  # the page says once how far sides look ahead
    return Told(text=say(key, language, **values), key=key, values={name: _plain(one) for name, one in values.items()})


def _plain(value: object) -> object:
    return value if isinstance(value, int | float) else str(value)


def replies(view: View) -> dict[str, Reply]:
    """Question → its answer, predicted from today (without a status quo: over all places where things can end)."""
    found = {}
    for name in view.situation.questions:
        predicted, possible = view.stability.answers(name, view.ahead)
        found[name] = REPLIES[predicted or possible]
    return found


def facts(view: View, language: str) -> list[Fact]:
    """Every question with its answer as a clause."""
    return [
        Fact(question=name, answer=one, text=clause(view.situation, name, one, language))
        for name, one in replies(view).items()
    ]


def clause(situation: Situation, question: str, reply: Reply, language: str) -> str:
    """The answer to a question as a clause of the file; where it has none, the question with yes, no or either way."""
    record = situation.questions[question]
    words = {"yes": record.yes, "no": record.no}.get(reply)
    if words is not None:
        return isolated(in_language(words, language) or "", language)
    code = {told: code for code, told in REPLIES.items()}[reply]
    asked = isolated(in_language(record.text, language) or question.replace("_", " "), language)
    return say("brief.sure.statement", language, question=asked, answer=say(f"brief.short.{code}", language))
