"""A plain negotiation, without options or moves, from a JSON file in the form ``negotiation-case/1``.

``parties``, ``issues`` (name and values), ``utilities`` (per party a constant and terms: tables indexed in the order of
the values, rules that add a number where all values named hold, or boxes over ranges of values), ``disagreement`` (a
number per party, or ``status_quo``), and where wanted ``status_quo``, ``constraints`` (combinations forbidden),
``partitions`` (dockets), ``winning``, ``power`` and ``common_scale``. Numbers are read as the decimals written, or as
``"p/q"``.
"""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from detente.bargaining.packages.negotiation import Ban, Bonus, Issue, Negotiation, Package, Part, Utility, When
from detente.errors import DetenteError
from detente.situation.identifiers import nearest

FORMAT = "negotiation-case/1"
LARGEST = 4_000_000  # bytes


def read_document(path: Path) -> dict[str, Any]:
    """The JSON of a file, decimals kept exactly. Raises `DetenteError` where it is not JSON of this form."""
    try:
        content = path.read_bytes()
    except OSError:
        raise DetenteError("deal_file_unreadable", file=str(path)) from None
    if len(content) > LARGEST:
        raise DetenteError("deal_file_large", file=str(path), count=len(content), limit=LARGEST)
    try:
        found = json.loads(content.decode("utf-8"), parse_float=Fraction)
    except (ValueError, RecursionError) as error:
        where = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else "1:1"
        raise DetenteError("deal_file_json", file=str(path), place=where) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise DetenteError("deal_file_format", file=str(path), wanted=FORMAT)
    return found


def negotiation_of(document: dict[str, Any]) -> Negotiation:
    """The negotiation a document describes; anything missing, unknown or misshapen is refused with its place."""
    parties = tuple(str(name) for name in _list(document, "parties", "parties"))
    issues = tuple(
        Issue(str(_get(entry, "name", f"issues.{place}")), tuple(map(str, _list(entry, "values", f"issues.{place}"))))
        for place, entry in enumerate(_list(document, "issues", "issues"))
    )
    if not parties or not issues or any(not issue.levels for issue in issues):
        raise DetenteError("deal_file_empty")
    index = {issue.name: place for place, issue in enumerate(issues)}
    if len(index) < len(issues) or len(set(parties)) < len(parties):
        raise DetenteError("deal_name_twice")
    given = _get(document, "utilities", "utilities")
    for party in parties:
        if party not in given:
            raise DetenteError("deal_party_pointless", party=party)
    utilities = tuple(_utility(given[party], issues, index, f"utilities.{party}") for party in parties)
    status_quo = _status_quo(document, issues, index)
    bare = Negotiation(parties, issues, utilities, (Fraction(0),) * len(parties), status_quo=status_quo)
    return Negotiation(
        parties,
        issues,
        utilities,
        _disagreement(document, bare),
        bans=tuple(
            _ban(f"constraints.{place}", _get(entry, "forbid", f"constraints.{place}"), issues, index)
            for place, entry in enumerate(document.get("constraints", ()))
        ),
        status_quo=status_quo,
        dockets={
            str(label): tuple(tuple(_index(index, name, f"partitions.{label}") for name in group) for group in groups)
            for label, groups in document.get("partitions", {}).items()
        },
        winning=tuple(
            tuple(_index({p: i for i, p in enumerate(parties)}, name, "winning") for name in group)
            for group in document.get("winning", ())
        ),
        power=_power(document, parties),
        common_scale=bool(document.get("common_scale", False)),
    )


def _get(entry: Any, key: str, place: str) -> Any:
    if not isinstance(entry, dict) or key not in entry:
        raise DetenteError("deal_key_missing", key=key, place=place)
    return entry[key]


def _list(entry: Any, key: str, place: str) -> list[Any]:
    found = _get(entry, key, place)
    if not isinstance(found, list):
        raise DetenteError("deal_not_list", place=f"{place}.{key}" if place != key else key)
    return found


def _index(index: dict[str, int], name: Any, place: str) -> int:
    if str(name) not in index:
        raise DetenteError("deal_name_unknown", name=str(name), place=place, nearest=nearest(str(name), index))
    return index[str(name)]


def fraction(value: Any, place: str) -> Fraction:
    """A number as written, or a text that is one. NaN, infinity and anything else is refused."""
    if isinstance(value, bool) or not isinstance(value, int | str | Fraction):
        raise DetenteError("deal_not_number", place=place, found=str(value))
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        raise DetenteError("deal_not_number", place=place, found=str(value)) from None


