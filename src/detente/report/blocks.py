"""What a page is made of, before it is HTML, Word or Markdown: headings, sentences with their keys, tables, pictures.

The text of a sentence may hold ``**strong**`` words and notes, ``[^F40]``; text of a file is cleaned of both (`safe`).
Every sentence carries the key of the finding it tells, so that two sentences about one key can be held against each
other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

NOTE = re.compile(r"\[\^([^\]]+)\]")
STRONG = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
MARKS = re.compile("[\u2060\u2066-\u2069]")
Tone = Literal["yes", "no", "some"]


def safe(text: str) -> str:
    """A text of the file without the marks that mean something here."""
    return text.replace("**", "*\u2060*").replace("[^", "[\u2060^")


@dataclass(frozen=True)
class Sentence:
    """A sentence and the key of what it tells."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; `id`: where links to it lead."""

    level: int
    text: str
    id: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together. `style`: “”, ``small``, ``kick``, ``question``, ``close`` or ``foot``."""

    sentences: tuple[Sentence, ...]
    style: str = ""


@dataclass(frozen=True)
class Verdict:
    """The answer: the headline with its tone, and the sentences under it."""

    tone: Tone
    headline: Sentence
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Listing:
    """Points, each of one or more sentences. `links`: the ids of headings that they lead to: a table of contents."""

    items: tuple[tuple[Sentence, ...], ...]
    ordered: bool = False
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shares:
    """A bar cut into answers; `wide`: the thin bar, for ranges twice as wide. Parts: answer, share, words."""

    parts: tuple[tuple[Tone, float, str], ...]
    wide: tuple[Tone, float] | None


@dataclass(frozen=True)
class Weighed:
    """A weight with its range, as parts of the longest on the page; `loss`: the party would lose by it."""

    value: float
    low: float
    high: float
    loss: bool


@dataclass(frozen=True)
class Signed:
    """A gain to the right or a loss to the left, −1 to 1 of the longest; `least`: from where on a party moves."""

    value: float
    least: float


@dataclass(frozen=True)
class Track:
    """A value needed beside the range and the centre, all from 0 to 1 of an axis."""

    low: float
    high: float
    now: float
    need: float


@dataclass(frozen=True)
class Swung:
    """Shares of yes where a number is lowest and highest, and over all runs."""

    lowest: float
    highest: float
    every: float


@dataclass(frozen=True)
class Filled:
    """A share of a whole; `other`: drawn as the second of a pair; `unknown`: the part of unknown origin."""

    value: float
    other: bool = False
    unknown: float = 0.0


@dataclass(frozen=True)
class Standing:
    """A small square that says what a number rests on: ``measured``, ``part``, ``judged`` or ``none``."""

    basis: str


Bar = Shares | Weighed | Signed | Track | Swung | Filled | Standing


@dataclass(frozen=True)
class Cell:
    """One cell: words, a bar (`label` says its numbers), or both."""

    text: str = ""
    key: str = ""
    bar: Bar | None = None
    label: str = ""
    number: bool = False


@dataclass(frozen=True)
class Column:
    """A column's heading; `width` in percent (0: as it comes)."""

    text: str
    width: int = 0
    number: bool = False


@dataclass(frozen=True)
class Table:
    """The first cell of a row is its heading. `keep`: not broken over pages."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    title: str = ""
    after: str = ""
    keep: bool = True


@dataclass(frozen=True)
class Figure:
    """A drawing with what it shows in words (`description`), and a caption that says what one mark is."""

    svg: str
    description: str
    caption: Sentence


@dataclass(frozen=True)
class Squares:
    """Claims as squares by their standing: id, standing, used."""

    items: tuple[tuple[str, str, bool], ...]
    description: str
    caption: str


@dataclass(frozen=True)
class Beside:
    """Blocks side by side, where there is room."""

    parts: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Folded:
    """What only those open who check; printed as one line unless all tables are asked for."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Break:
    """A new page in print."""


@dataclass(frozen=True)
class Notes:
    """The place where the notes stand that were used: every page has one."""

    title: str


Block = Heading | Paragraph | Verdict | Listing | Table | Figure | Squares | Beside | Folded | Break | Notes


@dataclass(frozen=True)
class Written:
    """A note as it is written: its words, and the key under which others know it."""

    text: str
    key: str


@dataclass(frozen=True)
class Page:
    """A whole document in one language. `notes`: what can be cited; those that are get numbers as they come."""

    language: str
    title: str
    blocks: tuple[Block, ...]
    notes: dict[str, Written] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def order(self) -> list[str]:
        """The notes that are cited, in the order in which they first are."""
        cited = [key for text in self.texts() for key in NOTE.findall(text)]
        return [key for key in dict.fromkeys(cited) if key in self.notes]

    def texts(self) -> Iterator[str]:
        """Every text of the page, in order."""
        for block in self.blocks:
            yield from texts_of(block)

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence and cell with a key."""
        for block in self.blocks:
            yield from _sentences(block)


def texts_of(block: Block) -> Iterator[str]:
    """The texts of a block, with their notes, as they are read."""
    match block:
        case Heading():
            yield block.text
        case Paragraph():
            yield from (one.text for one in block.sentences)
        case Verdict():
            yield from (block.headline.text, *(one.text for one in block.sentences))
        case Listing():
            yield from (one.text for item in block.items for one in item)
        case Table():
            yield from (block.title, block.caption, *(column.text for column in block.columns))
            yield from (cell.text for row in block.rows for cell in row)
            yield block.after
        case Figure():
            yield block.caption.text
        case Squares():
            yield block.caption
        case Beside():
            yield from (text for part in block.parts for one in part for text in texts_of(one))
        case Folded():
            yield block.title
            yield from (text for one in block.blocks for text in texts_of(one))
        case Notes():
            yield block.title


def _sentences(block: Block) -> Iterator[Sentence]:
    match block:
        case Paragraph():
            yield from block.sentences
        case Verdict():
            yield from (block.headline, *block.sentences)
        case Listing():
            yield from (one for item in block.items for one in item)
        case Table():
            yield from (Sentence(cell.text or cell.label, cell.key) for row in block.rows for cell in row if cell.key)
        case Figure():
            yield block.caption
        case Beside():
            yield from (found for part in block.parts for one in part for found in _sentences(one))
        case Folded():
            yield from (found for one in block.blocks for found in _sentences(one))


def bare(text: str) -> str:
    """A text without strong words, notes and isolating marks."""
    return MARKS.sub("", STRONG.sub(r"\1", NOTE.sub("", text)))
