"""What tables of a Word document are made of: the widths of their columns, and bars as pictures."""

from __future__ import annotations

import struct
import zlib

from detente.report.blocks import Bar, Filled, Shares, Swung, Table, Weighed, bare

WIDEST = 36  # millimetres of the longest bar
LEAST = 0.01  # share of a bar that can be seen
MOST = 60  # characters that widen a column: what is longer runs on in a second line
LETTER = 1.75  # millimetres of a letter in a table
PADDING = 4.5  # millimetres of a cell that hold no text
DOTS = 240  # along a bar
COLOURS = {"yes": "1C5D8C", "some": "6A5A16", "no": "9A4A1C", "bar": "5B7FAE", "loss": "B06A55", "rest": "E8ECF0"}


def spread(block: Table, width: float) -> list[float]:
    """Widths of a table's columns in millimetres: what their longest word and a bar need, the rest by their texts."""
    least, wanted = [], []
    for place, column in enumerate(block.columns):
        cells = [row[place] for row in block.rows]
        texts = [bare(text) for text in (column.text, *(one.text or one.label for one in cells))]
        word = max((len(word) for text in texts for word in text.split()), default=0)
        drawn = any(one.bar is not None and shaded(one.bar) for one in cells)
        bar = min(WIDEST, width / 6) if drawn else 0.0
        least.append(max((word + 1) * LETTER, bar) + PADDING)
        wanted.append(max(least[-1], min(max(map(len, texts)), MOST) * LETTER + PADDING))
    spare = width - sum(least)
    if spare <= 0:
        return [width * one / sum(least) for one in least]
    more = [wish - need for wish, need in zip(wanted, least, strict=True)]
    share = spare / (sum(more) or 1.0)
    return [need + share * extra for need, extra in zip(least, more, strict=True)]


def strip(parts: list[tuple[str, float]], *, mirrored: bool) -> bytes:
    """A bar as a PNG of one line of dots: its stretches in their colours, white where there is none."""
    row, done = bytearray(), 0.0
    for colour, share in [*parts, ("", 1.0)]:
        done += share
        dots = min(DOTS, round(done * DOTS)) - len(row) // 3
        row += bytes.fromhex(colour or "FFFFFF") * dots
    if mirrored:
        row = bytearray(b"".join(bytes(row[place : place + 3]) for place in range(len(row) - 3, -1, -3)))
    parts_of = (
        (b"IHDR", struct.pack(">IIBBBBB", DOTS, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" + row)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts_of
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
