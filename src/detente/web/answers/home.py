"""Home: the files of the folder, the cases that come with detente, and templates to start from."""

from __future__ import annotations

from functools import cache

from detente.cases import ShippedCase, shipped_cases, templates
from detente.errors import DetenteError
from detente.load import load
from detente.situation.case import Case
from detente.situation.model import Situation
from detente.situation.reading.read import read_text
from detente.stability.result import stability
from detente.web.answers.answer import REPLIES, clause
from detente.web.contracts.around import AskHome, CaseCard, Home, Recent, Template
from detente.web.contracts.asking import Language, Reply
from detente.web.workspace import TEMPLATES
from detente.words import has, in_language, say

MAIN = "seq"


def home(asked: AskHome) -> Home:
    """What can be opened."""
    return Home(
        recent=[recent(one.name, one.text, asked.lang) for one in asked.files],
        cases=[card(one, asked.lang) for one in shipped_cases()] if asked.whole else [],
        templates=[template(name, asked.lang) for name in templates()] if asked.whole else [],
        folder=asked.folder,
    )


@cache
def recent(name: str, text: str, language: Language) -> Recent:
    """A file of the folder; what only sources and outcomes show is not asked of it here."""
    found = read_text(text, name)
    title = None if found.situation is None else in_language(found.situation.title, language)
    return Recent(name=name, title=title or name, problems=len(found.errors))


@cache
def _known(name: str) -> tuple[Case, str | None, int | None]:
    """A shipped case, the answer to its main question (in no words), and how many outcomes it has."""
    case = load(name)
    try:
        found = stability(case.situation, (MAIN,))
    except DetenteError:  # too large to list, or about positions alone
        return case, None, None
    question = case.situation.main_question
    predicted, possible = (None, None) if question is None else found.answers(question, MAIN)
    return case, predicted or possible, found.model.space.count


@cache
def card(shipped: ShippedCase, language: Language) -> CaseCard:
    """A shipped case as it is shown."""
    case, answer, outcomes = _known(shipped.name)
    situation = case.situation
    question = situation.main_question
    reply = None if answer is None else REPLIES[answer]
    asked = None if question is None else in_language(situation.questions[question].text, language)
    return CaseCard(
        name=shipped.name,
        title=in_language(situation.title, language) or shipped.name,
        date=situation.date,
        question=asked or question,
        answer=reply,
        text="" if question is None or reply is None else _reply(situation, question, reply, language),
        teaches=_teaches(shipped, language),
        outcomes=outcomes,
    )


def _reply(situation: Situation, question: str, reply: Reply, language: Language) -> str:
    """The answer as a clause of the file; where it has none, yes, no or either way: the question stands above it."""
    record = situation.questions[question]
    if (record.yes if reply == "yes" else record.no if reply == "no" else None) is None:
        return say(f"brief.short.{next(code for code, told in REPLIES.items() if told == reply)}", language)
    return clause(situation, question, reply, language)


def _teaches(shipped: ShippedCase, language: Language) -> str:
    """The question of its lesson; what else it is good for where it has none."""
    lesson, key = shipped.lesson(), f"serve.teaches.{shipped.name.rsplit('/', 1)[-1]}"
    if lesson is not None:
        return in_language(lesson.question, language) or ""
    return say(key, language) if has(key) else ""


@cache
def template(name: str, language: Language) -> Template:
    """A template as it is shown."""
    situation = _read(name)
    title = in_language(situation.title, language) or name
    return Template(name=f"{TEMPLATES}/{name}", title=title, text=in_language(situation.note, language) or "")


@cache
def _read(name: str) -> Situation:
    return read_text(templates()[name].read_text(encoding="utf-8"), name).required()
