"""Every sentence the program says, kept in message files and not in code: a folder for each language.

A message is a template with ``{name}`` places. ``[[ … ]]`` is left out when one of the values inside is missing. A
message that depends on a number is a table of CLDR plural forms (``zero one two few many other``; ``zero`` also serves
exactly 0 in languages without that form); ``by`` names the number (default ``count``). A value written in the other
direction than the language is isolated (FSI … PDI), so that an Arabic name in an English line, or the reverse, does not
disturb the words around it. ``{name|stays|stay}`` agrees with the value of that name (`detente.words.grammar`), and
what begins a sentence has a capital.

A language is a folder with a ``language.toml``; what it does not say yet is said in English.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from math import ceil, floor, log10
from typing import Any

from detente.words import plurals
from detente.words.grammar import Grammar, Noun, agreed, begun, together

ISOLATE, END_ISOLATE = "\u2068", "\u2069"
_PLACE = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
LONGEST = 500  # characters of a value in a sentence that is one word
WHOLE = 8_000  # and of one that is a list, or a sentence itself
# what could steer a terminal, turn a line, or is no character
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ud800-\udfff]")


def _languages() -> dict[str, dict[str, Any]]:
    """What ``language.toml`` says of each language, English first."""
    found = {}
    for folder in files("detente.words").iterdir():
        about = folder.joinpath("language.toml")
        if about.is_file():
            found[folder.name] = tomllib.loads(about.read_text(encoding="utf-8"))
    return {name: found[name] for name in sorted(found, key=lambda name: (name != "en", name))}


_ABOUT = _languages()
LANGUAGES: dict[str, str] = {name: about["direction"] for name, about in _ABOUT.items()}  # ltr or rtl
GRAMMARS: dict[str, Grammar] = {name: Grammar.of(about.get("grammar", {})) for name, about in _ABOUT.items()}


# Which message file of a language holds which top-level table; all others are in ``common.toml``.
FILES = {
    "problems": ("problems", "errors", "system"),
    "cli": ("cli",),
    "brief": ("brief",),
    "whole": ("whole",),
    "coalitions": ("coalitions",),
    "forms": ("forms",),
    "graph": ("graph",),
    "papers": ("paper", "repro"),
    "diff": ("diff",),
    "inverse": ("inverse",),
    "paths": ("paths",),
    "perception": ("perception",),
    "exchange": ("gmcr", "states", "lost"),
    "experts": ("coders", "forecasts"),
    "ensemble": ("ensemble",),
    "influence": ("influence",),
    "series": ("series",),
    "deal": ("deal",),
    "packages": ("packages",),
    "mediation": ("mediation",),
    "brokered": ("brokered",),
    "bargain": ("bargain",),
    "formats": ("formats", "games"),
    "plots": ("plots",),
    "study": ("study",),
    "positions": ("positions",),
    "web": ("web",),
    "screens": ("screens",),
    "serve": ("serve",),
}
_FILE_OF = {table: file for file, tables in FILES.items() for table in tables}


@cache
def messages(language: str, file: str) -> dict[str, Any]:
    """One message file of a language, as nested tables; an empty one where it is not there yet."""
    path = files("detente.words").joinpath(language, f"{file}.toml")
    return tomllib.loads(spelled(path.read_text(encoding="utf-8"), language)) if path.is_file() else {}


def spelled(text: str, language: str) -> str:
    """The text by the one spelling of the language: its `unwritten` marks (with the vowel at them) are left out.

    They stay in words that hold one of `written`, which would be taken for others. Arabic: no shadda, as in newspapers.
    """
    spelling = _ABOUT[language].get("spelling")
    if spelling is None:
        return text
    marks, kept = spelling["unwritten"], spelling["written"]
    mark = re.compile(f"[\u064b-\u0650]?[{marks}][\u064e-\u0650]?")

    def word(found: re.Match[str]) -> str:
        return found[0] if any(part in found[0] for part in kept) else mark.sub("", found[0])

    letters = rf"[\w{marks}\u064b-\u0652]*"
    return re.sub(f"{letters}[{marks}]{letters}", word, text)


def starter(language: str) -> str:
    """The situation that ``detente new`` writes, in this language or else in English."""
    path = files("detente.words").joinpath(language, "starter.yaml")
    return spelled(path.read_text(encoding="utf-8"), language) if path.is_file() else starter("en")


def _entry(key: str, language: str) -> Any:
    """What stands at a dotted key, if need be in English; None if nothing does."""
    steps = key.split(".")
    entry: Any = messages(language, _FILE_OF.get(steps[0], "common"))
    for step in steps:
        entry = entry.get(step) if isinstance(entry, dict) else None
    return _entry(key, "en") if entry is None and language != "en" else entry


def say(key: str, language: str = "en", /, **values: Any) -> str:
    """The message at this dotted key, filled in. KeyError names a message that does not exist."""
    entry = _entry(key, language)
    if entry is None:
        raise KeyError(f"no message {key!r} in {language!r}")
    if isinstance(entry, dict):
        number_of = values[entry.get("by", "count")]
        exact = entry.get("zero") if number_of == 0 else None
        entry = exact or entry.get(plural_form(number_of, language)) or entry["other"]

    if any(isinstance(value, dict) for value in values.values()):  # what agrees with a name has to know its forms
        values = {name: in_language(one, language) if isinstance(one, dict) else one for name, one in values.items()}

    def keep(optional: re.Match[str]) -> str:
        needed = _PLACE.findall(optional[1])
        return optional[1] if all(values.get(name) not in (None, "", (), []) for name in needed) else ""

    text = agreed(_OPTIONAL.sub(keep, entry), values, GRAMMARS[language])
    whole = text.endswith((".", "?", "!", ":"))
    said, begin = "", 0
    for place in _PLACE.finditer(text):
        said += text[begin : place.start()]
        shown = show(values[place[1]], language)
        is_place = text[place.end() :].startswith(":")  # “utilities.A: …” says where, and is no beginning of a sentence
        said += begun(shown, said) if (said or whole) and not is_place else shown
        begin = place.end()
    return said + text[begin:]


@dataclass(frozen=True)
class Said:
    """A message inside another one: said only when the language is known."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)


