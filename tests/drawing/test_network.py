"""Ties of many actors: every actor is found by name or number, names cover nothing, the same ties look the same."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from detente.drawing.relations.network import LETTER, TALL, _labels, draw_network
from detente.drawing.relations.spread import places
from detente.drawing.relations.ties import FEW
from detente.influence.balance.alignment import balance
from detente.influence.balance.signed import signed_graph
from detente.load import check_text


def drawing(count: int, language: str) -> ElementTree.Element:
    random = np.random.default_rng(1)
    ends = {tuple(sorted(pair)) for pair in random.integers(0, count, (3 * count, 2)).tolist() if pair[0] != pair[1]}
    ties = "".join(
        f"  t{number}: {{between: [a{a}, a{b}], kind: pact, sign: {'positive' if (a + b) % 2 == 0 else 'negative'}}}\n"
        for number, (a, b) in enumerate(sorted(ends))
    )
    actors = "".join(f"  a{k}: {{name: {{en: Actor & {k}, ar: الطرف {k}}}}}\n" for k in range(count))
    case = check_text(f"detente: 1\nactors:\n{actors}ties:\n{ties}", Path()).case
    assert case is not None
    found = balance(case.situation)
    assert found is not None and len(found.actors) > FEW
    return ElementTree.fromstring(draw_network(case.situation, found, language))


@pytest.mark.parametrize(
    ("count", "language", "name"), [(60, "en", "Actor & "), (60, "ar", "الطرف "), (150, "en", "Actor & ")]
)
def test_everybody_is_found_by_name_or_number(count: int, language: str, name: str) -> None:
    root = drawing(count, language)
    space = "{http://www.w3.org/2000/svg}"
    texts = [(element.text or "", element) for element in root.iter(f"{space}text")]
    numbers = {int(text) for text, element in texts if text.isdigit()}
    listed = {int(found[1]) for text, _ in texts if (found := re.fullmatch(rf"(\d+) {name}\d+", text))}
    named = [(text, element) for text, element in texts if re.fullmatch(rf"{name}\d+", text)]
    assert numbers == listed == set(range(1, count - len(named) + 1)) and len(named) >= 20
    circles = [(float(c.get("cx", 0)), float(c.get("cy", 0))) for c in root.iter(f"{space}circle")]
    assert len(circles) == count == len(set(circles))
    assert ElementTree.tostring(root) == ElementTree.tostring(drawing(count, language))


def test_places_are_apart_and_inside() -> None:
    random = np.random.default_rng(2)
    pairs = [(a, b, 1.0 if a % 2 == b % 2 else -1.0) for a, b in random.integers(0, 80, (200, 2)).tolist() if a != b]
    at = places(signed_graph(80, pairs), np.arange(80) % 2, 900, 600, 20)
    far = np.linalg.norm(at[:, None] - at[None], axis=2)[np.triu_indices(80, 1)]
    assert far.min() > 15 and (at >= 19).all() and (at <= np.array([881, 581])).all()


def test_no_name_covers_another_or_a_circle() -> None:
    random = np.random.default_rng(3)
    at, size, called = random.random((90, 2)) * [900, 600], np.full(90, 8.0), [f"Actor {k}" for k in range(90)]
    found = _labels(called, list(range(90)), at, size, 900)
    boxes = {}
    for actor, (x, y, anchor) in found.items():
        wide = LETTER * len(called[actor])
        left = x - {"left": 0, "right": wide, "middle": wide / 2}[anchor]
        boxes[actor] = left, y - TALL + 4, left + wide, y + 4
    for (_, one), (_, other) in combinations(boxes.items(), 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for actor, box in boxes.items():
        for other in set(range(90)) - {actor}:
            x, y = at[other]
            assert box[2] <= x - 8 or x + 8 <= box[0] or box[3] <= y - 8 or y + 8 <= box[1]
    assert len(found) >= 20
