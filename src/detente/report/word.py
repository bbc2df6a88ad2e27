"""A page as a Word document: real headings, tables and footnotes, right-to-left where the language is.

What stands side by side on the page does so here, in a row without borders. Bars are
pictures that say their numbers; so are drawings where a browser is there to draw them, else their description stands.
"""

from __future__ import annotations

import io
import re
from importlib import import_module
from importlib.resources import files
from typing import Any
from unicodedata import bidirectional

from detente.errors import DetenteError
from detente.report.blocks import (
    MARKS,
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
from detente.report.pdf import browser, png
from detente.report.word_bars import PADDING, WIDEST, shaded, spread, strip
from detente.words import LANGUAGES

SHORT = 8  # rows of a table that may stand beside another
FONT = "Arial"  # on every machine that has Word, and in both scripts
TEXT = 182  # millimetres of a line
PICTURE = 140  # millimetres a drawing is wide at most
THICK = 2.6  # millimetres of a bar
GREY = "C4CAD0"
ISOLATED = re.compile("[\u2066-\u2068]([^\u2066-\u2069]*)\u2069")
NUMBER = re.compile(r"\s*[+−][\d.,]+%?\s*")  # alone in a cell
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
        self.into: Any = self.document  # what is written to: the document, or a cell of what stands side by side
        self.width: float = TEXT
        self._styles()

    def whole(self) -> bytes:
        """All blocks, the footnotes, and the file as bytes."""
        for block in self.page.blocks:
            self.block(block)
        self._footnotes()
        self.document.core_properties.author = "detente"
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
        section.left_margin = section.right_margin = mm((210 - TEXT) / 2)
        section.top_margin = section.bottom_margin = mm(12)
        if self.rtl:
            section._sectPr.append(self._element("w:bidi"))
        for name, size in (("Normal", 9), ("Heading 1", 15), ("Heading 2", 11.5), ("Heading 3", 10)):
            style = self.document.styles[name]
            style.font.size = pt(size)
            style.font.name = FONT
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # they would outdo the names
                fonts.attrib.pop(self.qn(f"w:{theme}"), None)
            fonts.set(self.qn("w:cs"), FONT)
            for half in style.element.rPr.findall(self.qn("w:szCs")):
                style.element.rPr.remove(half)
            style.element.rPr.append(self._element("w:szCs", val=str(int(size * 2))))
            shape = style.paragraph_format
            shape.line_spacing = 1.0
            shape.space_before = pt(0 if name in ("Normal", "Heading 1") else 5)
            shape.space_after = pt(2)
        kind = import_module("docx.enum.style").WD_STYLE_TYPE.CHARACTER
        self.document.styles.add_style(
            "Mark", kind
        ).font.superscript = False  # never raised: after a number it is a power
        for name in ("List Bullet", "List Number"):
            self.document.styles[name].paragraph_format.space_after = pt(1)

    def _element(self, name: str, **attributes: str) -> Any:
        made = self.oxml.OxmlElement(name)
        for key, value in attributes.items():
            made.set(self.qn(f"w:{key}"), value)
        return made

    def block(self, block: Block) -> None:
        """One block."""
        match block:
            case Heading():
                self._words(self._new(f"Heading {block.level}"), block.text)
            case Paragraph():
                self._paragraph(block.sentences, block.style)
            case Verdict():
                self._words(self._new(), f"**{bare(block.headline.text)}**")
                self._paragraph(block.sentences, "")
            case Listing():
                style = "List Number" if block.ordered else "List Bullet"
                for item in block.items:
                    self._words(self._new(style), " ".join(one.text for one in item))
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Squares():
                self._paragraph((Sentence(block.description),), "small")
            case Beside():
                self._beside(block)
            case Folded():
                self._words(self._new("Heading 2"), block.title)
                for one in block.blocks:
                    self.block(one)
            case Break() | Notes():
                pass  # Word breaks pages itself, and notes are footnotes

    def _new(self, style: str = "Normal") -> Any:
        return self.into.add_paragraph(style=self.document.styles[style])

    def _gap(self) -> None:
        """What parts a table from what follows; Word also wants a paragraph at the end of every cell."""
        paragraph = self._new()
        paragraph.paragraph_format.space_after = self.shared.Pt(0)
        paragraph.add_run("\u00a0").font.size = self.shared.Pt(3)

    def _beside(self, block: Beside) -> None:
        """Two parts in a row, the next two in the row below: a column narrower than half a page cannot be read."""
        outer, width = self.into, self.width
        tables = [one for part in block.parts for one in part if isinstance(one, Table)]
        if len(block.parts) == 1 or any(len(table.rows) > SHORT for table in tables):  # a row cannot go over a page
            for one in (one for part in block.parts for one in part):
                self.block(one)
            return
        self.width = TEXT / 2 - 4
        for first in range(0, len(block.parts), 2):
            table = self._grid(1, 2, [TEXT / 2, TEXT / 2])
            for cell, part in zip(table.rows[0].cells, block.parts[first : first + 2], strict=False):
                self.into = cell
                for one in part:
                    self.block(one)
                self._tidy(cell)
            self.into = outer
        self.width = width

    def _tidy(self, cell: Any) -> None:
        """A new cell brings an empty paragraph, which would stand over what was written."""
        first = cell.paragraphs[0]
        if not first.text and len(cell._tc) > 3:
            first._p.getparent().remove(first._p)

    def _grid(self, rows: int, columns: int, widths: list[float], style: str = "Normal Table") -> Any:
        """A table of fixed widths, in millimetres."""
        made = self.into.add_table(rows, columns)
        if self.into is not self.document:  # a cell puts an empty paragraph after its table
            last = self.into.paragraphs[-1]._p
            last.getparent().remove(last)
        made.style = self.document.styles[style]
        made.autofit = False
        if self.rtl:
            made._tbl.tblPr.append(self._element("w:bidiVisual"))
        for column, width in zip(made.columns, widths, strict=True):
            column.width = self.shared.Mm(width)
        for row in made.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = self.shared.Mm(width)
        return made

    def _paragraph(self, sentences: tuple[Sentence, ...], style: str) -> None:
        small = style in ("small", "key", "kick", "foot")
        self._words(self._new(), " ".join(one.text for one in sentences), small=small)

    def _words(self, paragraph: Any, text: str, *, small: bool = False) -> None:
        """Text with strong words and footnotes into a paragraph of the right direction."""
        if self.rtl:
            paragraph._p.get_or_add_pPr().append(self._element("w:bidi"))
        for piece in PIECE.split(text):
            note, strong = NOTE.fullmatch(piece), STRONG.fullmatch(piece)
            if note is not None:
                self._note(paragraph, note[1])
            elif piece:
                for words, latin in isolated(strong[1] if strong else piece):
                    self._run(paragraph, words, bold=bool(strong), small=small, latin=latin)

    def _run(self, paragraph: Any, text: str, *, bold: bool = False, small: bool = False, latin: bool = False) -> Any:
        """Words of one direction; `latin`: read from left to right even where the page is not."""
        run = paragraph.add_run(text)
        run.bold = bold or None
        properties = run._r.get_or_add_rPr()
        if small:
            run.font.size = self.shared.Pt(8)
        if self.rtl and not latin:
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
        run.style = self.document.styles["Mark"]
        run._r.append(self._element("w:footnoteReference", id=str(self.numbers[key])))
        self._run(paragraph, "]", small=True)

    def _table(self, block: Table) -> None:
        if block.title or block.caption:
            title = f"**{bare(block.title)}** " if block.title else ""
            paragraph = self._new()
            paragraph.paragraph_format.keep_with_next = True
            self._words(paragraph, title + block.caption, small=True)
        headed = any(column.text for column in block.columns)
        widths = spread(block, self.width)
        table = self._grid(headed + len(block.rows), len(widths), widths, "Table Grid")
        self._lines(table)
        if headed:
            for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
                self._words(cell.paragraphs[0], f"**{bare(column.text)}**" if column.text else "", small=True)
                cell.paragraphs[0].paragraph_format.space_after = self.shared.Pt(0)
            table.rows[0]._tr.get_or_add_trPr().append(self._element("w:tblHeader"))
        for made, row in zip(table.rows[headed:], block.rows, strict=True):
            made._tr.get_or_add_trPr().append(self._element("w:cantSplit"))
            for place, (cell, one) in enumerate(zip(made.cells, row, strict=True)):
                self._cell(cell, one, plain=not place)
        if block.after:
            self._words(self._new(), block.after, small=True)
        self._gap()

    def _lines(self, table: Any) -> None:
        """Thin grey lines between the rows, none between the columns."""
        borders = self._element("w:tblBorders")
        for side in ("top", "start", "bottom", "end", "insideH", "insideV"):
            kind = "nil" if side in ("start", "end", "insideV") else "single"
            borders.append(self._element(f"w:{side}", val=kind, sz="4", space="0", color=GREY))
        table._tbl.tblPr.append(borders)

    def _cell(self, cell: Any, one: Cell, *, plain: bool) -> None:
        parts = [] if one.bar is None else shaded(one.bar)
        words = one.text or ("" if plain or parts else one.label)
        self._words(cell.paragraphs[0], words, small=True)
        cell.paragraphs[0].paragraph_format.space_after = self.shared.Pt(0)
        if parts:
            if words:
                cell.paragraphs[0].add_run().add_break()
            self._bar(cell.paragraphs[0], one, parts, min(WIDEST, cell.width.mm - PADDING))

    def _bar(self, paragraph: Any, one: Cell, parts: list[tuple[str, float]], longest: float) -> None:
        """A bar as a picture that says its numbers; what is read from the right grows from the right."""
        if self.rtl and paragraph._p.pPr.find(self.qn("w:bidi")) is None:
            paragraph._p.pPr.insert(0, self._element("w:bidi"))
        mm = self.shared.Mm
        drawn = paragraph.add_run().add_picture(io.BytesIO(strip(parts, mirrored=self.rtl)), mm(longest), mm(THICK))
        drawn._inline.docPr.set("descr", bare(one.label or one.text))

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
            run = self._new().add_run()
            picture = run.add_picture(io.BytesIO(drawn), width=self.shared.Mm(min(self.width, PICTURE)))
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
        right = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        right = f"<w:bidi/>{right}" if self.rtl else right
        run = "<w:rtl/>" if self.rtl else ""
        return (
            f'<w:footnote w:id="{number}"><w:p><w:pPr>{right}</w:pPr><w:r><w:rPr><w:sz w:val="16"/>{run}</w:rPr>'
            f'<w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="16"/>{run}</w:rPr><w:t xml:space="preserve">{words}</w:t>'
            "</w:r></w:p></w:footnote>"
        )


def isolated(text: str) -> list[tuple[str, bool]]:
    """Pieces of a text, and whether each is isolated and read from left to right: Word has runs for what marks say."""
    found = []
    for place, piece in enumerate(ISOLATED.split(text)):
        words = MARKS.sub("", piece)
        first = next((kind for kind in map(bidirectional, words) if kind in ("L", "R", "AL")), None)
        if words:
            found.append((words, first in ("L", None) if place % 2 else bool(NUMBER.fullmatch(words))))
    return found
