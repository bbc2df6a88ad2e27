"""Games in tree form (``.efg``): chance, moves of players in information sets, and ends, in the order of the tree.

A node names its information set and its outcome by number; what these are is said where they come first. Payoffs at
nodes on the way add up. Format: the extensive game format of Gambit's manual.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from detente.errors import LimitError
from detente.exchange.games.gambit_text import Tokens
from detente.exchange.games.game import MOST, Choice, Game, named
from detente.words import Said

DEEPEST = 200  # moves on a way
ROUNDED = Fraction(1, 1000)  # of chances that are decimals, such as three times 0.333


@dataclass
class _Tree:
    """What is known so far. `sets`: (player, number) → the place of its option; `options`: name and actions."""

    tokens: Tokens
    players: int
    chance: dict[int, list[Fraction]] = field(default_factory=dict)
    sets: dict[tuple[int, int], int] = field(default_factory=dict)
    options: list[list[tuple[str, list[str]]]] = field(default_factory=list)
    outcomes: dict[int, list[Fraction]] = field(default_factory=dict)
    paid: dict[tuple[Choice, ...], list[Fraction]] = field(default_factory=dict)


def read_efg(tokens: Tokens) -> Game:
    """The game. Raises `FormError`, and `LimitError` for more places that pay than a situation takes."""
    tokens.word("efg")
    if tokens.whole() != 2:
        raise tokens.fault("version")
    tokens.word()
    title, players = tokens.quoted(), tokens.texts()
    if tokens.is_text():
        tokens.quoted()
    tree = _Tree(tokens, len(players), options=[[] for _ in players])
    waiting: list[tuple[tuple[Choice, ...], Fraction]] = [((), Fraction(1))]
    while waiting:
        way, chance = waiting.pop()
        waiting += reversed(_node(tree, way, chance))
        if len(tree.paid) > MOST or len(way) > DEEPEST:
            raise LimitError("game_large", count=len(tree.paid), limit=MOST)
    if tokens.next is not None:
        raise tokens.fault("end")
    options = []
    for own in tree.options:
        names = named((name for name, _ in own), "set")
        options.append(tuple((name, tuple(named(actions, "a"))) for name, (_, actions) in zip(names, own, strict=True)))
    paid = tuple((way, tuple(payoffs)) for way, payoffs in tree.paid.items())
    notes = (Said("games.chance"),) if tree.chance else ()
    return Game(title, tuple(named(players, "player")), tuple(options), paid, notes)


def _node(tree: _Tree, way: tuple[Choice, ...], chance: Fraction) -> list[tuple[tuple[Choice, ...], Fraction]]:
    """One node: what it pays is noted; the ways that go on from it."""
    tokens = tree.tokens
    kind = tokens.word("node")
    if kind not in ("c", "p", "t"):
        raise tokens.fault("node")
    tokens.quoted()
    after: list[tuple[tuple[Choice, ...], Fraction]] = []
    if kind == "c":
        after = [(way, chance * share) for share in _chance(tree)]
    elif kind == "p":
        player, place = _choice(tree)
        after = [((*way, (player, place, level)), chance) for level in range(len(tree.options[player][place][1]))]
    payoffs = _outcome(tree)
    if payoffs is not None:
        before = tree.paid.setdefault(way, [Fraction(0)] * tree.players)
        tree.paid[way] = [one + chance * other for one, other in zip(before, payoffs, strict=True)]
    return after


def _chance(tree: _Tree) -> list[Fraction]:
    """The chances of what happens here."""
    tokens = tree.tokens
    number = tokens.whole()
    if tokens.is_text():
        tokens.quoted()
    if tokens.is_brace("{"):
        tokens.brace("{")
        found = []
        while not tokens.is_brace("}"):
            tokens.quoted()
            found.append(tokens.number())
        tokens.brace("}")
        whole = abs(sum(found, Fraction(-1))) <= ROUNDED
        if not whole or tree.chance.setdefault(number, found) != found:
            raise tokens.fault("chances")
    if number not in tree.chance:
        raise tokens.fault("actions")
    return tree.chance[number]


def _choice(tree: _Tree) -> tuple[int, int]:
    """Whose choice it is, and which of its options."""
    tokens = tree.tokens
    player, number = tokens.whole() - 1, tokens.whole()
    if not 0 <= player < tree.players:
        raise tokens.fault("player")
    name = tokens.quoted() if tokens.is_text() else ""
    if tokens.is_brace("{"):
        actions = tokens.texts()
        if (player, number) in tree.sets and actions != tree.options[player][tree.sets[player, number]][1]:
            raise tokens.fault("actions")
        if (player, number) not in tree.sets:
            tree.sets[player, number] = len(tree.options[player])
            tree.options[player].append((name or f"set{number}", actions))
    if (player, number) not in tree.sets or not tree.options[player][tree.sets[player, number]][1]:
        raise tokens.fault("actions")
    return player, tree.sets[player, number]


def _outcome(tree: _Tree) -> list[Fraction] | None:
    """What the outcome of a node pays; None without one."""
    tokens = tree.tokens
    number = tokens.whole()
    if tokens.is_text():
        tokens.quoted()
    if tokens.is_brace("{"):
        payoffs = tokens.numbers()
        if len(payoffs) != tree.players:
            raise tokens.fault("payoffs")
        if tree.outcomes.setdefault(number, payoffs) != payoffs:
            raise tokens.fault("payoffs")
    if number and number not in tree.outcomes:
        raise tokens.fault("outcome")
    return tree.outcomes[number] if number else None
