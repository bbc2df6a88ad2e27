"""However a file is spoilt, reading it ends in problems, never in a crash; and quickly."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from detente.cases import shipped_cases
from detente.load import check, check_text
from tests.conftest import EXAMPLES

KURIL = next(case.path for case in shipped_cases() if case.name.startswith("kuril"))
OTHERS = [case.path for case in shipped_cases() if case.path != KURIL]
GARBAGE = [
    "[]", "{}", '""', "null", "~", "true", "no", ".nan", "1e999", "0.3-0.9", "0..1", '"`"', "a.b.c", "[[a]]", "[null]",
    "[{}]", "{a: b}", "{en: x}", "{form: 1}", "{value: {}}", "{value: [1]}", "{any: []}", "{low: 1}", "{cites: [x]}",
    "{null: null}", "{source: article}", "&a *a", "!x", ">>", "'", "-", "?", ":", "@", "%", "|", "((((", "not", "and",
    "status_quo", "japan", "peace.islands", "minor", "10..1", "1/0", "x**65", "2019-13-45", "é", "\u202eabc", "\u0663",
    '"\\e[31m"', '"a\\0b"', "map", "other", "entry", "9" * 400,
]  # fmt: skip


def spoil(text: str, dice: random.Random) -> str:
    """The text with one thing wrong with it."""
    lines = text.split("\n")
    line, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    place = dice.randrange(max(1, len(text) - 1))
    match dice.choice(["delete", "repeat", "swap", "value", "key", "cut", "hole", "move", "indent"]):
        case "delete":
            del lines[line]
        case "repeat":
            lines.insert(other, lines[line])
        case "swap":
            return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
        case "value":
            lines[line] = _value_replaced(lines[line], dice)
        case "key" if ":" in lines[line]:
            lines[line] = f"  {dice.choice(GARBAGE)}:{lines[line].partition(':')[2]}"
        case "cut":
            return text[:place]
        case "hole":
            return text[:place] + text[place + dice.randrange(200) :]
        case "move":
            lines.insert(other, lines.pop(line))
        case _:
            lines[line] = " " * dice.randrange(7) + lines[line].lstrip()
    return "\n".join(lines)


def _value_replaced(line: str, dice: random.Random) -> str:
    starts = [place + 2 for place in range(len(line)) if line.startswith(": ", place)]
    if not starts:
        return f"{line} {dice.choice(GARBAGE)}"
    start = dice.choice(starts)
    rest = line[start:]
    kept = rest[rest.index(",") :] if "," in rest and dice.random() < 0.7 else ""
    return line[:start] + dice.choice(GARBAGE) + kept


def survives(text: str, folder: Path) -> int:
    """Check the text and say every problem; how many there are."""
    checked = check_text(text, folder)
    for problem in checked.problems:
        assert problem.render("en")
        assert problem.as_data("en")["code"] == problem.code
    assert (checked.case is None) == bool(checked.errors)
    return len(checked.problems)


@pytest.mark.parametrize("seed", range(6 * EXAMPLES))
def test_a_spoilt_file_is_never_a_crash(seed: int) -> None:
    dice = random.Random(seed)
    path = KURIL if seed % 2 else dice.choice(OTHERS)
    text = path.read_text(encoding="utf-8")
    for _ in range(dice.choice([1, 1, 2, 4])):
        text = spoil(text, dice)
    survives(text, path.parent)


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_spoilt_sources_are_never_a_crash(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    for path in sorted(KURIL.parent.rglob("*")):
        target = tmp_path / path.relative_to(KURIL.parent)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        elif path.suffix in (".yaml", ".csv", ".txt"):
            text = path.read_text(encoding="utf-8")
            target.write_text(spoil(text, dice) if path.suffix != ".yaml" else text, encoding="utf-8")
    survives((tmp_path / KURIL.name).read_text(encoding="utf-8"), tmp_path)


def test_random_bytes_are_never_a_crash(tmp_path: Path) -> None:
    dice = random.Random(7)
    alphabet = b"\x00\t\n\r :-?[]{},#&*!|>'\"%@`abc1.\xc3\xa9\xe2\x80\xa8\xef\xbb\xbf\xff"
    path = tmp_path / "a.yaml"
    for _ in range(300):
        path.write_bytes(bytes(dice.choice(alphabet) for _ in range(dice.randrange(80))))
        assert all(problem.render() for problem in check(path).problems)


def test_a_mended_file_has_no_problems_left() -> None:
    assert survives(KURIL.read_text(encoding="utf-8"), KURIL.parent) == 0
