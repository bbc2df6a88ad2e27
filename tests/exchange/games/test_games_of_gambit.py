"""Games of Gambit in and out: pure equilibria of a file are R equilibria of its situation, both ways."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.cli import group
from detente.errors import DetenteError
from detente.exchange.games.game import MOST
from detente.exchange.games.game_read import read_game
from detente.exchange.games.nfg_write import write_nfg
from detente.outcomes.space import space_of
from detente.situation.model import Situation
from detente.situation.reading.read import read_text
from detente.stability.result import stability
from detente.words import say
from tests.conftest import examples
from tests.strategies import situations

Cell = tuple[int, ...]
CELL = re.compile(r'^\{ "((?:[^"\\]|\\.)*)" ([-0-9/, ]+) \}$', re.MULTILINE)
LOST = ("lost.moves", "lost.cuts", "lost.inertia", "packages.nfg.terms")


def cells_of(text: str) -> dict[Cell, tuple[str, list[Fraction]]]:
    """Every combination of strategies of a written file: the outcome it names and the payoffs."""
    names = re.search(r"^\{ (\{ .*?)^\}$", text, re.MULTILINE | re.DOTALL)
    assert names is not None
    sizes = [len(re.findall(r'"(?:[^"\\]|\\.)*"', line)) for line in names[1].splitlines() if line.strip()]
    listed = [(name, [Fraction(one) for one in payoffs.split(", ")]) for name, payoffs in CELL.findall(text)]
    order = [tuple(reversed(cell)) for cell in product(*(range(size) for size in reversed(sizes)))]
    return dict(zip(order, listed, strict=True))


def equilibria(payoff: dict[Cell, list[Fraction]]) -> set[Cell]:
    """The combinations from which no player gains by choosing otherwise alone."""
    return {
        cell
        for cell, own in payoff.items()
        if not any(
            other[player] > own[player]
            for there, other in payoff.items()
            for player in range(len(own))
            if all(a == b for place, (a, b) in enumerate(zip(cell, there, strict=True)) if place != player)
        )
    }


def parts(name: str) -> frozenset[str]:
    """An outcome by what stands otherwise than at first, in any order."""
    return frozenset(name.split(", "))


def resting(situation: Situation) -> set[frozenset[str]]:
    """The outcomes that are stable for everybody under R."""
    found = stability(situation, ("nash",), limit=10_000)
    held = [set(found.stable("nash", actor)) for actor in situation.actors]
    everywhere = set(range(1, found.model.space.count + 1)).intersection(*held)
    return {parts(found.model.space.name(number - 1)) for number in everywhere}


@examples(80)
@given(situations(graph=False))
def test_what_is_written_has_the_equilibria_of_the_situation(situation: Situation) -> None:
    """Where nothing was lost; and never an equilibrium that cannot be."""
    assume(space_of(situation).count > 0)
    try:
        game = write_nfg(situation)
    except DetenteError:
        assume(False)
        raise
    assert all(say(note.key, language, **note.values) for note in game.notes for language in ("en", "ar"))
    cells = cells_of(game.text)
    found = {cells[cell][0] for cell in equilibria({cell: payoffs for cell, (_, payoffs) in cells.items()})}
    assert "" not in found
    if not any(note.key in LOST for note in game.notes):
        there = {parts(name) for name, _ in cells.values()}
        assert {parts(name) for name in found} == resting(situation) & there


RULED = """
detente: 1
actors: {a: {name: A}, b: {name: B}, c: {name: Ç}}
options: {a: {x1: {}, x2: {move: forward}}, b: {y1: {}, y2: {}}}
rules:
  ra: {at_most_one: [a.x1, a.x2]}
  r: {never: "a.x1 and b.y1"}
  s: {never: "a.x1 and b.y2"}
  t: {never: "not a.x1 and not b.y1 and not b.y2"}
