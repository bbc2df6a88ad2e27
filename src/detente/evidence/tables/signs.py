"""Signs of ties as tables write them, and the scale of events.

A sign stands in words, as + and −, as +1 and −1, or as a weight with its sign. An event stands as a code of CAMEO,
which the scale of Goldstein turns into a number from −10 (military attack) to 10 (retreat). Source: Goldstein (1992), A
conflict-cooperation scale for WEIS events data; for CAMEO as GDELT publishes it (CAMEO.goldsteinscale). A code that is
not listed has the value of the longest listed code that it begins with: 1223 that of 12. Codes are text: 010 and 10 are
two.

    >>> goldstein("190"), goldstein("0874"), goldstein("51"), goldstein("war")
    (-10.0, 10.0, 3.4, None)
    >>> sign_of("Negative"), sign_of("-1"), sign_of("2.5"), sign_of("0"), sign_of("often")
    (('negative', None), ('negative', 1.0), ('positive', 2.5), ('none', 0.0), (None, None))
"""

from __future__ import annotations

from detente.evidence.tables.countries import folded
from detente.evidence.tables.number_columns import Writing

WORDS = {
    "positive": ("positive", "pos", "plus", "friendly", "cooperative", "إيجابي", "إيجابية", "موجب", "موجبة", "ودّي"),
    "negative": ("negative", "neg", "minus", "hostile", "conflictual", "سلبي", "سلبية", "سالب", "سالبة", "عدائي"),
}
BY_WORD = {folded(word): sign for sign, words in WORDS.items() for word in words}
MARKS = {"+": "positive", "-": "negative", "\u2212": "negative", "–": "negative"}


def sign_of(written: str) -> tuple[str | None, float | None]:
    """``positive``, ``negative`` or ``none`` (a weight of 0), and the size of a weight; (None, None): it is no sign.

    A weight has a decimal point: how the whole column is written was found before.
    """
    text = written.strip()
    if (sign := MARKS.get(text) or BY_WORD.get(folded(text))) is not None:
        return sign, None
    value = Writing().number(text)
    if value is None:
        return None, None
    return ("none" if value == 0 else "positive" if value > 0 else "negative"), abs(float(value))


SCALE = """
01 0, 011 -0.1, 012 -0.4, 013 0.4, 016 -2, 018 3.4, 019 3.4, 02 3, 021 3.4, 022 3.2, 023 3.4, 024 -0.3, 025 -0.3,
026 4, 027 4, 028 4, 03 4, 031 5.2, 032 4.5, 033 5.2, 0334 6, 034 7, 035 7, 037 5, 038 7, 039 5, 04 1, 042 1.9, 043 2.8,
044 2.5, 045 5, 046 7, 05 3.5, 051 3.4, 053 3.8, 054 6, 055 7, 056 7, 057 8, 06 6, 061 6.4, 062 7.4, 063 7.4, 064 7,
07 7, 071 7.4, 072 8.3, 073 7.4, 074 8.5, 08 5, 084 7, 085 7, 086 9, 087 9, 0874 10, 09 -2, 10 -5, 11 -2, 12 -4,
125 -5, 126 -5, 127 -5, 128 -5, 129 -5, 13 -6, 130 -4.4, 131 -5.8, 132 -5.8, 133 -5.8, 134 -5.8, 135 -5.8, 136 -7,
137 -7, 138 -7, 139 -7, 14 -6.5, 144 -7.5, 145 -7.5, 15 -7.2, 16 -4, 162 -5.6, 163 -8, 164 -7, 165 -6.5, 166 -7, 17 -7,
171 -9.2, 172 -5, 173 -5, 174 -5, 175 -9, 18 -9, 182 -9.5, 1821 -9, 1822 -9, 1823 -10, 183 -10, 184 -8, 185 -8, 186 -10,
19 -10, 191 -9.5, 192 -9.5, 196 -9.5, 20 -10, 201 -9.5
"""
BY_CODE = {code: float(value) for code, value in (entry.split() for entry in SCALE.split(","))}
LARGEST = 20  # roots of CAMEO; a spreadsheet takes the 0 off those below 10


def goldstein(code: str) -> float | None:
    """The value of a code of CAMEO; None if it is none. A root that lost its leading 0 in a spreadsheet is known by
    that there is no such code otherwise (51 for 051)."""
    text = code.strip().removesuffix(".0")
    if not text.isdecimal() or len(text) > 4:
        return None
    for whole in (text, f"0{text}"):
        for length in range(len(whole), 1, -1):
            if whole[:length] in BY_CODE and int(whole[:2]) <= LARGEST:
                return BY_CODE[whole[:length]]
    return None
