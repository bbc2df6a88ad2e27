"""Many actors: what is told and drawn stays short, says how much it leaves out, and the table has all of it."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from detente.influence.result import Asked, Influence, influence
from detente.load import check_text


@pytest.fixture(scope="module")
def found() -> Influence:
    """Sixty actors in a ring: each leans on the two after it, the first ten also on the one before, in two domains."""
    names = [f"a{k}" for k in range(60)]
    shares = {one: {names[(k + step) % 60]: round(0.3 - k / 400, 4) for step in (1, 2)} for k, one in enumerate(names)}
    for k in range(10):
        shares[names[k + 1]][names[k]] = 0.05
    document = {
        "detente": 1,
        "actors": {name: {} for name in names},
        "dependence": {"gas": {"shares": shares}, "oil": {"shares": shares}},
        "ties": {
            f"t{k}": {"between": [one, names[k - 1]], "kind": "k", "sign": "positive" if k % 3 else "negative"}
            for k, one in enumerate(names)
        },
    }
    case = check_text(json.dumps(document), Path()).case
    assert case is not None
    return influence(case.situation, asked=Asked(camps=()))


def test_sentences_say_how_much_they_leave_out(found: Influence) -> None:
    said = found.sentences("en")
    assert "gas: 80 more pairs are in the table." in said
    assert any(line.startswith("Not stated") and line.endswith(" more.") for line in said)
    assert any(line.startswith("The best split, with those that have the most ties: ") for line in said)
    assert len(said) < 200 and any("زوجاً آخر" in line for line in found.sentences("ar"))
    assert sum(row["measure"] == "leverage" and row["part"] == "gas" for row in found.rows()) == 120


LEFT = {"en": "100 more pairs are in the table.", "ar": "في الجدول 100 زوج آخر."}


@pytest.mark.parametrize("language", LEFT)
def test_the_figure_of_leverage_has_the_greatest_and_counts_the_rest(found: Influence, language: str) -> None:
    drawing = ElementTree.fromstring(found.figure(language, "leverage"))
    texts = [element.text or "" for element in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count(LEFT[language]) == 3  # two domains, and both together
    assert texts[1] == {"en": "a2 over a0", "ar": "a2 على a0"}[language] and "30 *" in texts
