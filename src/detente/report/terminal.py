"""A page as lines for a terminal: sentences, and a table row by row, each as one line in reading order.

No columns: in a language from the right, a terminal may show the cells of a line in either order, and a verdict would
stand under another heading.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.report.blocks import (
    MARKS,
    NOTE,
    STRONG,
    Beside,
    Block,
    Figure,
    Heading,
    Listing,
    Page,
    Paragraph,
    Squares,
    Table,
    Verdict,
    bare,
)
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES

LEFT_OUT = ("kick", "key")  # what explains marks of bars, which are not here


def lines(page: Page, *, first: bool = False) -> str:
    """The page as text. `first`: only as far as the picture."""
    keep = LANGUAGES[page.language] == "rtl"
    found: list[str] = []
    for block in page.blocks:
        if first and isinstance(block, Figure | Table):
            break
        found += [_plain(line, keep) for line in _block(block)]
    return "\n".join(found).strip() + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield ""
            yield block.text
        case Paragraph():
            if block.style not in LEFT_OUT:
                yield " ".join(one.text for one in block.sentences)
        case Verdict():
            yield block.headline.text
            yield " ".join(one.text for one in block.sentences)
        case Listing():
            yield from (f"- {' '.join(one.text for one in item)}" for item in block.items if not block.links)
        case Table():
            yield from _table(block)
        case Squares():
            yield block.description
        case Beside():
            yield from (line for part in block.parts for one in part for line in _block(one))


def _table(block: Table) -> Iterator[str]:
    """What the table is of, then its rows: no number without what it counts, once in the title where all are alike."""
    numbers = [column.text for column in block.columns if column.number and column.text]
    alike = bool(block.title) and len(numbers) == 1
    if block.caption:
        yield block.caption
    if block.title:
        yield f"{block.title} · {numbers[0]}:" if alike else f"{block.title}:"
    for row in block.rows:
        cells = zip(block.columns, row, strict=True)
        told = [
            f"{column.text}: {cell.text}" if column.number and column.text and not alike else cell.text
            for column, cell in cells
            if bare(cell.text).strip()
        ]
        yield "- " + " · ".join(told)
    if block.after:
        yield f"- {block.after}"


def _plain(text: str, keep: bool) -> str:
    words = STRONG.sub(r"\1", NOTE.sub("", text))
    return words.replace("\u2060", "").replace(ISOLATE + END_ISOLATE, "") if keep else MARKS.sub("", words)