status_quo: {b.y1: yes}
preferences: {a: {priorities: ["a.x1", "b.y1"]}}
questions: {q: {statement: a.x1, text: does it?}}
"""


def test_losses_are_listed_and_what_cannot_be_is_left_out_or_never_rests() -> None:
    game = write_nfg(read_text(RULED).required())
    told = "\n".join(say(note.key, "en", **note.values) for note in game.notes)
    for part in (
        "Left out, because the rules exclude them whatever the others do: x1=yes, x2=yes.",
        "No preference is stated for b.",
        "No players, because they choose nothing: c.",
        "Lost: the status quo. It is the outcome",
        "Lost: that these go one way only: a.x2.",
        "no place for it: questions",
        "combinations are excluded by the rules",
    ):
        assert part in told
    cells = cells_of(game.text)
    assert len(cells) == 12 and all(payoffs[1] == 0 for name, payoffs in cells.values() if name)
    assert all(cells[cell][0] for cell in equilibria({cell: payoffs for cell, (_, payoffs) in cells.items()}))


def test_letters_beyond_ascii_are_said() -> None:
    keys = lambda text: [note.key for note in write_nfg(read_text(text).required()).notes]  # noqa: E731
    plain = "detente: 1\nactors: {a: , b: }\noptions: {a: {x: {}}, b: {y: {}}}\n"
    assert "packages.nfg.letters" not in keys(plain)
    assert "packages.nfg.letters" in keys(plain.replace("{a: ,", "{a: {name: مصر},"))


numbers = st.integers(-3, 4) | st.sampled_from([Fraction(1, 3), Fraction(5, 2)])


@st.composite
def tables(draw: Any) -> tuple[list[int], dict[Cell, list[Fraction]]]:
    """Two or three players with up to three strategies, and what every combination pays."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=3))
    return sizes, {cell: [Fraction(draw(numbers)) for _ in sizes] for cell in product(*map(range, sizes))}


def nfg(sizes: list[int], payoff: dict[Cell, list[Fraction]], *, outcomes: bool) -> str:
    order = [tuple(reversed(cell)) for cell in product(*(range(size) for size in reversed(sizes)))]
    head = 'NFG 1 R "" { ' + " ".join(f'"p{place}"' for place in range(len(sizes))) + " }"
    if not outcomes:
        paid = " ".join(str(one) for cell in order for one in payoff[cell])
        return f"{head} {{ {' '.join(map(str, sizes))} }}\n\n{paid}"
    ways = ["{ " + " ".join(f'"{name}"' for name in called(place, size)) + " }" for place, size in enumerate(sizes)]
    listed = "\n".join('{ "" ' + ", ".join(map(str, payoff[cell])) + " }" for cell in order)
    places = " ".join(str(place + 1) for place in range(len(order)))
    return f'{head}\n{{ {" ".join(ways)} }}\n"a comment"\n{{\n{listed}\n}}\n{places}'


def called(place: int, size: int) -> list[str]:
    return [f"{place}{one}" for one in range(size)]


@examples(60)
@given(tables(), st.booleans())
def test_normal_forms_keep_their_equilibria(table: Any, outcomes: bool) -> None:
    sizes, payoff = table
    assume(max(sizes) > 1)
    taken = read_game(nfg(sizes, payoff, outcomes=outcomes).encode(), "a.nfg")
    situation = read_text(taken.required()).required()
    space = space_of(situation)
    named = {
        f"p{place}": called(place, size) if outcomes else [f"s{one + 1}" for one in range(size)]
        for place, size in enumerate(sizes)
    }
    wanted = set()
    for cell in equilibria(payoff):
        standing = {axis.owner: axis.levels.index(named[axis.owner][cell[int(axis.owner[1:])]]) for axis in space.axes}
        row = [standing[axis.owner] for axis in space.axes]
        wanted.add(parts(space.name(space.levels.tolist().index(row))))
    assert resting(situation) == wanted


Node = tuple[Any, ...]


@st.composite
def trees(draw: Any, depth: int = 3) -> Node:
    """Chance, a move of player 1 or 2 in one of two information sets, or an end; payoffs on the way at times."""
    kind = draw(st.sampled_from(["t", "p", "p", "c"])) if depth else "t"
    pays = [Fraction(draw(numbers)) for _ in range(2)] if kind == "t" or draw(st.booleans()) else None
    if kind == "t":
        return ("t", pays)
    children = [draw(trees(depth - 1)) for _ in range(2)]
    if kind == "c":
        return ("c", pays, children)
    return ("p", pays, children, draw(st.integers(0, 1)), draw(st.integers(1, 2)))


def efg(tree: Node) -> str:
    """The tree as Gambit writes it; every outcome has a number of its own."""
    lines, count = ['EFG 2 R "" { "p0" "p1" }', '""'], 0

    def put(node: Node) -> None:
        nonlocal count
        pays = node[1]
        count += pays is not None
        said = "0" if pays is None else f'{count} "" {{ {pays[0]}, {pays[1]} }}'
        if node[0] == "t":
            lines.append(f't "" {said}')
        elif node[0] == "c":
            lines.append(f'c "" 1 "" {{ "l" 1/3 "r" 2/3 }} {said}')
        else:
            lines.append(f'p "" {node[3] + 1} {node[4]} "h{node[4]}" {{ "l" "r" }} {said}')
        for child in node[2] if len(node) > 2 else ():
            put(child)

    put(tree)
    return "\n".join(lines)


