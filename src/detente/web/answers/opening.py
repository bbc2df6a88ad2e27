"""A document that is opened: what it is called, what can be chosen, asked and moved in it."""

from __future__ import annotations

from detente.errors import DetenteError
from detente.outcomes.telling import Names
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.sentences import concept_name
from detente.web.answers.mistakes import mistakes
from detente.web.answers.numbers import numbers
from detente.web.answers.strip import strips
from detente.web.contracts.asking import Language, Viewed
from detente.web.contracts.bench import Named, Number, Open, Opened, Question
from detente.web.desk import Desk, Paper, View
from detente.words import LANGUAGES, in_language

DOCK = 6  # sliders that come first
MOST = 2_000  # outcomes up to which it is said at once what turns an answer


def opening(desk: Desk, paper: Paper, asked: Open) -> Opened:
    """What a page needs of a document before it asks anything; of one with mistakes, as much as there is."""
    found = paper.checked
    situation = found.reading.situation
    problems = mistakes(paper.text, found.problems, asked.lang)
    errors = sum(one.severity == "error" for one in problems)
    view = None if found.case is None else desk.view(paper, Viewed(doc=paper.doc))
    names = None if situation is None else Names(situation, asked.lang)
    told = [] if view is None else _turning(view, numbers(view, asked.lang))
    return Opened(
        rev=paper.rev,
        doc=paper.doc,
        name=paper.name,
        title=paper.name if situation is None else in_language(situation.title, asked.lang) or paper.name,
        date=None if situation is None else situation.date,
        shipped=paper.shipped,
        path=paper.path,
        outcomes=None if view is None else _outcomes(view),
        main=None if situation is None else situation.main_question,
        variants=[]
        if situation is None
        else [Named(id=name, text=_variant(situation, name)) for name in situation.variants],
        views=[] if names is None else [Named(id=name, text=names.actor(name)) for name in names.situation.perceptions],
        ahead=[Named(id=name, text=concept_name(name, asked.lang)) for name in CONCEPTS],
        actors=[] if names is None else [Named(id=name, text=names.actor(name)) for name in names.situation.actors],
        questions=[] if names is None else _questions(names),
        numbers=told,
        dock=_dock(told),
        languages=_languages(situation),
        mistakes=errors,
        problems=problems,
    )


def _turning(view: View, found: list[Number]) -> list[Number]:
    """The numbers with whether each alone turns an answer; of a large case that is not asked yet."""
    if not view.situation.questions or (_outcomes(view) or MOST + 1) > MOST:
        return found
    known = strips(view)
    return [one.model_copy(update={"turns": known[one.id].turns if one.id in known else None}) for one in found]


def _dock(found: list[Number]) -> list[str]:
    """The numbers whose sliders come first: that turn an answer within their range, beyond it, not at all."""
    order = {"within": 0, "beyond": 1, "no": 2, None: 2}
    moved = [one for one in found if not one.formula]
    return [one.id for one in sorted(moved, key=lambda one: (order[one.turns], one.range is None))][:DOCK]


def _outcomes(view: View) -> int | None:
    try:
        return view.stability.model.space.count
    except DetenteError:
        return None


def _variant(situation: Situation, name: str) -> str:
    date = situation.variants[name].get("date")
    return name.replace("_", " ") if date is None else f"{name.replace('_', ' ')} ({date})"


def _questions(names: Names) -> list[Question]:
    situation, language = names.situation, names.language
    return [
        Question(
            id=name,
            text=names.question(name),
            yes=in_language(record.yes, language) or "",
            no=in_language(record.no, language) or "",
            main=name == situation.main_question,
        )
        for name, record in situation.questions.items()
    ]


def _languages(situation: Situation | None) -> list[Language]:
    """The languages in which the file has its title; all where it does not say."""
    title = None if situation is None else situation.title
    return [name for name in LANGUAGES if not isinstance(title, dict) or name in title]  # type: ignore[misc]
