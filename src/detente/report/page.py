"""A page as one HTML file: static, without a script, nothing fetched, dark or light, in either direction."""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files

from detente.report.blocks import (
    NOTE,
    STRONG,
    Beside,
    Block,
    Break,
    Cell,
    Figure,
    Folded,
    Heading,
    Listing,
    Notes,
    Page,
    Paragraph,
    Sentence,
    Squares,
    Table,
    Verdict,
    bare,
)
from detente.report.html_bars import bar, isolated, squares
from detente.version import __version__
from detente.words import LANGUAGES

RUN = re.compile(r"(?:\[\^[^\]]+\])+")


class Html:
    """Writes one page. `every`: folded tables are open."""

    def __init__(self, page: Page, *, every: bool = False) -> None:
        self.page, self.every = page, every
        self.numbers = {key: place for place, key in enumerate(page.order(), 1)}
        self.cited: set[str] = set()

    def whole(self) -> str:
        """The document."""
        page = self.page
        style = files("detente.report").joinpath("templates/page.css").read_text(encoding="utf-8")
        of = page.labels["page_of"].split("{}")
        content = f'"{of[0]}" counter(page) "{of[1]}" counter(pages) "{of[2]}"'
        style += f"@page{{@bottom-center{{content:{content}}}}}\n"
        body = "\n".join(self.block(block) for block in page.blocks)
        direction = LANGUAGES[page.language]
        return (
            f'<!doctype html>\n<html lang="{page.language}" dir="{direction}">\n<head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            '<meta name="color-scheme" content="light dark">'
            f'<meta name="generator" content="detente {__version__}">'
            f"<title>{escape(bare(page.title))}</title>\n<style>\n{style}</style></head>\n"
            f'<body lang="{page.language}">\n<main>\n{body}\n</main>\n</body></html>\n'
        )

    def block(self, block: Block) -> str:
        """One block."""
        match block:
            case Heading():
                name = f' id="{block.id}"' if block.id else ""
                return f"<h{block.level}{name}>{self.text(block.text)}</h{block.level}>"
            case Paragraph():
                style = f' class="{block.style}"' if block.style else ""
                return f"<p{style}>{self.sentences(block.sentences)}</p>"
            case Verdict():
                return (
                    f'<div class="answer {block.tone}"><p class="big">{self.sentence(block.headline)}</p>'
                    f"<p>{self.sentences(block.sentences)}</p></div>"
                )
            case Listing():
                tag = "ol" if block.ordered else "ul"
                if block.links:
                    links = "".join(
                        f'<li><a href="#{name}">{self.sentences(item)}</a></li>'
                        for name, item in zip(block.links, block.items, strict=True)
                        if name != "sources" or self.numbers
                    )
                    return f"<nav><ol>{links}</ol></nav>"
                items = "".join(f"<li>{self.sentences(item)}</li>" for item in block.items)
                return f"<{tag}>{items}</{tag}>"
            case Table():
                return self.table(block)
            case Figure():
                caption = self.sentence(block.caption)
                return f'<figure><div class="scroll">{block.svg}</div><figcaption>{caption}</figcaption></figure>'
            case Squares():
                return f'{squares(block)}<p class="key">{self.text(block.caption)}</p>'
            case Beside():
                parts = "".join("<div>" + "\n".join(map(self.block, part)) + "</div>" for part in block.parts)
                return f'<div class="two">{parts}</div>'
            case Folded():
                inner = "\n".join(map(self.block, block.blocks))
                state = " open" if self.every else ""
                return f"<details{state}><summary>{self.text(block.title)}</summary>\n{inner}</details>"
            case Break():
                return '<div class="pagebreak"></div>'
            case Notes():
                return self.notes(block)

    def table(self, block: Table) -> str:
        """A table; headings have a scope, and rows that are wider than the page scroll."""
        title = f"<strong>{self.text(block.title)}</strong> " if block.title else ""
        caption = f"<caption>{title}{self.text(block.caption)}</caption>" if block.title or block.caption else ""
        head = "".join(
            f'<th scope="col"{" class=n" if column.number else ""}{_width(column.width)}>{self.text(column.text)}</th>'
            for column in block.columns
        )
        rows = "".join(
            "<tr>" + self.cell(row[0], head=True) + "".join(self.cell(cell) for cell in row[1:]) + "</tr>"
            for row in block.rows
        )
        after = f'<p class="small">{self.text(block.after)}</p>' if block.after else ""
        keep = ' class="keep"' if block.keep else ""
        inside = f"{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        return f'<div class="scroll"><table{keep}>{inside}</table></div>{after}'

    def cell(self, cell: Cell, *, head: bool = False) -> str:
        """One cell."""
        tag = 'th scope="row"' if head else "td"
        marks = ' class="n"' if cell.number else ""
        key = f' data-f="{escape(cell.key)}"' if cell.key else ""
        drawn = bar(cell.bar, bare(cell.label)) if cell.bar is not None else ""
        words = self.text(cell.text)
        return f"<{tag}{marks}{key}>{words}{drawn}</{tag.split(maxsplit=1)[0]}>"

    def sentences(self, found: tuple[Sentence, ...]) -> str:
        return " ".join(self.sentence(one) for one in found)

    def sentence(self, one: Sentence) -> str:
        """A sentence with the key of its finding."""
        key = f' data-f="{escape(one.key)}"' if one.key else ""
        return f"<span{key}>{self.text(one.text)}</span>" if key else self.text(one.text)

    def text(self, text: str) -> str:
        """Words as HTML: strong ones, notes in brackets, what runs the other way isolated."""
        made = escape(text, quote=False)
        made = STRONG.sub(r"<strong>\1</strong>", made)
        made = RUN.sub(self._cites, made)
        return isolated(made)

    def _cites(self, found: re.Match[str]) -> str:
        links = [self._link(key) for key in dict.fromkeys(NOTE.findall(found[0])) if key in self.numbers]
        comma = self.page.labels["note_comma"]
        turned = ' dir="rtl"' if LANGUAGES[self.page.language] == "rtl" else ""  # else it goes by its numbers
        return f'<span class="fn"{turned}>[{comma.join(links)}]</span>' if links else ""

    def _link(self, key: str) -> str:
        number = self.numbers[key]
        back = "" if key in self.cited else f' id="c{number}"'
        self.cited.add(key)
        title = escape(bare(self.page.notes[key].text))
        return f'<a{back} href="#n{number}" title="{title}">{number}</a>'

    def notes(self, block: Notes) -> str:
        """The notes that were used, each with a link back to where it first was."""
        if not self.numbers:
            return ""
        items = "".join(
            f'<li id="n{number}">{self.text(self.page.notes[key].text)} '
            f'<a class="back" href="#c{number}" aria-label="{escape(self.page.labels["back"])}"><span class="tag"><bdi>'
            f"{escape(self.page.notes[key].key)}</bdi></span></a></li>"
            for key, number in self.numbers.items()
        )
        return f'<section><h2 id="sources">{self.text(block.title)}</h2><ol class="notes">{items}</ol></section>'


def render(page: Page, *, every: bool = False) -> str:
    """The page as one HTML file; `every`: with all folded tables open."""
    return Html(page, every=every).whole()


def _width(percent: int) -> str:
    return f' style="width:{percent}%"' if percent else ""