def value(node: Node, chosen: dict[tuple[int, int], int]) -> list[Fraction]:
    """What both get if they choose so in their information sets."""
    own = node[1] or [Fraction(0), Fraction(0)]
    if node[0] == "t":
        return own
    below = [value(child, chosen) for child in node[2]]
    shares = [Fraction(1, 3), Fraction(2, 3)]
    if node[0] == "p":
        shares = [Fraction(chosen[node[3], node[4]] == at) for at in (0, 1)]
    return [
        here + sum(share * one[place] for share, one in zip(shares, below, strict=True))
        for place, here in enumerate(own)
    ]


def sets(node: Node) -> set[tuple[int, int]]:
    own = {(node[3], node[4])} if node[0] == "p" else set()
    return own.union(*(sets(child) for child in node[2])) if len(node) > 2 else own


@examples(60)
@given(trees())
def test_tree_forms_keep_their_equilibria(tree: Node) -> None:
    """Every player's strategies are all its choices in all its information sets; payoffs are expected ones."""
    free = sorted(sets(tree))
    assume(free)
    plans = [list(product(range(2), repeat=sum(who == player for who, _ in free))) for player in range(2)]
    payoff = {}
    for cell in product(*(range(len(plan)) for plan in plans)):
        picks = [iter(plans[player][cell[player]]) for player in range(2)]
        chosen = {one: next(picks[one[0]]) for one in free}
        payoff[cell] = value(tree, chosen)
    situation = read_text(read_game(efg(tree).encode(), "a.efg").required()).required()
    space = space_of(situation)
    wanted = set()
    for cell in equilibria(payoff):
        picks = [iter(plans[player][cell[player]]) for player in range(2)]
        chosen = {(f"p{one[0]}", f"h{one[1]}"): next(picks[one[0]]) for one in free}
        row = [axis.levels.index("lr"[chosen[axis.owner, axis.name]]) for axis in space.axes]
        wanted.add(parts(space.name(space.levels.tolist().index(row))))
    assert resting(situation) == wanted


ONE = 'NFG 1 R "" { "a" } '
TREE = 'EFG 2 R "" { "a" } '


@pytest.mark.parametrize(
    "text",
    [
        "", "NFG", "\x00", 'NFG 1 R "open', 'NFG 2 R "" { "a" } { 1 } 0', 'NFG 1 R "" { "a" "b" } { 2 } 1 2',
        ONE + "{ 2 } 1", ONE + "{ 1 } 1 2", ONE + '{ { "s" } } { { "" 1 } } 2', ONE + "{ 999999 } 1",
        TREE + 't "" 0 t "" 0', TREE + 'p "" 2 1 0', TREE + 'c "" 1 0', TREE + 't "" 3', TREE + 't "" 1 { 1 2 }',
        TREE + 'c "" 1 "" { "rain" 0.5 "sun" 0.6 } 0 t "" 0 t "" 0',
        TREE + 'p "" 1 1 "" { "l" "r" } 0 p "" 1 1 "" { "l" "m" } 0 t "" 0 t "" 0 t "" 0',
        TREE + 'p "" 1 1 "" { "l" "r" } 0 t "" 1 "" { 1 } t "" 1 "" { 2 }',
        TREE + "x", TREE + 'p "" 1 1 "" { "l" "r" } 0 ' * 400,
    ],
)  # fmt: skip
def test_a_broken_game_is_refused_at_its_place(text: str) -> None:
    taken = read_game(text.encode(), "a.nfg")
    [problem] = taken.problems
    assert taken.made is None and problem.code in ("game_form", "game_large")
    assert problem.render("en") and problem.render("ar")


def test_convert_and_check_take_games(tmp_path: Path) -> None:
    path = tmp_path / "pd.nfg"
    path.write_text('NFG 1 R "" { "a" "b" } { 2 2 }\n2 2 3 0 0 3 1 1\n')
    shown = CliRunner().invoke(group, ["convert", str(path)], catch_exceptions=False)
    assert shown.output.startswith("detente: 1\n# Made from pd.nfg:")
    assert CliRunner().invoke(group, ["check", str(path)]).exit_code == 0
    again = tmp_path / "again.nfg"
    CliRunner().invoke(group, ["convert", str(path), str(again)], catch_exceptions=False)
    assert [payoffs for _, payoffs in cells_of(again.read_text()).values()] == [[2, 2], [3, 0], [0, 3], [1, 1]]
    path.write_text('NFG 1 R "" { "a" "b" } { 2000 2000 }')
    assert str(MOST) in CliRunner().invoke(group, ["check", str(path)]).output.replace(",", "")
