"""Finding a quote in its source: exactly, else up to spelling that carries no meaning; never by guessing.

A quote is a W3C TextQuoteSelector: the exact words, and where they occur more than once a prefix or suffix. Two texts
are the same up to Unicode composition, white space, typographic quotes and dashes, invisible marks and, in Arabic,
vowel signs, tatweel and the forms of alef, ya and ta. Offsets count code points of the source from 0, end excluded.
Anything less alike only suggests what may have been meant.
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
    }
)
TATWEEL = "\u0640"
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


def normalised(text: str) -> tuple[str, list[int]]:
    """The text up to spelling that carries no meaning, and for each of its characters the place in the original."""
    characters: list[str] = []
    places: list[int] = []
    position = 0
    while position < len(text):
        end = position + 1
        while end < len(text) and (unicodedata.combining(text[end]) or _silent(text[end])):
            end += 1
        for char in _alike(text[position:end]):
            if char != " " or (characters and characters[-1] != " "):
                characters.append(char)
                places.append(position)
        position = end
    return "".join(characters), places


def _alike(cluster: str) -> str:
    """One character with its marks, in the common spelling; empty if it carries no meaning."""
    if cluster[0].isspace():
        return " "
    kept = "".join(char for char in unicodedata.normalize("NFKC", cluster).translate(ALIKE) if not _silent(char))
    return unicodedata.normalize("NFC", kept)


def _silent(char: str) -> bool:
    arabic_mark = unicodedata.category(char) == "Mn" and "\u0600" <= char <= "\u08ff"
    return arabic_mark or char == TATWEEL or unicodedata.category(char) == "Cf"


def anchor(text: str, quote: str, prefix: str | None = None, suffix: str | None = None) -> Anchor:
    """The one place of a quote in a text. Raises `QuoteError` if there is none or several."""
    starts = [match.start() for match in re.finditer(f"(?={re.escape(quote)})", text)]
    exact = [
        start for start in starts if not unicodedata.combining(text[start + len(quote) : start + len(quote) + 1] or " ")
    ]
    if exact:
        found = [Anchor(start, start + len(quote), "exact") for start in exact]
    else:
        found = _normalised_anchors(text, quote)
    if len(found) > 1:
        found = [place for place in found if _in_context(text, place, prefix, suffix)] or found
    if len(found) == 1:
        return found[0]
    if not found:
        raise QuoteError("quote_absent", nearest_passages(text, quote))
    raise QuoteError("quote_ambiguous", tuple(context(text, place) for place in found[:5]))


def _normalised_anchors(text: str, quote: str) -> list[Anchor]:
    flat, places = normalised(text)
    wanted = normalised(quote)[0].strip()
    if not wanted:
        return []
    found = []
    for match in re.finditer(f"(?={re.escape(wanted)})", flat):
        first, last = match.start(), match.start() + len(wanted) - 1
        end = places[last + 1] if last + 1 < len(places) else len(text)
        while end > places[last] + 1 and text[end - 1].isspace():
            end -= 1
        found.append(Anchor(places[first], end, "normalised"))
    return found


def _in_context(text: str, place: Anchor, prefix: str | None, suffix: str | None) -> bool:
    before = normalised(text[: place.start])[0].rstrip()
    after = normalised(text[place.end :])[0].lstrip()
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


NEGATIONS = """
    لا لم لن ليس ليست لست ليسوا غير دون بدون عدم ما
    not never no none nor without cannot hardly neither n't
    не нет без ни никогда ない 没 不 non pas ne jamais sans kein keine nicht nie ohne
"""
NEGATORS = frozenset(NEGATIONS.split())
PREPOSITIONS = "في كل بعد قبل عند مثل بين من عن على إلى مع حسب وفق"
AFTER_PREPOSITION = frozenset(PREPOSITIONS.split())
NEGATOR_REACH = 3
SENTENCE_ENDS = tuple(".!?؟؛;")


def nearby_negator(text: str, place: Anchor) -> str | None:
    """A word of negation within three words of the quote, in the same sentence, that the quote leaves out."""
    before = re.split(r"[.!?؟؛;،,:\n]", text[max(0, place.start - 80) : place.start])[-1].split()
    ends = text[place.end - 1 : place.end] in SENTENCE_ENDS
    after = [] if ends else re.split(r"[.!?؟؛;،,:\n]", text[place.end : place.end + 80])[0].split()
    words = [*before[-NEGATOR_REACH:], *after[:NEGATOR_REACH]]
    previous = before[-NEGATOR_REACH - 1] if len(before) > NEGATOR_REACH else ""
    for word in words:
        plain = normalised(word)[0].strip("\"'()[]«»").lower()
        stems = {plain, *(plain[1:] for letter in "وف" if plain.startswith(letter))}
        relative = plain == "ما" and normalised(previous)[0] in {normalised(p)[0] for p in AFTER_PREPOSITION}
        if not relative and (not stems.isdisjoint(NEGATORS) or plain.endswith("n't")):
            return str(word)
        previous = word
    return None
