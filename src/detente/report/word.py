"""A page as a Word document: real headings, tables and footnotes, right-to-left where the language is.

Bars are tables of one shaded row; drawings are pictures with their description, where a
browser is there to draw them, else the description alone.
"""

from __future__ import annotations

import io
import re
from importlib import import_module
from importlib.resources import files
from typing import Any

from detente.errors import DetenteError
from detente.report.blocks import (
    MARKS,
    NOTE,
    STRONG,
    Bar,
    Beside,
    Block,
    Break,
    Cell,
    Figure,
    Filled,
    Folded,
    Heading,
    Listing,
    Notes,
    Page,
    Paragraph,
    Sentence,
    Shares,
    Squares,
    Swung,
    Table,
    Verdict,
    Weighed,
    bare,
)
from detente.report.pdf import browser, png
from detente.words import LANGUAGES

WIDEST = 36  # millimetres of the longest bar
LEAST = 0.01  # share of a bar that can be seen
COLOURS = {"yes": "1C5D8C", "some": "6A5A16", "no": "9A4A1C", "bar": "5B7FAE", "loss": "B06A55", "rest": "E8ECF0"}
PIECE = re.compile(r"(\*\*.+?\*\*|\[\^[^\]]+\])", re.DOTALL)
SIZE = re.compile(r'<svg[^>]* width="([\d.]+)"[^>]* height="([\d.]+)"')
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def needs_word() -> Any:
    """python-docx. Raises `DetenteError` with the line that installs it."""
    try:
        return import_module("docx")
    except ImportError:
        raise DetenteError("extra_missing", package="python-docx", extra="word") from None


def word(page: Page) -> bytes:
    """The page as a .docx file."""
    return Document(page).whole()


