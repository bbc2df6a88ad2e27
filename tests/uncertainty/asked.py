"""Studies with known answers, for the questions asked of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.situation.model import Situation
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.study import study

RULE = "max(min(0.4 - x0, x1 - 0.5), x2 - 0.9)"  # yes iff (x0 < 0.4 and x1 > 0.5) or x2 > 0.9
EXACT = {"x0": 0.2410, "x1": 0.1607, "x2": 0.2857}  # first-order shares, worked out by hand in `exact_shares`


def situation(weight: str, drivers: dict[str, Any] | None = None, **blocks: Any) -> Situation:
    """One actor with one option, taken iff `weight` is above 0."""
    data: dict[str, Any] = {
        "detente": "1",
        "actors": {"a": {}},
        "options": {"a": {"x": None}},
        "status_quo": {},
        "drivers": drivers or {},
        "preferences": {"a": {"goals": {"g": {"want": "a.x", "weight": weight}}}},
        "questions": {"q": "a.x"},
    }
    return Situation.model_validate({**data, **blocks})


def rule_study(draws: int = 10_000, seed: int = 7, idle: int = 3) -> Study:
    """The rule above over uniform numbers, some of which do nothing."""
    names = [f"x{k}" for k in range(3 + idle)]
    nothing = " + ".join(f"0 * {name}" for name in names[3:]) or "0"
    return study(situation(f"{RULE} + {nothing}", dict.fromkeys(names, "0..1")), draws, seed, ["seq"])


def simple(weight: str, drivers: dict[str, Any], draws: int = 4_000, seed: int = 7, **blocks: Any) -> Study:
    return study(situation(weight, drivers, **blocks), draws, seed, ["seq"])


def exact_shares() -> dict[str, float]:
    """S_j = Var(P(yes | x_j)) / Var(yes), from the areas of the rule."""
    yes = 0.2 + 0.1 - 0.02
    conditional = {  # (chance, P(yes | there)) on both sides of each threshold
        "x0": [(0.4, 0.5 + 0.1 - 0.05), (0.6, 0.1)],
        "x1": [(0.5, 0.4 + 0.1 - 0.04), (0.5, 0.1)],
        "x2": [(0.1, 1.0), (0.9, 0.2)],
    }
    variance = yes * (1 - yes)
    return {name: sum(p * (v - yes) ** 2 for p, v in parts) / variance for name, parts in conditional.items()}


def says_all(result: Any) -> None:
    """Both languages say something, plain data can be written, and rows have the same keys."""
    english, arabic = result.sentences("en"), result.sentences("ar")
    assert len(english) == len(arabic) and all(english) and all(arabic)
    assert not any(mark in sentence for sentence in (*english, *arabic) for mark in ("{", "[["))
    assert any("\u0600" <= letter <= "\u06ff" for sentence in arabic for letter in sentence)
    assert result.to_json()
    for row in result.rows():
        assert not any(isinstance(value, float) and np.isnan(value) for value in row.values())
