"""The words and signs of a statement or formula, with their places; length and digits are bounded."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from detente.situation.digits import ascii_number
from detente.situation.identifiers import is_name_part, is_name_start, normal
from detente.situation.quantity import RANGE

MAX_LENGTH = 2_000
MAX_PARTS = 500
MAX_DIGITS = 30

COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
INSTEAD = {
    "&&": "and", "||": "or", "<>": "!=", "=": "==", "&": "and", "|": "or", "!": "not", "^": "**",
    "≠": "!=", "≤": "<=", "≥": ">=", "×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "%": "/ 100",
    "٪": "/ 100", "،": ",",
}  # fmt: skip


class ExpressionError(Exception):
    """The text is not a statement or formula. `code` is a message key, `start` and `end` say where."""

    def __init__(self, code: str, start: int, end: int, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.start = start
        self.end = max(end, start + 1)
        self.params = params


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # name, number, symbol, end
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words and signs of the text, in order, with their places; the last token has kind ``end``."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError("expression_long", MAX_LENGTH, len(text), length=len(text), limit=MAX_LENGTH)
    found: list[Token] = []
    place = 0
    while place < len(text):
        char = text[place]
        if char.isspace():
            place += 1
        elif char.isdecimal():
            found.append(_number(text, place))
            place = found[-1].end
        elif is_name_start(char):
            end = place
            while end < len(text) and is_name_part(text[end]):
                end += 1
            found.append(Token("name", normal(text[place:end]), place, end))
            place = end
        elif char == "`":
            end = text.find("`", place + 1)
            if end < 0:
                raise ExpressionError("backtick_open", place, len(text))
            found.append(Token("quoted", normal(text[place + 1 : end]), place, end + 1))
            place = end + 1
        else:
            found.append(_symbol(text, place))
            place = found[-1].end
    if len(found) > MAX_PARTS:
        raise ExpressionError("expression_parts", found[MAX_PARTS].start, len(text), count=len(found), limit=MAX_PARTS)
    found.append(Token("end", "", len(text), len(text)))
    return found


def _number(text: str, start: int) -> Token:
    end = start
    while end < len(text) and (text[end].isdigit() or text[end] in ".٫٬"):
        if text.startswith("..", end):
            whole = RANGE.match(text, start)
            raise ExpressionError("range_in_formula", start, whole.end() if whole else end + 2)
        end += 1
    if end < len(text) and text[end] in "eE":
        tail = end + 1 + (text[end + 1 : end + 2] in ("+", "-"))
        digits = tail
        while digits < len(text) and text[digits].isdecimal():
            digits += 1
        if digits > tail:
            end = digits
            if digits - tail > 3:
                raise ExpressionError("number_large", start, end, found=text[start:end])
    if end - start > MAX_DIGITS:
        raise ExpressionError("number_long", start, end, limit=MAX_DIGITS)
    return Token("number", ascii_number(text[start:end]), start, end)


def _symbol(text: str, start: int) -> Token:
    if text.startswith("..", start):
        raise ExpressionError("range_in_formula", start, start + 2)
    if text.startswith(("&&", "||", "<>"), start):
        found = text[start : start + 2]
        raise ExpressionError("sign_instead", start, start + 2, found=found, wanted=INSTEAD[found])
    for symbol in ("**", *COMPARISONS, "+", "-", "*", "/", "(", ")", ",", "."):
        if text.startswith(symbol, start):
            return Token("symbol", symbol, start, start + len(symbol))
    char = text[start]
    wanted = INSTEAD.get(char)
    if wanted:
        raise ExpressionError("sign_instead", start, start + 1, found=char, wanted=wanted)
    if not char.isprintable():
        shown = f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
        raise ExpressionError("mark_invisible", start, start + 1, found=shown)
    raise ExpressionError("sign_unknown", start, start + 1, found=char)
