"""The one language: precedence, arrays, bounds; against Python's own reading of the same formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.situation.evaluate import evaluate
from detente.situation.expression import ExpressionError, Name, Operation, parse
from detente.situation.scope import Scope, Symbol

SCOPE = Scope(
    {
        ("a", "x"): Symbol("option", ("no", "yes")),
        ("a", "y"): Symbol("option", ("no", "yes")),
        ("a", "z"): Symbol("option", ("low", "middle", "high")),
        ("قوة", "كبرى"): Symbol("option", ("no", "yes")),
        ("s",): Symbol("statement"),
        ("u",): Symbol("driver"),
        ("v",): Symbol("driver"),
    }
)


@dataclass
class Table:
    """Twelve outcomes (x fastest, then y, then z) and two draws."""

    scope: Scope = SCOPE

    def levels(self, parts: tuple[str, ...]) -> Any:
        index = np.arange(12)
        return {"x": index % 2, "y": index // 2 % 2, "z": index // 4, "كبرى": index % 2}[parts[1]]

    def truth(self, _: tuple[str, ...]) -> Any:
        return np.arange(12) < 6

    def driver(self, name: str) -> Any:
        return {"u": np.array([[0.5], [2.0]]), "v": np.array([[3.0], [-1.0]])}[name]


def value(text: str) -> Any:
    return evaluate(parse(text), Table())


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("not a.x and a.y", "(not a.x) and a.y"),
        ("a.x or a.y and s", "a.x or (a.y and s)"),
        ("a.x if a.y or s", "a.x if (a.y or s)"),
        ("a.x if a.y", "a.x or not a.y"),
        ("a.x iff a.y if s", "a.x iff (a.y if s)"),
        ("a.x iff a.y iff s", "(a.x iff a.y) iff s"),
        ("not a.z == low", "not (a.z == low)"),
        ("1 + 2 * u ** 2 > 3", "(1 + (2 * (u ** 2))) > 3"),
        ("-u ** 2", "-(u ** 2)"),
        ("2 ** 3 ** 2", "2 ** (3 ** 2)"),
        ("8 / 4 / 2", "(8 / 4) / 2"),
        ("5 - 2 - 1", "(5 - 2) - 1"),
        ("u * -v", "u * (-v)"),
        ("min(u, v, 1) + max(u, v)", "(min(u, v, 1)) + (max(u, v))"),
        ("a.z >= middle", "a.z == middle or a.z == high"),
        ("a.x == yes", "a.x"),
        ("a.x == true", "a.x"),
        ("`a`.`x`", "a.x"),
        ("قوة.كبرى", "a.x"),
    ],
)
def test_precedence_and_meaning(text: str, same: str) -> None:
    assert np.array_equal(value(text), value(same))


def test_truths_count_one_or_zero_in_arithmetic() -> None:
    assert value("u * (1 - 0.5 * a.x)").shape == (2, 12)
    assert value("u * (1 - 0.5 * a.x)")[1, :2].tolist() == [2.0, 1.0]
    assert np.array_equal(value("(a.x + a.y + s) >= 2"), value("a.x and a.y or a.x and s or a.y and s"))


NUMBERS = st.sampled_from(["1", "2.5", "0.25", "u", "v", "3"])


@st.composite
def formulas(draw: Any, depth: int = 3) -> str:
    if depth == 0 or draw(st.booleans()):
        return str(draw(NUMBERS))
    kind = draw(st.sampled_from(["+", "-", "*", "negative", "min", "max", "abs", "brackets"]))
    one, two = draw(formulas(depth - 1)), draw(formulas(depth - 1))
    match kind:
        case "negative":
            return f"-{one}"
        case "abs":
            return f"abs({one})"
        case "min" | "max":
            return f"{kind}({one}, {two})"
        case "brackets":
            return f"({one})"
    return f"{one} {kind} {two}"


@given(formulas())
def test_formulas_are_read_as_python_reads_them(text: str) -> None:
    """Python's eval serves as the oracle here, on text we made ourselves; the package never calls it."""
    found = np.broadcast_to(evaluate(parse(text), Table()), (2, 1))
    for draw, (u, v) in enumerate([(0.5, 3.0), (2.0, -1.0)]):
        assert found[draw, 0] == pytest.approx(eval(text, {"u": u, "v": v}))


@given(st.text(alphabet="ab.xyz_ uv()+-*/<>=!andornotif0123456789`,é\u0301ق ", max_size=40))
def test_any_text_is_read_or_refused_and_never_fails_otherwise(text: str) -> None:
    try:
        SCOPE.faults(parse(text), "weight")
    except ExpressionError as error:
        outside = not 0 <= error.start <= len(text)
    else:
        outside = False
    assert not outside


def test_offsets_point_at_the_name() -> None:
    tree = parse("a.x and  other.name")
    assert isinstance(tree, Operation)
    second = tree.operands[1]
    assert isinstance(second, Name)
    assert (second.start, second.end) == (9, 19)


def test_names_are_compared_in_nfc() -> None:
    assert parse("e\u0301t.x").parts == ("ét", "x")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * 2001, "expression_long"),
        (" and ".join(["a.x"] * 200), "expression_parts"),
        ("(" * 60 + "1" + ")" * 60, "expression_deep"),
        ("not " * 60 + "a.x", "expression_deep"),
        ("u ** 65", "exponent_large"),
        ("1" * 31, "number_long"),
        ("0.3..0.9", "range_in_formula"),
        ("u + 0.3..0.9", "range_in_formula"),
    ],
)
def test_bounds(text: str, code: str) -> None:
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert error.value.code == code
