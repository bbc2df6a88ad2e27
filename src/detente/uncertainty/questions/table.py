"""What can be asked of a study. To add a question: one module with one function of its name, and one line here.

Every question is a function ``ask(study, question, concept, …)`` that only reads the study, or evaluates further draws
with it, and returns a result with rows and sentences.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.situation.identifiers import nearest
from detente.stability.concepts import REPORTED
from detente.uncertainty.questions.asking import Asked

if TYPE_CHECKING:
    from detente.uncertainty.study.study import Study

# name → module and function: how often; with other ranges; at other times; what decides; when; what flips it; what it
# hangs on; derived or put in; what is worth knowing; which option regrets least; how far it holds; which outcomes are
# stable, and how often
QUESTIONS = {
    "share": "share.share",
    "width": "width.width",
    "variants": "variants_compared.beside",
    "drivers": "drivers.drivers",
    "when": "when.when.when",
    "flip": "flip.flip",
    "hinges": "hinges.hinges",
    "assumed": "assumed.assumed",
    "worth": "worth.worth",
    "regret": "regret.regret",
    "robustness": "robustness.robustness",
    "outcomes": "acceptability.acceptability",
}
# other names by which some are known
ALSO = {"worth_knowing": "worth", "beside": "variants", "probability": "share", "acceptability": "outcomes"}


def named(name: str) -> str:
    """The name of a question as it stands in `QUESTIONS`. Raises `DetenteError` if there is none like it."""
    plain = name.strip().replace("-", "_")
    plain = ALSO.get(plain, plain)
    if plain not in QUESTIONS:
        known = tuple(QUESTIONS)
        raise DetenteError("ask_unknown", name=name, nearest=nearest(plain, [*known, *ALSO]), known=(*known, "all"))
    return plain


def ask(study: Study, name: str, question: str | None = None, concept: str | None = None, **more: Any) -> Asked:
    """Put a question to a study, by name.

    Args:
        name: one of `QUESTIONS`.
        question: a question of the file; None: all of them.
        concept: a way of looking ahead that the study was made with; None: ``seq`` if it was, else the first (for
            shares: all).
        more: what the function of that question takes, such as ``sources`` (hinges) or ``variants`` (variants).
    """
    module, _, function = QUESTIONS[named(name)].rpartition(".")
    if concept is None and module != "share":
        concept = REPORTED[-1] if REPORTED[-1] in study.concepts else study.concepts[0]
    put = getattr(importlib.import_module(f"detente.uncertainty.questions.{module}"), function)
    found = put(study, question=question, concept=concept, **more)
    assert isinstance(found, Asked)
    return found
