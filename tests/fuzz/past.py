"""Inputs that once ended in a traceback, without end, or in all of the memory: seeds of `tests.fuzz.run`, and tests.

Each is a file, or a folder of files, by name.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

Files = dict[str, bytes]

HEAD = "detente: 1\nactors: {a: {}, b: {}}\n"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def book(rows: str, **more: bytes) -> bytes:
    """A workbook with these rows of XML, and nothing that is not needed."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{MAIN}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{MAIN}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}">{rows}</worksheet>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, text in parts.items():
            whole.writestr(name, text)
        for name, data in more.items():
            whole.writestr(name, data)
    return target.getvalue()


def broken(data: bytes) -> bytes:
    """The same with its first part spoilt."""
    at = data.index(b"[Content_Types].xml") + 19
    return data[:at] + b"\xff" * 6 + data[at + 6 :]


def negotiation(party: str, issue: str = "x", first: str = "1") -> bytes:
    """A negotiation of two parties over one issue, in JSON."""
    terms = {"terms": [{"issues": [issue], "table": [3, 4]}]}
    whole = {
        "format": "negotiation-case/1",
        "parties": [party, "b"],
        "issues": [{"name": issue, "values": [first, "2"]}],
        "utilities": {party: terms, "b": terms},
        "disagreement": {party: 0, "b": 0},
    }
    return json.dumps(whole).encode()


BOX = (
    b'<utility_space type="nonlinear"><objective index="0" name="root" type="objective">'
    b'<issue index="1" name="silt" type="integer" lowerbound="0" upperbound="9"/>'
    b'<utility maxutility="80"><ufun type="PlainUfun" weight="1" aggregation="sum">'
    b'<hyperRectangle utility="50"><INCLUDES index="1" min="5" max="12"/></hyperRectangle>'
    b'<hyperRectangle utility="20"><INCLUDES index="1" min="11" max="12"/></hyperRectangle>'
    b"</ufun></utility></objective></utility_space>"
)
DIVIDED = {
    "parties": ["a", "b"],
    "divisible": [{"name": "t", "from": 0, "to": 10}],
    "utilities": {
        "a": {"terms": [{"divisible": "t", "points": [[0, 5], [10, 0]], "when": {"i": "v"}}]},
        "b": {"terms": [{"divisible": "t", "points": [[0, 0], [10, 5]]}]},
    },
    "disagreement": {"a": 0, "b": 0},
}
NO_ISSUES = json.dumps({"format": "deals-case/1", "type": "divisible", "input": DIVIDED}).encode()
TWICE = b'{"format": "negotiation-case/1",\n "parties": ["a", "b"], "parties": ["a", "c"]}'
SURE = (
    'detente: 1\ntitle: "\\ud800"\nactors: {a: {}, b: {}}\noptions: {a: {x: {}}, b: {y: {}}}\n'
    "status_quo: {a.x: no, b.y: no}\npreferences: {a: {goals: {g: {want: a.x, weight: 1}}}, "
    "b: {goals: {g: {want: b.y, weight: 1}}}}\n"
)
TABLE = HEAD + "dependence: {gas: {table: {file: NAME, from: a, to: b, share: c}}}\n"
STEERED = (
    'detente: 1\ntitle: "\\e]0;EVIL\\a\\e[31mred \\u202e"\nactors: {a: {name: "\\e[31mA"}, b: {}}\n'
    'options: {a: {x: "do \\e[2J"}, b: {y: {}}}\nstatus_quo: {a.x: no, b.y: no}\n'
    "preferences: {a: {priorities: [a.x]}, b: {priorities: [b.y]}}\n"
)
PLEDGE = "agreements: {t: {parties: [a, b], pledges: [zz], terms: {x: {}}, dockets: {d: {terms: [x]}}}}\n"
NOBODY = (
    "detente: 1\nactors: {india: {}, iran: {}}\noptions: {pakistan: {x: {}}}\npreferences: {pakistan: {prefers: "
    "[[x, x]]}}\nties: {t: {between: [zzz, india], kind: tie, sign: positive}}\nagreements: {simla: {parties: [india, "
    "iran], power: {pakistan: 1}, terms: {x: {}}}}\n"
)
KTAB = "Actor,Description,Power,x Position,x Salience\na,b,1,2,3\n"
CLAIMS = "sources: {s: {file: t.txt, title: T, language: en, claims: c.csv}}\n"
EMPTY_ROW = '<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"></row></sheetData>'
CITES = (
    HEAD
    + "sources: {s: {file: t.txt, title: T, language: en}}\noptions: {a: {x: {cites: [{name: }, {source: s, quote: }, "
    "{source: s, row: null}, {source: , quote: q}]}}}\n"
)
ONE = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
NO_VALUE = '<sheetData><row r="1"><c r="A' + "9" * 5000 + '"><f>1+1</f></c></row></sheetData>'

