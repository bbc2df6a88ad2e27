"""A page as Markdown, for notes, wikis and terminals: tables for tables, footnotes for notes, bars in words."""

from __future__ import annotations

from collections.abc import Iterator

from detente.report.blocks import (
    MARKS,
    NOTE,
    Beside,
    Block,
    Cell,
    Figure,
    Folded,
    Heading,
    Listing,
    Notes,
    Page,
    Paragraph,
    Squares,
    Table,
    Verdict,
    bare,
)


def markdown(page: Page) -> str:
    """The page as Markdown with footnotes."""
    numbers = {key: place for place, key in enumerate(page.order(), 1)}
    parts = [part for block in page.blocks for part in _block(block, page, numbers)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block, page: Page, numbers: dict[str, int]) -> Iterator[str]:
    match block:
        case Heading():
            yield "#" * block.level + " " + _text(block.text, numbers)
        case Paragraph():
            yield " ".join(_text(one.text, numbers) for one in block.sentences)
        case Verdict():
            yield f"**{bare(block.headline.text)}**"
            yield " ".join(_text(one.text, numbers) for one in block.sentences)
        case Listing():
            mark = "1." if block.ordered else "-"
            yield "\n".join(f"{mark} " + " ".join(_text(one.text, numbers) for one in item) for item in block.items)
        case Table():
            yield from _table(block, numbers)
        case Figure():
            yield f"> {bare(block.description)}"
            yield _text(block.caption.text, numbers)
        case Squares():
            yield f"> {bare(block.description)}"
        case Beside():
            yield from (part for group in block.parts for one in group for part in _block(one, page, numbers))
        case Folded():
            yield "## " + _text(block.title, numbers)
            yield from (part for one in block.blocks for part in _block(one, page, numbers))
        case Notes():
            if numbers:
                yield "## " + _text(block.title, numbers)
                lines = [
                    f"[^{n}]: {_text(page.notes[key].text, {})} ({page.notes[key].key})" for key, n in numbers.items()
                ]
                yield "\n".join(lines)


def _table(block: Table, numbers: dict[str, int]) -> Iterator[str]:
    title = f"**{bare(block.title)}** " if block.title else ""
    yield title + _text(block.caption, numbers)
    wordless = [place for place in range(len(block.columns)) if all(_empty(row[place]) for row in block.rows)]
    if len(wordless) == len(block.columns) - 1:  # nothing beside the bars says their numbers
        wordless = []
    kept = [place for place in range(len(block.columns)) if place not in wordless]
    rows = [[_cell(row[place], numbers) for place in kept] for row in block.rows]
    head = "| " + " | ".join(_text(block.columns[place].text, numbers) for place in kept) + " |"
    rule = "|" + "|".join(" ---: " if block.columns[place].number else " --- " for place in kept) + "|"
    yield "\n".join([head, rule, *("| " + " | ".join(row) + " |" for row in rows)])
    yield _text(block.after, numbers)


def _empty(cell: Cell) -> bool:
    """Nothing but a bar, whose numbers stand in the cells beside it."""
    return not cell.text


def _cell(cell: Cell, numbers: dict[str, int]) -> str:
    return (_text(cell.text, numbers) or bare(cell.label)).replace("|", "\\|").replace("\n", " ")


def _text(text: str, numbers: dict[str, int]) -> str:
    return MARKS.sub("", NOTE.sub(lambda found: f"[^{numbers[found[1]]}]" if found[1] in numbers else "", text))
