"""Every screen through the table of endpoints, as JSON, in both languages: nothing breaks, and nothing is left in
English on an Arabic page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from detente.cases import templates
from detente.web.desk import Desk, Paper
from detente.web.endpoints import ENDPOINTS, JOBS, job
from detente.web.process import Request, reply
from tests.web.views import paper_of

SCREENS: dict[str, dict[str, Any]] = {
    "moves": {},
    "map": {},
    "deal": {},
    "audit": {"package": {"islands": "two", "treaty": "yes"}},
    "openings": {},
    "evidence": {},
    "without": {"sources": ["F13"]},
    "compare": {"left": {}, "right": {"variant": "y2022"}},
}
CODES = {
    "status_quo",
    "predicted",
    "deal",
    "here",
    *(f"{w}:{a}" for w in ("best", "hope") for a in ("japan", "russia")),
}
SHOWN = {"text", "why", "no_deal_text", "repaired", "others"}


def ask(paper: Paper, desk: Desk, endpoint: str, **data: Any) -> tuple[int, dict[str, Any]]:
    status, content = reply(desk, Request(1, endpoint, {"doc": paper.doc, **data}, paper))
    return status, json.loads(content)


def shown(found: Any, key: str = "") -> Iterator[str]:
    """What a reader sees of an answer: the texts, not the ids."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from shown(value, name)
    elif isinstance(found, list):
        for value in found:
            yield from shown(value, key)
    elif isinstance(found, str) and key in SHOWN and found not in CODES:
        yield found


@pytest.mark.parametrize("endpoint", SCREENS)
def test_an_arabic_screen_has_no_english_in_it(endpoint: str) -> None:
    paper, desk = paper_of("kuril/2019-01"), Desk()
    status, found = ask(paper, desk, endpoint, lang="ar", turn=3, **SCREENS[endpoint])
    assert (status, found["turn"], found["rev"]) == (200, 3, 1)
    for text in shown(found):
        assert not any(letter.isascii() and letter.isalpha() for letter in text), text


@pytest.mark.parametrize("name", templates())
def test_every_screen_of_every_template(name: str) -> None:
    path = templates()[name]
    paper, desk = Paper(name, 1, name, path.read_text(encoding="utf-8"), path.parent), Desk()
    deals = "agreements:" in paper.text.replace("# agreements:", "")
    for endpoint in ("moves", "map", "deal", "evidence", "compare", "graph"):
        data = SCREENS.get(endpoint, {}) if endpoint != "compare" else {"left": {}, "right": {}}
        for language in ("en", "ar"):
            status, found = ask(paper, desk, endpoint, lang=language, **data)
            if endpoint == "deal" and not deals:
                assert (status, found["problems"][0]["code"]) == (400, "deal_no_agreement")
            elif status == 400:
                assert (endpoint, found["problems"][0]["code"]) == ("graph", "graph_large")
            else:
                assert status == 200
                if endpoint == "deal":
                    first = found["presets"][0]["package"]
                    assert ask(paper, desk, "audit", lang=language, package=first)[0] == 200


def test_every_function_is_there() -> None:
    assert all(callable(endpoint.function) for endpoint in ENDPOINTS.values())
    assert all(callable(job(kind)) for kind in JOBS)
