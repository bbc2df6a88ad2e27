"""What the places are called that paths lead to."""

from __future__ import annotations

import pytest

import detente as dt
from detente.outcomes.telling import Teller
from detente.stability.paths.result import paths
from detente.stability.paths.sentences import journey_sentences, overview_sentences, target_names
from detente.words import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_that_paths_lead_to_are_told_apart(language: str) -> None:
    """Ten places in the Macedonian case share their most valued part: it is said once, and no two have one name."""
    result = paths(dt.load("mediation/macedonia_2018").situation)
    teller = Teller(result.situation, result.stability.model.space, language)
    common, names = target_names(result, teller)
    assert len(common) == 2 and len(names) == len(set(names.values())) == len(result.journeys) == 10
    assert sum(all(part in line for part in common) for line in overview_sentences(result, language)) == 1
    for journey in result.journeys:
        (end,) = journey.target.outcomes
        assert plain_text(names[end]) in plain_text(journey_sentences(result, journey, language)[0])


def plain_text(words: str) -> str:
    return "".join(letter for letter in words if letter not in "\u2066\u2067\u2068\u2069")
