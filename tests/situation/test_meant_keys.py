"""What people write before they look at the format: the message names the key they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.load import check_text
from detente.situation.meant_keys import CALLED, meant
from detente.situation.reading.schema import json_schema, keys_at

PLACES = {
    "actor": ("actors", "a"),
    "source": ("sources", "s"),
    "option": ("options", "a", "o"),
    "agreement": ("agreements", "t"),
    "goal": ("preferences", "a", "goals", "g"),
    "question": ("questions", "q"),
    "driver": ("drivers", "d"),
    "file": (),
}


@pytest.mark.parametrize(
    ("place", "written", "key"),
    [
        ("actor", "label", "name"),
        ("source", "text", "file"),
        ("source", "Date", "published"),
        ("option", "label", "text"),
        ("option", "values", "levels"),
        ("agreement", "members", "parties"),
        ("agreement", "options", "terms"),
        ("goal", "importance", "weight"),
        ("goal", "because", "why"),
        ("goal", "الوزن", "weight"),
        ("goal", "wieght", "weight"),  # spelt alike
        ("question", "question", "text"),
        ("driver", "range", "value"),
        ("file", "الفاعلون", "actors"),
        ("file", "status quo", "status_quo"),
        ("goal", "probability", None),
    ],
)
def test_another_word_for_a_key_leads_to_it(place: str, written: str, key: str | None) -> None:
    assert meant(written, keys_at(PLACES[place])) == key


def test_a_key_that_is_there_is_not_meant_again() -> None:
    known = keys_at(PLACES["option"])
    assert meant("label", known) == "text"
    assert meant("label", known, {"text", "label"}) is None


def test_every_key_with_other_words_is_one_of_the_format() -> None:
    assert set(CALLED) <= set(_keys(json_schema()))


def _keys(node: object) -> list[str]:
    if isinstance(node, list):
        return [key for item in node for key in _keys(item)]
    if not isinstance(node, dict):
        return []
    own = list(node["properties"]) if isinstance(node.get("properties"), dict) else []
    return own + [key for value in node.values() for key in _keys(value)]


def test_a_word_that_is_meant_for_what_is_missing_is_one_mistake() -> None:
    text = """detente: 1
title: t
actors: {a: {label: A}}
options: {a: {go: {}}}
preferences: {a: {goals: {g: {target: a.go, importance: 3}}}}
"""
    problems = check_text(text, Path()).problems
    assert [problem.code for problem in problems] == ["key_unknown"] * 3
    assert [problem.params["nearest"] for problem in problems] == ["name", "want", "weight"]