# A file (or folder) by name → its content, made when it is wanted.
# ruff: noqa: PLW0108
PAST: dict[str, Callable[[], bytes | Files]] = {
    "half_a_character.yaml": lambda: b'detente: "\\ud800"\n',
    "half_a_character_key.yaml": lambda: b'detente: 1\n"\\ud800": {}\n',
    "half_a_character_value.yaml": lambda: (HEAD + 'options: {a: {x: {move: "\\ud800"}}}\n').encode(),
    "half_a_character_file.yaml": lambda: TABLE.replace("NAME", '"\\ud800"').encode(),
    "half_a_character_title.yaml": lambda: SURE.encode(),
    "long_file.yaml": lambda: TABLE.replace("NAME", "x" * 300).encode(),
    "beyond_unicode.yaml": lambda: b'title: "\\U00110000"\n',
    "far_beyond_unicode.yaml": lambda: b'title: "\\Uffffffff"\n',
    "directive.yaml": lambda: b"%YAML 1." + b"9" * 5000 + b"\n---\na: 1\n",
    "pledge.yaml": lambda: (HEAD + PLEDGE).encode(),
    "nobody.yaml": lambda: NOBODY.encode(),
    "keys.yaml": lambda: ("detente: 1\n" + "".join(f"k{i}: 1\n" for i in range(8000))).encode(),
    "actors_none.yaml": lambda: b"detente: 1\nactors: {}\n",
    "nodes.yaml": lambda: (HEAD + "title: [" + "x,\n" * 200_001 + "]\n").encode(),
    "nodes_unended.yaml": lambda: (HEAD + "title: [" + "x,\n" * 190_000).encode(),
    "tags.yaml": lambda: (HEAD + "title: [" + "!t x,\n" * 20_000 + "]\n").encode(),
    "steering.yaml": lambda: STEERED.encode(),
    "ktab_count.csv": lambda: ("s,d,²,1\n" + KTAB).encode(),
    "ktab_dimensions.csv": lambda: ("s,d,1,1000000000\n" + KTAB).encode(),
    "ktab_dimensions_long.csv": lambda: ("s,d,1," + "9" * 5000 + "\n" + KTAB).encode(),
    "ktab.xml": lambda: b"<Scenario><name>" + b"\n" * 400_000 + b"</name></Scenario>",
    "digits.csv": lambda: ("actor,position,capability,salience\na," + "9" * 5000 + ",1,1\nb,1,1,1\n").encode(),
    "large.csv": lambda: b"issue,option,a,b\nx,1,1e400,2\nx,2,1,3\nno deal,,0,0\n",
    "bomb.xlsx": lambda: book(EMPTY_ROW),
    "claims_to_be_large.xlsx": lambda: book('<dimension ref="A1:XFD1048576"/>' + ONE),
    "endless.xlsx": lambda: book(ONE.replace("<v>1<", "<v>1e999<")),
    "spoilt.xlsx": lambda: broken(book(ONE)),
    "formula.xlsx": lambda: book(NO_VALUE),
    "old.xlsx": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
    "return.json": lambda: negotiation("a", "x\r=1+1", "-2+3|cmd"),
    "bell.json": lambda: negotiation("a\u0007"),
    "half_a_character.json": lambda: negotiation("a\ud800"),
    "twice.json": lambda: TWICE,
    "deep.json": lambda: b'{"format": ' + b"[" * 100_000,
    "digits.json": lambda: negotiation("a").replace(b"3", b"9" * 5000),
    "box_beyond.xml": lambda: BOX,
    "no_issues.json": lambda: NO_ISSUES,
    "large.json": lambda: negotiation("a").replace(b"3", b"1e400"),
    "cites": lambda: {"t.txt": b"hello", "situation.yaml": CITES.encode()},
    "offsets": lambda: {
        "t.txt": b"hello",
        "c.csv": b"claim,start,end,quote\nC1," + b"9" * 5000 + b",5,hello\n",
        "situation.yaml": (HEAD + CLAIMS).encode(),
    },
}


def files_of(name: str) -> Files:
    """The files of a past failure, by their names inside a folder."""
    made = PAST[name]()
    return {f"{name}/{inner}": data for inner, data in made.items()} if isinstance(made, dict) else {name: made}
