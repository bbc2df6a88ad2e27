"""Games in normal form (``.nfg``): payoffs one after another, or outcomes that combinations of strategies point to.

The first player's strategies count fastest. Strategies have names, or only their number is given. Format: the strategic
game format of Gambit's manual, both versions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

from detente.errors import LimitError
from detente.exchange.games.gambit_text import Tokens
from detente.exchange.games.game import MOST, Game, named

OPTION = "strategy"


def read_nfg(tokens: Tokens) -> Game:
    """The game. Raises `FormError`, and `LimitError` for more combinations than a situation takes."""
    tokens.word("nfg")
    if tokens.whole() != 1:
        raise tokens.fault("version")
    tokens.word()
    title, players = tokens.quoted(), tokens.texts()
    strategies = _strategies(tokens, len(players))
    if tokens.is_text():
        tokens.quoted()  # a comment
    count = prod(map(len, strategies))
    if count > MOST:
        raise LimitError("game_large", count=count, limit=MOST)
    payoffs = _outcomes(tokens, len(players), count) if tokens.is_brace("{") else _payoffs(tokens, len(players), count)
    if tokens.next is not None:
        raise tokens.fault("end")
    cells = [tuple(reversed(cell)) for cell in product(*(range(len(own)) for own in reversed(strategies)))]
    paid = [
        (tuple((player, 0, level) for player, level in enumerate(cell)), payoff)
        for cell, payoff in zip(cells, payoffs, strict=True)
    ]
    options = tuple(((OPTION, tuple(own)),) for own in strategies)
    return Game(title, tuple(named(players, "player")), options, tuple(paid))


def _strategies(tokens: Tokens, players: int) -> list[list[str]]:
    """The strategies of each player, by name or by number."""
    tokens.brace("{")
    found: list[list[str]] = []
    while not tokens.is_brace("}"):
        if tokens.is_brace("{"):
            found.append(named(tokens.texts(), "s"))
        else:
            count = tokens.whole()
            if count > MOST:
                raise LimitError("game_large", count=count, limit=MOST)
            found.append([f"s{number}" for number in range(1, count + 1)])
    if len(found) != players or not players or not all(found):
        raise tokens.fault("strategies")
    tokens.brace("}")
    return found


def _payoffs(tokens: Tokens, players: int, count: int) -> list[tuple[Fraction, ...]]:
    return [tuple(tokens.number() for _ in range(players)) for _ in range(count)]


def _outcomes(tokens: Tokens, players: int, count: int) -> list[tuple[Fraction, ...]]:
    tokens.brace("{")
    known: list[tuple[Fraction, ...]] = [(Fraction(0),) * players]
    while not tokens.is_brace("}"):
        tokens.brace("{")
        if tokens.is_text():
            tokens.quoted()
        known.append(tuple(tokens.number() for _ in range(players)))
        tokens.brace("}")
    tokens.brace("}")
    found = []
    for _ in range(count):
        place = tokens.whole()
        if place >= len(known):
            raise tokens.fault("outcome")
        found.append(known[place])
    return found