def _utility(given: Any, issues: tuple[Issue, ...], index: dict[str, int], place: str) -> Utility:
    parts, bonuses = [], []
    divide = fraction(given.get("divide_by", 1), f"{place}.divide_by") if isinstance(given, dict) else Fraction(1)
    for number, term in enumerate(_list(given, "terms", place)):
        here = f"{place}.terms.{number}"
        weight = fraction(term.get("weight", 1), here) / divide
        if "rules" in term or "boxes" in term:
            for rule in term.get("rules", term.get("boxes")):
                when = tuple(
                    _when(name, value, issues, index, here) for name, value in _get(rule, "when", here).items()
                )
                bonuses.append(Bonus(when, weight * fraction(_get(rule, "add", here), here)))
            continue
        where = tuple(_index(index, name, here) for name in _list(term, "issues", here))
        shape = tuple(len(issues[issue].levels) for issue in where)
        parts.append(Part(where, _table(_get(term, "table", here), shape, weight, here)))
    constant = fraction(given.get("constant", 0), place) / divide
    return Utility(tuple(parts), tuple(bonuses), constant)


def _when(
    name: str, value: Any, issues: tuple[Issue, ...], index: dict[str, int], place: str
) -> tuple[int, tuple[int, ...]]:
    """One condition: a value, or the first and last of a range of values."""
    issue = _index(index, name, place)
    levels = {level: position for position, level in enumerate(issues[issue].levels)}
    ends = [_index(levels, one, place) for one in (value if isinstance(value, list) else [value])]
    return issue, tuple(range(ends[0], ends[-1] + 1))


def _table(given: Any, shape: tuple[int, ...], weight: Fraction, place: str) -> np.ndarray[Any, Any]:
    table = np.empty(shape, object)
    for cell in product(*map(range, shape)):
        value = given
        for position in cell:
            if not isinstance(value, list) or position >= len(value):
                raise DetenteError("deal_table_shape", place=place, wanted=" × ".join(map(str, shape)))
            value = value[position]
        table[cell] = weight * fraction(value, place)
    return table


def _status_quo(document: dict[str, Any], issues: tuple[Issue, ...], index: dict[str, int]) -> Package | None:
    given = document.get("status_quo")
    if given is None:
        return None
    chosen = {_index(index, name, "status_quo"): str(level) for name, level in given.items()}
    found = []
    for place, issue in enumerate(issues):
        if place not in chosen:
            raise DetenteError("deal_key_missing", key=issue.name, place="status_quo")
        levels = {level: number for number, level in enumerate(issue.levels)}
        found.append(_index(levels, chosen[place], f"status_quo.{issue.name}"))
    return tuple(found)


def _disagreement(document: dict[str, Any], bare: Negotiation) -> tuple[Fraction, ...]:
    given = document.get("disagreement")
    if given == "status_quo" and bare.status_quo is not None:
        return bare.utility(bare.status_quo)
    if not isinstance(given, dict):
        raise DetenteError("deal_disagreement_missing")
    return tuple(fraction(_get(given, party, "disagreement"), f"disagreement.{party}") for party in bare.parties)


def _ban(name: str, pairs: dict[str, Any], issues: tuple[Issue, ...], index: dict[str, int]) -> Ban:
    when: When = tuple(_when(issue, level, issues, index, name) for issue, level in pairs.items())
    table = np.zeros(tuple(len(issues[issue].levels) for issue, _ in when), np.bool_)
    table[np.ix_(*(levels for _, levels in when))] = True
    return Ban(name, tuple(issue for issue, _ in when), table)


def _power(document: dict[str, Any], parties: tuple[str, ...]) -> tuple[int, ...]:
    given = document.get("power")
    if given is None:
        return ()
    return whole_powers(tuple(fraction(_get(given, party, "power"), f"power.{party}") for party in parties))


def whole_powers(power: tuple[Fraction, ...]) -> tuple[int, ...]:
    """Bargaining powers as the smallest whole numbers in the same proportion: the Nash deal is the same."""
    from math import gcd, lcm

    if any(one <= 0 for one in power):
        raise DetenteError("deal_power_negative", found=", ".join(map(str, power)))
    scale = lcm(*(one.denominator for one in power))
    whole = [int(one * scale) for one in power]
    shared = gcd(*whole)
    if max(whole) // shared > 10_000:
        raise DetenteError("deal_power_fine", limit=10_000)
    return tuple(one // shared for one in whole)
