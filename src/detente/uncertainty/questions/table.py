"""What can be asked of a study. To add a question: one module with one function of its name, and one line here.

Every question is a function ``ask(study, question, concept, …)`` that only reads the study, or evaluates further draws
with it, and returns a result with rows and sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Unpack, cast

from detente.errors import DetenteError
from detente.situation.identifiers import nearest
from detente.stability.concepts import REPORTED
from detente.uncertainty.study.result import Asked, Details, Study

Question = Callable[..., Asked]

# name → the module here and its function, or any function: how often; with other ranges; at other times; what decides;
# when; what flips it; what it hangs on; derived or put in; what is worth knowing; which option regrets least; how far
# it holds; which outcomes are stable, and how often
QUESTIONS: dict[str, str | Question] = {
    "share": "share:share",
    "width": "width:width",
    "variants": "variants:variants",
    "drivers": "drivers:drivers",
    "when": "when.when:when",
    "flip": "flip:flip",
    "hinges": "hinges:hinges",
    "assumed": "assumed:assumed",
    "worth": "worth:worth",
    "regret": "regret:regret",
    "robustness": "robustness:robustness",
    "outcomes": "outcome_shares:outcome_shares",
}
# other names by which some are known
ALSO = {"worth_knowing": "worth", "beside": "variants", "probability": "share", "acceptability": "outcomes"}
OF_ALL = "share"  # asked of every way of looking ahead, unless one is named


def named(name: str) -> str:
    """The name of a question as it stands in `QUESTIONS`. Raises `DetenteError` if there is none like it."""
    plain = name.strip().replace("-", "_")
    plain = ALSO.get(plain, plain)
    if plain not in QUESTIONS:
        known = tuple(QUESTIONS)
        raise DetenteError("ask_unknown", name=name, nearest=nearest(plain, [*known, *ALSO]), known=(*known, "all"))
    return plain


def ask(
    study: Study, name: str, question: str | None = None, concept: str | None = None, **details: Unpack[Details]
) -> Asked:
    """Put a question to a study, by name: what `Study.ask` does, and says."""
    name = named(name)
    if concept is None and name != OF_ALL:
        concept = REPORTED[-1] if REPORTED[-1] in study.concepts else study.concepts[0]
    return _question(name)(study, question=question, concept=concept, **details)


def _question(name: str) -> Question:
    """The function behind a name; its module is loaded when it is first asked."""
    where = QUESTIONS[name]
    if not isinstance(where, str):
        return where
    module, _, function = where.partition(":")
    return cast(Question, getattr(import_module(f"detente.uncertainty.questions.{module}"), function))
