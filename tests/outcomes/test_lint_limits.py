"""However large a situation is, `check` answers: limits belong to analyses, never to it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.load import check_text
from detente.outcomes.numbers import probe_numbers
from detente.outcomes.space import space_of


def codes(text: str) -> list[str]:
    return [problem.code for problem in check_text(text, Path("nowhere")).problems]


def situation(options: int, rules: str = "", levels: str = "", others: str | None = None) -> str:
    """Two actors with this many options each. `others`: the levels of the second, where they are not those of both."""
    lines = ["detente: 1", "actors: {turkey: , greece: }", "options:"]
    for actor, mine in (("turkey", levels), ("greece", levels if others is None else others)):
        lines.append(f"  {actor}: {{{', '.join(f'o{n}: {mine}' for n in range(options))}}}")
    first = "== `1`" if levels else ""
    lines.append(
        f"preferences: {{turkey: {{priorities: [greece.o0 {first}]}}, greece: {{priorities: [turkey.o0 {first}]}}}}"
    )
    return "\n".join(lines) + f"\n{rules}\n"


def test_too_many_outcomes_are_said() -> None:
    assert codes(situation(40)) == ["outcomes_unlisted"]
    assert codes(situation(3, levels=f"{{levels: {list(range(250))}}}")) == ["outcomes_unlisted"]


def test_many_outcomes_are_tried_out_without_their_moves() -> None:
    assert codes(situation(9)) == ["moves_unlisted"]


def test_many_draws_are_said_to_be_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.outcomes.outcome_checks.MAX_TRIED", 100)
    assert codes(situation(4)) == ["outcomes_unlisted"]


def test_many_nodes_with_pairs_are_no_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.outcomes.outcome_checks.MAX_TRIED", 100)
    names = ", ".join(f"s{n}" for n in range(11))
    text = f"detente: 1\nactors: {{a: }}\noutcomes: [{names}]\nmoves: {{a: [[s0, s1]]}}\n"
    assert codes(f"{text}preferences: {{a: {{priorities: [s1]}}}}") == []
    assert codes(f"{text}preferences: {{a: {{prefers: [[s1, s0]]}}}}") == ["outcomes_unlisted"]


def test_a_rule_without_which_all_is_too_large_is_not_blamed() -> None:
    never = "rules: {all: {never: 'true'}}"
    assert codes(situation(2, never)) == ["outcomes_none"]
    acts = {actor: " or ".join(f"{actor}.o{n}" for n in range(20)) for actor in ("turkey", "greece")}
    rules = ", ".join(f"{actor}: {{never: {text}}}" for actor, text in acts.items())
    assert codes(situation(20, f"rules: {{{rules}, all: {{never: 'true'}}}}")) == ["outcomes_none"]


def test_250_levels_work_and_251_are_refused() -> None:
    levels = "{{levels: {}}}".format
    assert codes(situation(1, levels=levels([*range(250)]), others=levels([0, 1]))) == []
    assert codes(situation(1, levels=levels([*range(251)]))) == ["levels_many"] * 2


def test_numbers_are_probed_at_each_end_without_a_table_of_all() -> None:
    """Of 4,000 drivers a table of every end of every one would hold 32 million numbers."""
    head = "detente: 1\nactors: {a: , b: }\noptions: {a: {x: do it}}\ndrivers:\n"
    case = check_text(head + "".join(f"  d{place}: 1..{place + 2}\n" for place in range(4_000)), Path("nowhere")).case
    assert case is not None
    probe = probe_numbers(case.situation, space_of(case.situation))
    assert probe.count == 8_001 and len(probe.columns) == 4_000
    column = probe.columns["d7"]
    assert column[[0, 15, 16]].tolist() == [5, 1, 9] and set(np.delete(column, [15, 16])) == {5}
