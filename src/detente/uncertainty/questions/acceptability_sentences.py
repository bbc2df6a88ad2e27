"""Which outcomes are stable most often, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.stability.sentences import concept_names
from detente.uncertainty.questions.naming import share_words, teller_of
from detente.uncertainty.questions.share import Share, drawn
from detente.uncertainty.study.measures import MOST_PACKED
from detente.words import isolated, say

if TYPE_CHECKING:
    from detente.uncertainty.questions.acceptability import Acceptability

TOLD = 3


def acceptability_sentences(result: Acceptability, language: str = "en") -> list[str]:
    """The outcomes that are stable most often, each with its share; or that none is, or that it is not kept."""
    study, label = result.study, concept_names([result.concept], language)
    if study.model.space.count > MOST_PACKED:
        return [say("study.outcomes.many", language, count=study.model.space.count, most=MOST_PACKED)]
    said = [say("study.outcomes.head", language, count=drawn(study), concepts=label)]
    teller = teller_of(study, language)
    for place, count in result.counts[:TOLD]:
        if count:
            share = share_words(Share(count, drawn(study)), language, interval=True)
            name = isolated(str(place + 1), language)
            lines = [] if teller.space.nodes else teller.lines(place, held=False)
            words = say("phrases.semicolon", language).join(lines) or teller.outcome(place)
            said.append(say("study.outcomes.one", language, number=name, outcome=words, share=share))
    if len(said) == 1:
        said.append(say("study.outcomes.none", language))
    return said