class Document:
    """Writes one page into one document."""

    def __init__(self, page: Page) -> None:
        self.docx = needs_word()
        self.oxml = import_module("docx.oxml")
        self.qn = import_module("docx.oxml.ns").qn
        self.shared = import_module("docx.shared")
        self.page = page
        self.rtl = LANGUAGES[page.language] == "rtl"
        self.numbers = {key: place for place, key in enumerate(page.order(), 1)}
        self.placed: set[str] = set()
        self.document = self.docx.Document()
        self._styles()

    def whole(self) -> bytes:
        """All blocks, the footnotes, and the file as bytes."""
        for block in self.page.blocks:
            self.block(block)
        self._footnotes()
        self.document.core_properties.title = bare(self.page.title)
        self.document.core_properties.language = self.page.language
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()

    def _styles(self) -> None:
        """A4, small margins, fonts of both scripts, and the direction of the section."""
        mm, pt = self.shared.Mm, self.shared.Pt
        section = self.document.sections[0]
        section.page_width, section.page_height = mm(210), mm(297)
        section.left_margin = section.right_margin = mm(16)
        section.top_margin = section.bottom_margin = mm(15)
        if self.rtl:
            section._sectPr.append(self._element("w:bidi"))
        for name, size in (("Normal", 9), ("Heading 1", 15), ("Heading 2", 11.5), ("Heading 3", 10)):
            style = self.document.styles[name]
            style.font.size = pt(size)
            style.font.name = "Noto Sans"
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            fonts.set(self.qn("w:cs"), "Noto Naskh Arabic")
            half = self._element("w:szCs", val=str(int(size * 2)))
            style.element.get_or_add_rPr().append(half)
        self.document.styles["Normal"].paragraph_format.space_after = pt(3)

    def _element(self, name: str, **attributes: str) -> Any:
        made = self.oxml.OxmlElement(name)
        for key, value in attributes.items():
            made.set(self.qn(f"w:{key}"), value)
        return made

    def block(self, block: Block) -> None:
        """One block."""
        match block:
            case Heading():
                self._words(self.document.add_heading(level=block.level), block.text)
            case Paragraph():
                self._paragraph(block.sentences, block.style)
            case Verdict():
                self._words(self.document.add_paragraph(), f"**{bare(block.headline.text)}**")
                self._paragraph(block.sentences, "")
            case Listing():
                style = "List Number" if block.ordered else "List Bullet"
                for item in block.items:
                    paragraph = self.document.add_paragraph(style=style)
                    self._words(paragraph, " ".join(one.text for one in item))
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Squares():
                self._paragraph((Sentence(block.description),), "small")
            case Beside():
                for part in block.parts:
                    for one in part:
                        self.block(one)
            case Folded():
                self._words(self.document.add_heading(level=2), block.title)
                for one in block.blocks:
                    self.block(one)
            case Break() | Notes():
                pass  # Word breaks pages itself, and notes are footnotes

    def _paragraph(self, sentences: tuple[Sentence, ...], style: str) -> None:
        small = style in ("small", "key", "kick", "foot")
        self._words(self.document.add_paragraph(), " ".join(one.text for one in sentences), small=small)

    def _words(self, paragraph: Any, text: str, *, small: bool = False) -> None:
        """Text with strong words and footnotes into a paragraph of the right direction."""
        if self.rtl:
            paragraph._p.get_or_add_pPr().append(self._element("w:bidi"))
        for piece in PIECE.split(text):
            note, strong = NOTE.fullmatch(piece), STRONG.fullmatch(piece)
            if note is not None:
                self._note(paragraph, note[1])
            elif piece:
                self._run(paragraph, strong[1] if strong else piece, bold=bool(strong), small=small)

    def _run(self, paragraph: Any, text: str, *, bold: bool = False, small: bool = False) -> Any:
        run = paragraph.add_run(text.replace("\u2060", ""))
        run.bold = bold or None
        properties = run._r.get_or_add_rPr()
        if small:
            run.font.size = self.shared.Pt(8.5)
        if self.rtl:
            if bold:
                properties.append(self._element("w:bCs"))
            properties.append(self._element("w:rtl"))
            properties.append(self._element("w:lang", bidi="ar-SA"))
        return run

    def _note(self, paragraph: Any, key: str) -> None:
        """A footnote in brackets; where it stood before, its number."""
        if key not in self.numbers:
            return
        if key in self.placed:
            self._run(paragraph, f"[{self.numbers[key]}]", small=True)
            return
        self.placed.add(key)
        self._run(paragraph, "[", small=True)
        run = self._run(paragraph, "", small=True)
        run._r.get_or_add_rPr().append(self._element("w:vertAlign", val="baseline"))
        run._r.append(self._element("w:footnoteReference", id=str(self.numbers[key])))
        self._run(paragraph, "]", small=True)

    def _table(self, block: Table) -> None:
        if block.title or block.caption:
            title = f"**{bare(block.title)}** " if block.title else ""
            self._words(self.document.add_paragraph(), title + block.caption, small=True)
        table = self.document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        if self.rtl:
            table._tbl.tblPr.append(self._element("w:bidiVisual"))
        for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
            self._words(cell.paragraphs[0], f"**{bare(column.text)}**" if column.text else "", small=True)
        table.rows[0]._tr.get_or_add_trPr().append(self._element("w:tblHeader"))
        for row in block.rows:
            cells = table.add_row().cells
            for place, (cell, one) in enumerate(zip(cells, row, strict=True)):
                self._cell(cell, one, plain=not place)
        if block.after:
            self._words(self.document.add_paragraph(), block.after, small=True)
        self.document.add_paragraph()

    def _cell(self, cell: Any, one: Cell, *, plain: bool) -> None:
        parts = [] if one.bar is None else shaded(one.bar)
        words = one.text or ("" if plain or parts else one.label)
        self._words(cell.paragraphs[0], words, small=True)
        if parts:
            self._bar(cell, parts)

    def _bar(self, cell: Any, parts: list[tuple[str, float]]) -> None:
        """A bar as a table of one row whose cells are shaded and as wide as their share."""
        rest = 1 - sum(share for _, share in parts)
        whole = [*parts, *([("", rest)] if rest > LEAST else [])]
        table = cell.add_table(rows=1, cols=len(whole))
        table.autofit = False
        if self.rtl:
            table._tbl.tblPr.append(self._element("w:bidiVisual"))
        for column, one, (colour, share) in zip(table.columns, table.rows[0].cells, whole, strict=True):
            column.width = one.width = self.shared.Mm(max(1, round(WIDEST * share)))
            if colour:
                one._tc.get_or_add_tcPr().append(self._element("w:shd", val="clear", color="auto", fill=colour))
            one.paragraphs[0].paragraph_format.space_after = self.shared.Pt(0)
            one.paragraphs[0].add_run("\u00a0").font.size = self.shared.Pt(5)
        first = cell.paragraphs[0]
        if not first.text:
            first._p.getparent().remove(first._p)
        cell.paragraphs[-1].paragraph_format.space_after = self.shared.Pt(0)

    def _figure(self, block: Figure) -> None:
        """The drawing as a picture with its description; without a browser the description."""
        found = SIZE.search(block.svg)
        drawn = None
        if found is not None:
            style = files("detente.report").joinpath("templates/page.css").read_text(encoding="utf-8")
            size = (int(float(found[1])), int(float(found[2])) + 1)
            try:
                drawn = png(block.svg, style, size, browser())
            except DetenteError:
                drawn = None
        if drawn is None:
            self._paragraph((Sentence(block.description),), "")
        else:
            picture = self.document.add_picture(io.BytesIO(drawn), width=self.shared.Mm(175))
            picture._inline.docPr.set("descr", bare(block.description))
        self._paragraph((block.caption,), "small")

    def _footnotes(self) -> None:
        """The part of the file that holds the footnotes."""
        part = import_module("docx.opc.part").Part
        uri = import_module("docx.opc.packuri").PackURI("/word/footnotes.xml")
        marks = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
        )
        notes = "".join(self._footnote(key, number) for key, number in self.numbers.items() if key in self.placed)
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        xml = f'{head}<w:footnotes xmlns:w="{W}">{marks}{notes}</w:footnotes>'
        package = self.document.part.package
        self.document.part.relate_to(part(uri, KIND, xml.encode("utf-8"), package), FOOTNOTES)

    def _footnote(self, key: str, number: int) -> str:
        escape = import_module("xml.sax.saxutils").escape
        note = self.page.notes[key]
        words = escape(MARKS.sub("", f" {note.text} ({note.key})"))
        right = "<w:bidi/>" if self.rtl else ""
        run = "<w:rtl/>" if self.rtl else ""
        return (
            f'<w:footnote w:id="{number}"><w:p><w:pPr>{right}</w:pPr><w:r><w:rPr><w:sz w:val="16"/>{run}</w:rPr>'
            f'<w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="16"/>{run}</w:rPr><w:t xml:space="preserve">{words}</w:t>'
            "</w:r></w:p></w:footnote>"
        )


def shaded(bar: Bar) -> list[tuple[str, float]]:
    """A bar as shaded stretches: colour ("" for none) and share of the whole; nothing for what only numbers say."""
    match bar:
        case Shares():
            return [(COLOURS[tone], share) for tone, share, _ in bar.parts if share > LEAST]
        case Weighed():
            return [(COLOURS["loss" if bar.loss else "bar"], bar.value)]
        case Filled():
            return [(COLOURS["loss" if bar.other else "bar"], bar.value), (COLOURS["rest"], 1 - bar.value)]
        case Swung():
            low, high = sorted((bar.lowest, bar.highest))
            return [(COLOURS["rest"], low), (COLOURS["bar"], high - low), (COLOURS["rest"], 1 - high)]
    return []