def show(value: Any, language: str) -> str:
    """A value as it stands in a sentence: numbers short, lists joined, foreign script isolated.

    A map is a text of the file, said in each of its languages.
    """
    if isinstance(value, Said):
        return say(value.key, language, **value.values)
    if isinstance(value, dict):
        return show(in_language(value, language), language)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return isolated(f"{value:,}" if abs(value) >= 10_000 else str(value), language)
    if isinstance(value, OnScale):
        return isolated(value.short(), language)
    if isinstance(value, float | Fraction):
        return isolated(number(float(value)), language)
    if isinstance(value, tuple | list):
        if all(type(item) is str for item in value):
            return _listed(tuple(value), language)
        return join([show(item, language) for item in value], language)
    text = GRAMMARS[language].inside(value) if isinstance(value, Noun) else str(value)
    return isolated(STEERING.sub("\ufffd", cut(text)), language)


@lru_cache(maxsize=256)
def _listed(names: tuple[str, ...], language: str) -> str:
    """A list of plain names: thousands of messages may hold the same one."""
    return join([show(name, language) for name in names], language)


def cut(text: str) -> str:
    """The text, its end left out where it is too long for a sentence; what holds no words ends sooner."""
    longest = WHOLE if any(char.isspace() for char in text[:LONGEST]) else LONGEST
    return text if len(text) <= longest else text[: longest - 1] + "…"


class OnScale(float):
    """A point of a scale, told to as many decimals as the scale bears: the same for all its points.

    About a thousandth of the scale, at least a hundredth of a unit up to a size of 10: 2 decimals on a scale from 0 to
    1 or to 10, 1 to 100, none from more on. As a number it is exact.
    """

    places: int

    def __new__(cls, value: float, size: float) -> OnScale:
        """`size`: from the lowest to the highest point of the scale."""
        made = super().__new__(cls, value)
        made.places = max(0, 3 - ceil(log10(size))) if size > 1 else 2 - floor(log10(size)) if size > 0 else 2
        return made

    def fixed(self) -> str:
        """With all its decimals, as tables show it."""
        return f"{round(float(self), self.places) + 0.0:.{self.places}f}"

    def short(self) -> str:
        """Without zeros at the end, as sentences say it; a true minus sign."""
        text = self.fixed()
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "\u2212")


def number(value: float) -> str:
    """Three significant digits, without trailing zeros; a true minus sign."""
    text = f"{value:.3g}"
    if "e" in text:
        text = f"{value:.0f}" if abs(value) >= 1 else f"{value:.2g}"
    return text.replace("-", "\u2212")


def join(parts: Sequence[str], language: str, word: str = "and") -> str:
    """“a, b, and c”, in the language's own way; parts that are lists or long themselves are set apart more strongly.

    Names joined by “and” agree as one thing: the result is a `Noun`, if they are.
    """
    if len(parts) < 2:
        return parts[0] if parts else ""
    key = f"list.{word}"
    busy = any(map(GRAMMARS[language].busy, parts))
    key += "_two" * (len(parts) == 2) + "_busy" * busy
    comma, last = say(f"{key}.between", language), say(f"{key}.last", language)
    joined = comma.join(parts[:-1]) + last + parts[-1]
    nouns = word == "and" and all(isinstance(part, Noun) for part in parts)
    return Noun(joined, together(parts)) if nouns else joined


def isolated(text: str, language: str) -> str:
    """The text with isolating marks around it if any of its letters runs against the language.

    In a right-to-left language that includes digits with a sign or a dash, which would otherwise turn round.
    """
    if ISOLATE in text:
        return text
    rtl = LANGUAGES[language] == "rtl"
    against = ("L",) if rtl else ("R", "AL")
    runs = any(unicodedata.bidirectional(char) in against for char in text)
    if runs or (rtl and any(char.isdigit() for char in text) and any(char in "+-\u2212\u2013/:" for char in text)):
        return f"{ISOLATE}{text}{END_ISOLATE}"
    return text


def has(key: str, language: str = "en") -> bool:
    """True if there is a message at this dotted key."""
    return _entry(key, language) is not None


def plural_form(count: float, language: str) -> str:
    """The CLDR plural category of a number."""
    return plurals.form(count, _ABOUT[language].get("plurals", {}))


def in_language(text: str | dict[str, str] | None, language: str) -> str | None:
    """A text of the file in this language, else English, else whatever comes first; None stays None."""
    if isinstance(text, dict):
        return text.get(language) or text.get("en") or next(iter(text.values()))
    return text
