"""The cases of what follows a joint move, of consent, and of what comes without a deal: the literal definitions.

Every field of `expected` is compared, none is passed over: a field that this file does not compute fails the test.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import detente as dt
from detente.load import load
from detente.outcomes.preferences import preferences_of
from detente.outcomes.space import Space
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.solve import Model
from tests.stability import literal_consent as consent
from tests.stability import literal_foresight as ahead
from tests.stability.literal_foresight import literal

FOLDER = Path(__file__).parent / "foresight"
SITUATIONS = sorted((FOLDER / "situations").glob("*.yaml"))
VIEWS = sorted((FOLDER / "views").glob("*.yaml"))
AHEAD = ("seq", "sseq")


def expected(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["expected"]
    return found


def ids(outcomes: Any) -> list[int]:
    return sorted(outcome + 1 for outcome in outcomes)


def class_ids(classes: set[ahead.Class]) -> list[list[int]]:
    return sorted(ids(members) for members in classes)


def outcome_rows(space: Space) -> list[dict[str, Any]]:
    return [
        {
            "id": index + 1,
            "status_quo": index == space.status_quo,
            "levels": {
                ".".join(axis.parts): axis.levels[level]
                for axis, level in zip(space.axes, space.levels[index], strict=True)
            },
        }
        for index in range(space.count)
    ]


def moves(rows: list[tuple[str, int, int, list[int]]]) -> list[list[Any]]:
    return [[mover, start + 1, landing + 1, ids(final)] for mover, start, landing, final in rows]


def answers(situation: Situation) -> dict[str, Any]:
    """Everything about a situation, in the form of the cases."""
    model = Model.of(situation)
    game = literal.game_of(model.moves, preferences_of(model.numbers()))
    start = model.space.status_quo
    assert start is not None
    reads = {name: ahead.reading(game, concept) for name, concept in CONCEPTS.items()}
    graphs = {name: ahead.arcs(read) for name, read in reads.items()}
    stable = {name: {actor: _stable(read, actor) for actor in game.actors} for name, read in reads.items()}
    equilibria = {name: ids(set.intersection(*stable[name].values())) for name in CONCEPTS}
    predicted = {name: literal.predicted(graph, game.outcomes, start) for name, graph in graphs.items()}
    possible = {name: literal.terminal_classes(graph, game.outcomes) for name, graph in graphs.items()}
    truths = {name: model.space.holds(question.statement) for name, question in situation.questions.items()}
    return {
        "outcomes": outcome_rows(model.space),
        "stable": {name: {actor: ids(found) for actor, found in stable[name].items()} for name in CONCEPTS},
        "equilibria": equilibria,
        "holds": {name: ids(literal.holds(graph, game.outcomes)) for name, graph in graphs.items()},
        "predicted": {name: class_ids(classes) for name, classes in predicted.items()},
        "possible": {name: class_ids(classes) for name, classes in possible.items()},
        "drift": {name: class_ids(ahead.drift(read, start)) for name, read in reads.items()},
        "anticipated": {name: moves(ahead.anticipated(reads[name])) for name in AHEAD},
        "sacrifices": {name: moves(ahead.sacrifices(reads[name], start)) for name in AHEAD},
        "questions": {
            question: {
                name: {
                    "predicted": literal.answer(truth, predicted[name]),
                    "possible": literal.answer(truth, possible[name]),
                }
                for name in CONCEPTS
            }
            for question, truth in truths.items()
        },
        "counts": {
            "feasible": model.space.count,
            "equilibria": {name: len(found) for name, found in equilibria.items()},
        },
    }


def _stable(read: ahead.Reading, actor: str) -> set[int]:
    return {s for s in read.game.outcomes if literal.stable(read.game, read.concept, actor, s)}


def seen_answers(situation: Situation, seen: dict[str, Situation]) -> dict[str, Any]:
    """Everything about a situation that actors see differently, in the form of the cases."""
    mistaken = [actor for actor in situation.actors if actor in seen]
    space = Model.of(situation).space
    truths = {name: space.holds(question.statement) for name, question in situation.questions.items()}
    return {
        "outcomes": outcome_rows(space),
        "perceptions": mistaken,
        "concepts": {name: _seen(consent.views(situation, seen, name), mistaken, truths) for name in CONCEPTS},
    }


def _seen(given: consent.Views, mistaken: list[str], truths: dict[str, Any]) -> dict[str, Any]:
    return {
        "holds": ids(consent.holds(given)),
        "predicted": class_ids(consent.predicted(given)),
        "possible": class_ids(consent.possible(given)),
        "taken_aback": consent.taken_aback(given),
        "let_down": consent.let_down(given),
        "signed_against_expectation": [
            [agreement, start + 1, landing + 1, party]
            for agreement, start, landing, party in consent.signed_against_expectation(given)
        ],
        "questions": {
            question: {
                "in_fact": consent.answer(truth, consent.predicted(given)),
                "twin": consent.answer(truth, consent.twin(given)),
                "expected_by": {a: consent.answer(truth, given.of[a].expected()) for a in mistaken},
            }
            for question, truth in truths.items()
        },
        "told": {actor: class_ids(consent.predicted(consent.told(given, actor))) for actor in mistaken},
    }


@pytest.mark.parametrize("path", SITUATIONS, ids=lambda path: path.stem)
def test_what_follows_and_what_comes_without_a_deal(path: Path) -> None:
    found, wanted = answers(load(path).situation), expected(path)
    assert found.keys() == wanted.keys()
    for field in wanted:
        assert found[field] == wanted[field], field


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.stem)
def test_consent(path: Path) -> None:
    case = load(path)
    found, wanted = seen_answers(case.situation, case.perceptions), expected(path)
    assert (found.keys(), found["concepts"].keys()) == (wanted.keys(), wanted["concepts"].keys())
    assert (found["outcomes"], found["perceptions"]) == (wanted["outcomes"], wanted["perceptions"])
    for concept, fields in wanted["concepts"].items():
        assert found["concepts"][concept].keys() == fields.keys()
        for field in fields:
            assert found["concepts"][concept][field] == fields[field], f"{concept}: {field}"


def test_every_case_is_here() -> None:
    assert (len(SITUATIONS), len(VIEWS)) == (22, 9)
    assert all(path.with_suffix(".json").exists() for path in (*SITUATIONS, *VIEWS))


# The same through what people get: the JSON of the program


@pytest.mark.parametrize("path", SITUATIONS, ids=lambda path: path.stem)
def test_the_program_says_what_follows(path: Path) -> None:
    found, wanted = dt.stability(load(path).situation).data(), expected(path)
    for field in ("stable", "equilibria", "holds", "predicted", "possible", "drift", "anticipated", "sacrifices"):
        assert found[field] == wanted[field], field
    assert found["questions"] == wanted["questions"]
    assert [{key: row[key] for key in ("id", "status_quo", "levels")} for row in found["outcomes"]] == wanted[
        "outcomes"
    ]


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.stem)
def test_the_program_says_who_consents(path: Path) -> None:
    found, wanted = dt.perception(load(path), CONCEPTS).data(), expected(path)
    for concept, fields in wanted["concepts"].items():
        told = found["concepts"][concept]
        for field in ("holds", "predicted", "possible", "taken_aback", "let_down", "signed_against_expectation"):
            assert told[field] == fields[field], f"{concept}: {field}"
        assert {actor: row["predicted"] for actor, row in told["told"].items()} == fields["told"], concept
