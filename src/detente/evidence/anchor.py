"""Finding a quote in its source: exactly, else up to spelling that carries no meaning; never by guessing.

A quote is a W3C TextQuoteSelector: the exact words, and where they occur more than once a prefix or suffix. Two texts
are the same up to Unicode composition, white space, typographic quotes and dashes, the script of digits and commas,
invisible marks and, in Arabic, vowel signs, tatweel and the forms of alef, ya and ta; if that finds nothing, up to
marks of quotation too. A quote neither begins nor ends inside a word; only و ف ب ك ل and ال may be left off its first.
Offsets count code points of the source from 0, end excluded. Anything less alike only suggests what may be meant.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from itertools import accumulate
from typing import Literal

ALIKE = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىی", "ي"),
        **dict.fromkeys("ک", "ك"),
        **dict.fromkeys("ة", "ه"),
        **dict.fromkeys("“”„«»‟❝❞＂", '"'),
        **dict.fromkeys("‘’‚‛`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict(zip("،؛؟٫٬٪", ",;?.,%", strict=True)),
    }
)
TATWEEL = "\u0640"
PROCLITICS = re.compile("[وف]?(?:[بك]?(?:ال)?|ل|لل)")  # what Arabic writes together with the word after it
SPACED = 0x0E00  # scripts below it part their words by spaces
MAX_SUGGESTION_TEXT = 200_000
MAX_WORDS_COMPARED = 3_000
SUGGESTED = 0.6
CONTEXT = 30


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote stands in its source."""

    start: int
    end: int
    kind: Literal["exact", "normalised"]


class QuoteError(Exception):
    """The quote is absent (perhaps with the nearest passage) or ambiguous (with its candidates)."""

    def __init__(self, code: Literal["quote_absent", "quote_ambiguous"], candidates: tuple[str, ...]) -> None:
        super().__init__(code)
        self.code = code
        self.candidates = candidates


def normalised(text: str, marks: bool = True) -> tuple[str, list[int]]:
    """The text up to spelling that carries no meaning, and for each of its characters the place in the original.

    `marks`: whether marks of quotation are kept.
    """
    characters: list[str] = []
    places: list[int] = []
    position = 0
    while position < len(text):
        end = position + 1
        while end < len(text) and (unicodedata.combining(text[end]) or _silent(text[end])):
            end += 1
        for char in _alike(text[position:end]):
            if char == " " and not (characters and characters[-1] != " "):
                continue
            if marks or char != '"':
                characters.append(char)
                places.append(position)
        position = end
    return "".join(characters), places


def _alike(cluster: str) -> str:
    """One character with its marks, in the common spelling; empty if it carries no meaning."""
    if cluster[0].isspace():
        return " "
    kept = "".join(char for char in unicodedata.normalize("NFKC", cluster).translate(ALIKE) if not _silent(char))
    digit = unicodedata.decimal(kept, None) if len(kept) == 1 else None
    return unicodedata.normalize("NFC", kept) if digit is None else str(digit)


def _silent(char: str) -> bool:
    arabic_mark = unicodedata.category(char) == "Mn" and "\u0600" <= char <= "\u08ff"
    return arabic_mark or char == TATWEEL or unicodedata.category(char) == "Cf"


def anchor(text: str, quote: str, prefix: str | None = None, suffix: str | None = None) -> Anchor:
    """The one place of a quote in a text. Raises `QuoteError` if there is none or several."""
    starts = [match.start() for match in re.finditer(f"(?={re.escape(quote)})", text)]
    exact = [Anchor(start, start + len(quote), "exact") for start in starts]
    found = [place for place in exact if not _inside_word(text, place)]
    for marks in (True, False):
        found = found or [place for place in _normalised_anchors(text, quote, marks) if not _inside_word(text, place)]
    if len(found) > 1:
        found = [place for place in found if _in_context(text, place, prefix, suffix)] or found
    if len(found) == 1:
        return found[0]
    if not found:
        raise QuoteError("quote_absent", nearest_passages(text, quote))
    raise QuoteError("quote_ambiguous", tuple(context(text, place) for place in found[:5]))


def _inside_word(text: str, place: Anchor) -> bool:
    """Whether the place begins or ends within a word; what Arabic writes together with a word is no part of it."""
    if unicodedata.combining(text[place.end : place.end + 1] or " "):
        return True
    if _one_word(text[place.end - 1 : place.end + 1]):
        return True
    if not _one_word(text[max(0, place.start - 1) : place.start + 1]):
        return False
    begins = place.start
    while begins and _letter(text[begins - 1]):
        begins -= 1
    return not PROCLITICS.fullmatch(normalised(text[begins : place.start])[0])


def _one_word(two: str) -> bool:
    """Whether two characters stand in one word, in a script that parts its words by spaces."""
    return len(two) == 2 and all(_letter(char) for char in two)


def _letter(char: str) -> bool:
    return (char.isalnum() or (_silent(char) and unicodedata.category(char) != "Cf")) and ord(char) < SPACED


def _normalised_anchors(text: str, quote: str, marks: bool) -> list[Anchor]:
    """The places of a quote in the common spelling; none of them cuts a character that stands for several (ﬁ, ½, …)."""
    flat, places = normalised(text, marks)
    wanted = normalised(quote, marks)[0].strip()
    if not wanted:
        return []
    edges = [-1, *places, len(text)]
    found = []
    for match in re.finditer(f"(?={re.escape(wanted)})", flat):
        first = match.start() + 1
        after = first + len(wanted)
        if edges[first - 1] != edges[first] and edges[after - 1] != edges[after]:
            found.append(Anchor(edges[first], edges[after], "normalised"))
    return found


def _in_context(text: str, place: Anchor, prefix: str | None, suffix: str | None) -> bool:
    before = normalised(text[: place.start])[0].rstrip()
    after = normalised(text[place.end :])[0]
    return (prefix is None or before.endswith(normalised(prefix)[0].strip())) and (
        suffix is None or after.startswith(normalised(suffix)[0].strip())
    )


def context(text: str, place: Anchor) -> str:
    """The quote with a few words around it."""
    start, end = max(0, place.start - CONTEXT), min(len(text), place.end + CONTEXT)
    return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")


def nearest_passages(text: str, quote: str) -> tuple[str, ...]:
    """At most one passage of the same number of words that looks like the quote."""
    if len(text) > MAX_SUGGESTION_TEXT:
        return ()
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    length = max(1, len(quote.split()))
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(normalised(quote)[0])
    best, passage = SUGGESTED, ""
    for first in _promising([text[start:end] for start, end in words], quote, length):
        last = min(len(words), first + length) - 1
        candidate = text[words[first][0] : words[last][1]]
        matcher.set_seq1(normalised(candidate)[0])
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
            best, passage = matcher.ratio(), candidate
    return (passage,) if passage else ()


def _promising(words: list[str], quote: str, length: int) -> Iterable[int]:
    """Where to look for a passage like the quote: everywhere, or in a long text where its words stand together."""
    starts = range(max(1, len(words) - length + 1) if words else 0)
    if len(words) <= MAX_WORDS_COMPARED:
        return starts
    wanted = set(normalised(quote)[0].split())
    hits = list(accumulate((normalised(word)[0] in wanted for word in words), initial=0))
    return sorted(nlargest(MAX_WORDS_COMPARED // 10, starts, key=lambda first: hits[first + length] - hits[first]))
