"""Which plural form a number takes, by rules as CLDR writes them: ``n % 10 = 2..4 and n % 100 != 12..14``.

Operands: ``n`` the number, ``i`` its whole part, ``v`` the number of digits it shows behind the point, ``f`` those
digits as a number. Source: Unicode Technical Standard 35, part 3, plural rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_RELATION = re.compile(r"\s*([nivf])\s*(?:%\s*(\d+)\s*)?(!?=)\s*([\d.,\s]+?)\s*")


def form(count: float, rules: Mapping[str, str]) -> str:
    """The first form whose rule fits; ``other`` if none does. ValueError for a rule that cannot be read.

    >>> form(22, {"one": "i = 1 and v = 0", "few": "i % 10 = 2..4 and i % 100 != 12..14"})
    'few'
    """
    size = abs(count)
    digits = "" if size == int(size) else f"{size:.6f}".rstrip("0").partition(".")[2]
    operands = {"n": size, "i": int(size), "v": len(digits), "f": int(digits or 0)}
    for name, rule in rules.items():
        if any(all(_holds(part, operands) for part in either.split(" and ")) for either in rule.split(" or ")):
            return name
    return "other"


def _holds(relation: str, operands: Mapping[str, float]) -> bool:
    found = _RELATION.fullmatch(relation)
    if found is None:
        raise ValueError(f"no plural rule: {relation!r}")
    value = operands[found[1]]
    if found[2]:
        value %= int(found[2])
    fits = any(_within(value, part.strip()) for part in found[4].split(","))
    return fits == (found[3] == "=")


def _within(value: float, part: str) -> bool:
    low, dots, high = part.partition("..")
    return value == int(value) and int(low) <= value <= int(high if dots else low)
