"""Texts as the page has them, and what changed between them.

The page knows lines that end with one character and no mark at the beginning; a file keeps the ends of line it has.
Places are counted in characters of the page's text. Changes come back as few, small edits, each with its reverse.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from detente.errors import DetenteError
from detente.web.contracts.asking import Edit
from detente.web.contracts.file import Difference

BOM = "\ufeff"
LINE = re.compile(r"[^\n]*\n|[^\n]+")
END = re.compile(r"\r\n|\r|\n")


def shown(text: str) -> str:
    """The text as the page has it."""
    return END.sub("\n", text.removeprefix(BOM))


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text of a file after edits of the page's text. Raises `DetenteError` where they overlap or lie outside."""
    place = _places(text)
    end = next(iter(END.findall(text)), "\n")
    parts, at = [], 0
    size = len(shown(text))
    for edit in sorted(edits, key=lambda one: (one.from_, one.to)):
        if not edit.from_ <= edit.to <= size or place(edit.from_) < at:
            raise DetenteError("serve_edit")
        parts += [text[at : place(edit.from_)], END.sub(end, edit.text)]
        at = place(edit.to)
    return "".join([*parts, text[at:]])


def _places(text: str) -> Callable[[int], int]:
    """From a place in the page's text to the same place in the file."""
    first = len(text) - len(text.removeprefix(BOM))
    pairs = [found.start() - first for found in re.finditer("\r\n", text)] if "\r" in text else []
    after = [start - before + 1 for before, start in enumerate(pairs)]  # the first place after each pair
    return lambda place: first + place + bisect_right(after, place)


def between(old: str, new: str) -> list[Edit]:
    """The edits that lead from one text of the page to another: lines that differ, without what they have in common."""
    before, after = lines_of(old), lines_of(new)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    found = []
    for i1, i2, j1, j2 in _hunks(before, after):
        one, other = "".join(before[i1:i2]), "".join(after[j1:j2])
        first = _common(one, other)
        last = _common(one[first:][::-1], other[first:][::-1])
        place = starts[i1]
        text = other[first : len(other) - last]
        found.append(Edit(from_=place + first, to=place + len(one) - last, text=text))
    return found


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with together."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def lines_of(text: str) -> list[str]:
    """The lines of the page's text, each with its end."""
    return LINE.findall(text)


def _hunks(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where lines differ. What both begin and end with is set aside first: most edits are small."""
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    one, other = before[first : len(before) - last], after[first : len(after) - last]
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            yield first + i1, first + i2, first + j1, first + j2


@dataclass(frozen=True)
class Meeting:
    """Lines of a common text (from, to) that one side or both have changed, and what each has there."""

    start: int
    end: int
    ours: list[str]
    theirs: list[str]


def meetings(base: str, ours: str, theirs: str) -> list[Meeting]:
    """Every place where ours or theirs differs from the common text; changes that touch are one place."""
    common = lines_of(base)
    sides = [list(_hunks(common, lines_of(one))) for one in (ours, theirs)]
    spans: list[list[int]] = []
    for start, end, _, _ in sorted(hunk for side in sides for hunk in side):
        if spans and start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    texts = [lines_of(one) for one in (ours, theirs)]
    return [
        Meeting(start, end, *(_there(text, side, start, end) for text, side in zip(texts, sides, strict=True)))
        for start, end in spans
    ]


def _there(text: list[str], hunks: list[tuple[int, int, int, int]], start: int, end: int) -> list[str]:
    """What a side has in the place of these lines of the common text."""
    grown_before = sum((j2 - j1) - (i2 - i1) for i1, i2, j1, j2 in hunks if i2 < start or (i2 == start and i1 < start))
    grown = sum((j2 - j1) - (i2 - i1) for i1, i2, j1, j2 in hunks if i1 >= start and i2 <= end)
    return text[start + grown_before : end + grown_before + grown]


def merged(base: str, ours: str, theirs: str) -> str | None:
    """Both changes in one text; None where both changed the same lines otherwise."""
    common, parts, at = lines_of(base), [], 0
    for one in meetings(base, ours, theirs):
        before = common[one.start : one.end]
        if one.ours != before and one.theirs not in (before, one.ours):
            return None
        parts += [*common[at : one.start], *(one.theirs if one.ours == before else one.ours)]
        at = one.end
    return "".join([*parts, *common[at:]])


def differences(base: str, ours: str, theirs: str) -> list[Difference]:
    """What each side made of which lines."""
    common = lines_of(base)
    found = []
    for one in meetings(base, ours, theirs):
        before, mine, other = (
            "".join(part).rstrip("\n") for part in (common[one.start : one.end], one.ours, one.theirs)
        )
        found.append(Difference(line=one.start + 1, before=before, ours=mine, theirs=other))
    return found
