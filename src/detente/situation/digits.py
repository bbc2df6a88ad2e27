"""Numbers and answers as they are typed in any script.

A number may have the digits of any script, ``٫`` for the point, ``٬`` between groups of three, ``٪`` for percent and
the typographic minus. `ascii_number` gives the same text in ASCII and leaves everything else as it is, so that each
reader keeps its own rules; `without_percent` reads a percentage as the share that it is: 15.7% is 0.157.
"""

from __future__ import annotations

import re
import unicodedata

SIGNS = str.maketrans({"٫": ".", "٪": "%", "\u2212": "-", "\u200e": None, "\u200f": None, "\u061c": None})
GROUPS = re.compile(r"(?<=\d)٬(?=\d{3}(?!\d))")
PERCENT = re.compile(r"(?P<number>[-+]?(\d+(\.\d*)?|\.\d+))\s?%")
ANSWERS = {"true": "yes", "false": "no", "نعم": "yes", "لا": "no"}  # how else the levels yes and no are written


def ascii_number(text: str) -> str:
    """The text with numbers in ASCII: “٧٫٥” is “7.5”, “۱٬۰۰۰” is “1000”, “٪٥٠” and “٥٠٪” are “50%”."""
    if text.isascii():
        return text
    digits = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    plain = GROUPS.sub("", digits).translate(SIGNS)
    return plain.strip()[1:].strip() + "%" if plain.strip().startswith("%") else plain


def without_percent(text: str) -> str:
    """A percentage as a share, exactly: “15.7%” is “0.157”, “30..67%” is “0.30..0.67”; any other text as it is."""
    low, dots, high = text.strip().partition("..")
    if dots and high.endswith("%"):
        return f"{without_percent(low.rstrip(' %') + '%')}..{without_percent(high)}"
    percent = PERCENT.fullmatch(low) if not dots else None
    if percent is None:
        return text
    whole, _, rest = percent["number"].partition(".")
    sign = whole[:1] if whole[:1] in "+-" and whole else ""
    digits = whole.lstrip("+-").rjust(3, "0")
    return f"{sign}{digits[:-2]}.{digits[-2:]}{rest}"


def level_word(word: str, levels: tuple[str, ...]) -> str:
    """A level as the file names it: yes and no may be written true and false, or «نعم» and «لا»."""
    return ANSWERS.get(word, word) if levels == ("no", "yes") else word
