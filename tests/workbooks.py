"""Small XLSX workbooks for tests, as spreadsheet programs write them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    """A workbook with these sheets; texts are shared strings, empty cells are left out."""
    texts = sorted(
        {str(cell) for rows in sheets.values() for row in rows for cell in row if isinstance(cell, str) and cell}
    )
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as whole:
        names = "".join(
            f'<sheet name="{escape(name)}" sheetId="{k}" r:id="rId{k}"/>' for k, name in enumerate(sheets, 1)
        )
        whole.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{names}</sheets></workbook>'
        )
        links = "".join(
            f'<Relationship Id="rId{k}" Type="{LINKS}/worksheet" Target="worksheets/sheet{k}.xml"/>'
            for k in range(1, len(sheets) + 1)
        )
        whole.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>')
        shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
        whole.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{shared}</sst>')
        for number, rows in enumerate(sheets.values(), 1):
            body = "".join(
                f'<row r="{r}">{"".join(_cell(value, r, c, texts) for c, value in enumerate(row, 1))}</row>'
                for r, row in enumerate(rows, 1)
            )
            whole.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>',
            )
    return target.getvalue()


def _cell(value: object, row: int, column: int, texts: list[str]) -> str:
    place = f"{chr(64 + column)}{row}"
    if isinstance(value, str):
        return f'<c r="{place}" t="s"><v>{texts.index(value)}</v></c>' if value else ""
    return f'<c r="{place}"><v>{value}</v></c>'
