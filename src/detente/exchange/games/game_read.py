"""A game of Gambit as a situation: what each player chooses becomes options, and payoffs become goals.

In normal form a player has one option, and each strategy is a level of it; in tree form every information set is an
option of its player, and each action a level. For every combination, or every place of the tree that pays, each player
has a goal that it comes about, with its payoff as weight (times the chances on the way); a negative payoff is avoided.
So a player's utility is its expected payoff, and what is stable under R are the pure equilibria, of one player choosing
everything anew. Beliefs, mixed strategies and the order of moves have no counterpart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from detente.errors import LimitError, Place, Problem
from detente.exchange.exact import decimal
from detente.exchange.games.efg_read import read_efg
from detente.exchange.games.gambit_text import FormError, Tokens
from detente.exchange.games.game import Choice, Game
from detente.exchange.games.nfg_read import read_nfg
from detente.exchange.one_format import Taken
from detente.files import read_whole
from detente.situation.identifiers import quoted, reference
from detente.situation.reading.nodes import MAX_FILE_BYTES, undecodable
from detente.words import say


def read_game_file(path: Path, language: str = "en") -> Taken:
    """The situation that a file describes, or the one thing that is wrong with it. Never raises for bad content."""
    data, problems = read_whole(path, MAX_FILE_BYTES)
    return Taken(None, problems) if problems else read_game(data, path.name, language)


def read_game(data: bytes, name: str, language: str = "en") -> Taken:
    """The same from bytes; the first word says which form it is."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Taken(None, (undecodable(data, error.start, name),))
    try:
        tokens = Tokens(text, name)
        word = tokens.next.text if tokens.next is not None else ""
        if word not in ("NFG", "EFG"):
            raise tokens.fault("game")
        game = (read_nfg if word == "NFG" else read_efg)(tokens)
    except FormError as error:
        return Taken(None, (error.problem,))
    except LimitError as error:
        return Taken(None, (Problem("game_large", Place(name), error.params),))
    return Taken(situation_of(game, name, language), (), game.notes)


def situation_of(game: Game, file: str, language: str) -> str:
    """The text of a situation file."""
    lines = ["detente: 1", f"# {say('games.made', language, file=file)}"]
    lines += [f"title: {_text(game.title)}"] if game.title.strip() else []
    lines += ["actors:", *(f"  {_text(player)}:" for player in game.players), "options:"]
    shown = [[(name, levels) for name, levels in own if len(levels) > 1] for own in game.options]
    for player, own in zip(game.players, shown, strict=True):
        lines += [f"  {_text(player)}:"] if own else []
        lines += [f"    {_text(name)}: {{levels: [{', '.join(map(_text, levels))}]}}" for name, levels in own]
    lines.append("preferences:")
    for place, player in enumerate(game.players):
        goals = list(_goals(game, place))
        if goals:
            lines += [f"  {_text(player)}:", "    goals:", *goals]
    return "\n".join(lines) + "\n"


def _goals(game: Game, player: int) -> Iterable[str]:
    for number, (choices, payoffs) in enumerate(game.paid, 1):
        statement = _statement(game, choices)
        if payoffs[player] and statement:
            kind = "want" if payoffs[player] > 0 else "avoid"
            yield f"      pay{number}: {{{kind}: {_text(statement)}, weight: {_weight(abs(payoffs[player]))}}}"


def _statement(game: Game, choices: tuple[Choice, ...]) -> str:
    parts = []
    for player, option, level in dict.fromkeys(choices):
        name, levels = game.options[player][option]
        if len(levels) > 1:
            parts.append(f"{reference(game.players[player], name)} == {quoted(levels[level])}")
    return " and ".join(parts)


def _weight(value: Fraction) -> str:
    """A weight as situation files write it: a decimal, else a formula."""
    short = decimal(value)
    return short if Fraction(short) == value else f"{value.numerator} / {value.denominator}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
