"""One thing wrong with a file, in the way of its format: a value, a key, a cell, a tag, a part, a byte."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from typing import Any

VALUES = (
    "", "0", "1", "-1", "1e400", "1e-400", "9" * 400, "9" * 5000, ".nan", "-.inf", "NaN", "1/0", "1/3", "²", "٣", "٠٫٤",
    "1,000",
    "1.000,5", "50%", "0..1", "1..0", "..", "null", "~", "true", "no", "yes", "[]", "{}", "[[a]]", "{a: b}", "&a *a",
    "!x", "<<", "*x", "\ud7ff", "\ufffe", "\u202e", "\u200f", "\u2028",
    "é", "e\u0301", "a" * 300, "a\tb", "'", '"', "`", "|",
    "=1+1", "@x",
    "-x", "+x", "not a", "a and", "a.b.c", "a or not b", "x**65", "min(", "2019-13-45", "status_quo", "../x", "C:\\x", "file:///x",
    '"\\ud800"', '"\\0"', '"\\e[31m"', "a\rb", "\x00", "\x07", "\x85", "-9", "NA", "actors", "goals", "no deal",
)  # fmt: skip
JSON_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 10**400, 0.1, 1e308, -0.0, "", "a", "\ud800", "\x00", "1/3", "1e400", [], {},
    [[]], {"a": 1},
    ["a", "a"], [None], float("inf"), float("nan"), "=1", [1, 2, 3], {"": ""},
)  # fmt: skip
CELL = re.compile(r"[^,;\t\n]+")
WORD = re.compile(r"[\w.]+")
TAG = re.compile(r"<[^>]*>|[^<]+")


def spoilt(data: bytes, name: str, dice: random.Random) -> bytes:
    """The content with one to four things wrong with it; sometimes with none."""
    for _ in range(dice.choice((0, 1, 1, 1, 2, 4))):
        data = _once(data, name.rpartition(".")[2].lower(), dice)
    return data


def _once(data: bytes, ending: str, dice: random.Random) -> bytes:
    if ending in ("xlsx", "xlsm"):
        return _archive(data, dice) if dice.random() < 0.7 else _bytes(data, dice)
    if dice.random() < 0.1:
        return _bytes(data, dice)
    text = data.decode("utf-8", "surrogateescape")
    if ending in ("json", "gmcr") and dice.random() < 0.7:
        return _json(text, dice)
    if ending == "xml" and dice.random() < 0.7:
        return _encoded(_piece(text, TAG, dice))
    if ending in ("csv", "tsv", "txt") and dice.random() < 0.7:
        return _encoded(_piece(text, CELL, dice) if dice.random() < 0.7 else _column(text, dice))
    return _encoded(_line(text, dice) if dice.random() < 0.5 else _piece(text, WORD, dice))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape" if "\ud800" not in text else "replace")


def _bytes(data: bytes, dice: random.Random) -> bytes:
    """A byte changed, a part cut out, doubled or moved, or all behind a place gone."""
    if not data:
        return bytes(dice.randrange(256) for _ in range(dice.randrange(40)))
    at, size = dice.randrange(len(data)), dice.choice((1, 1, 2, 8, 200))
    match dice.randrange(5):
        case 0:
            return data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at] + data[at + size :]
        case 2:
            return data[:at] + data[at : at + size] * dice.choice((2, 3, 50)) + data[at + size :]
        case 3:
            return data[:at]
    return data[:at] + dice.choice((b"\xff\xfe", b"\x00", b"\xef\xbb\xbf", b"\r", b"\xe2\x80\xae")) + data[at:]


def _piece(text: str, form: re.Pattern[str], dice: random.Random) -> str:
    """A piece of this form replaced by a value, by another piece, taken out or doubled."""
    pieces = list(form.finditer(text))
    if not pieces:
        return text + dice.choice(VALUES)
    one, other = dice.choice(pieces), dice.choice(pieces)
    new = dice.choice((dice.choice(VALUES), other[0], "", one[0] * 2, one[0] + " ", one[0].upper()))
    return text[: one.start()] + new + text[one.end() :]


def _line(text: str, dice: random.Random) -> str:
    """A line taken out, doubled, moved, or indented otherwise."""
    lines = text.split("\n")
    at, to = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines[to:to] = lines[at : at + dice.choice((1, 1, 5))]
        case 2:
            lines.insert(to, lines.pop(at))
        case 3:
            lines[at] = " " * dice.randrange(7) + lines[at].lstrip()
        case _:
            lines[at] = lines[at].partition(":")[0] + ": " + dice.choice(VALUES)
    return "\n".join(lines)


def _column(text: str, dice: random.Random) -> str:
    """A column taken out, doubled, or given another heading; or other marks between cells."""
    lines = text.split("\n")
    mark = max(",;\t", key=lines[0].count)
    at = dice.randrange(lines[0].count(mark) + 1)
    if dice.random() < 0.3:
        return text.replace(mark, dice.choice(",;\t|"))
    rows = [line.split(mark) for line in lines]
    change = dice.randrange(3)
    for row in rows:
        if at < len(row):
            if change == 0:
                del row[at]
            elif change == 1:
                row.insert(at, row[at])
            elif row is rows[0]:
                row[at] = dice.choice(VALUES)
    return "\n".join(mark.join(row) for row in rows)


def _json(text: str, dice: random.Random) -> bytes:
    """A value of the tree replaced, taken out, doubled or moved; a key renamed."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return _encoded(_piece(text, WORD, dice))
    places = list(_places(whole))
    if not places:
        return json.dumps(dice.choice(JSON_VALUES)).encode()
    holder, key = dice.choice(places)
    match dice.randrange(5):
        case 0:
            holder[key] = dice.choice(JSON_VALUES)
        case 1:
            del holder[key]
        case 2:
            other, another = dice.choice(places)
            holder[key] = other[another] if dice.random() < 0.5 else json.loads(json.dumps(other[another]))
        case 3 if isinstance(holder, dict):
            holder[dice.choice(VALUES)] = holder.pop(key)
        case _:
            if isinstance(holder, list):
                holder.extend([holder[key]] * dice.choice((1, 1, 40)))
            else:
                holder[key] = [holder[key]] * dice.choice((1, 2))
    try:
        return json.dumps(whole, ensure_ascii=dice.random() < 0.5).encode("utf-8", "replace")
    except (ValueError, RecursionError):  # a value that holds itself
        return text.encode("utf-8", "replace")


def _places(node: Any, deep: int = 0) -> Any:
    """Every list or map with each of its keys."""
    if isinstance(node, dict | list) and deep < 60:
        for key, inner in list(node.items() if isinstance(node, dict) else enumerate(node)):
            yield node, key
            yield from _places(inner, deep + 1)


def _archive(data: bytes, dice: random.Random) -> bytes:
    """A part of an archive spoilt as the text it is, or taken out."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            parts = {name: whole.read(name) for name in whole.namelist()}
    except Exception:  # it is spoilt already
        return _bytes(data, dice)
    if not parts:
        return data
    name = dice.choice(list(parts))
    if dice.random() < 0.1:
        del parts[name]
    else:
        parts[name] = _once(parts[name], "xml", dice)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for one, content in parts.items():
            made.writestr(one, content)
    return target.getvalue()
