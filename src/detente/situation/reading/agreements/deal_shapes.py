"""How what an agreement says beyond its terms becomes records: exact numbers, lines over a range, money, votes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from detente.situation.quantity import QuantityError, number, show
from detente.situation.reading.shapes import MAX_LEVELS, fail, kind, scalar, yes_no

MOST_STEPS = 1_000
MOST_ROUNDS = 100_000


def exact(value: Any, at: tuple[str, ...] = ()) -> Fraction:
    """A known number."""
    if isinstance(value, Fraction):
        return value
    try:
        return number(value)
    except QuantityError as error:
        fail(error.code, at=(*at, *error.at), **error.params)


def _whole(value: Any, most: int) -> int:
    """A number without decimals, from 1 on."""
    found = exact(value)
    if found.denominator != 1 or not 1 <= found <= most:
        fail("whole_expected", found=scalar(value), most=most)
    return int(found)


def steps(value: Any) -> int:
    return _whole(value, MOST_STEPS)


def rounds(value: Any) -> int | None:
    return None if value is None else _whole(value, MOST_ROUNDS)


def step(value: Any) -> Fraction | None:
    """The step between levels; none where any level can be agreed."""
    return None if value is None or value == "none" else exact(value)


def knots(value: Any) -> Any:
    """Level → number as pairs, levels rising; at least two."""
    if isinstance(value, tuple):
        return value
    if not isinstance(value, dict):
        fail("map_expected", found=kind(value))
    found: dict[Fraction, Fraction] = {}
    for key, worth in value.items():
        try:
            level = number(key)
        except QuantityError as error:
            fail(error.code, at=(key,), in_key=True, **error.params)
        if level in found:
            fail("knot_twice", at=(key,), in_key=True, level=str(key))
        found[level] = exact(worth, (key,))
    if len(found) < 2:
        fail("knots_few")
    return tuple(sorted(found.items()))


def share(record: Any) -> Any:
    """A range that has an inside, with steps that end at its end."""
    least, most, by = record.from_, record.to, record.step
    if least >= most:
        fail("share_ends", low=show(least), high=show(most))
    if by is not None:
        if by <= 0:
            fail("share_step", at=("step",), found=show(by))
        count = (most - least) / by
        if count.denominator != 1:
            fail("share_step_end", at=("step",), step=show(by), low=show(least), high=show(most))
        if count >= MAX_LEVELS:
            fail("levels_many", at=("step",), count=int(count) + 1, limit=MAX_LEVELS)
    return record


def points_or_curve(value: Any) -> str:
    """What stands under an option or term of ``points``: numbers by level, or lines over a range."""
    if isinstance(value, list | tuple):
        return "curves"
    lines = isinstance(value, dict) and isinstance(value.get("at"), dict | tuple)
    return "curve" if lines or (hasattr(value, "at") and not isinstance(value, dict)) else "table"


def money(value: Any) -> Any:
    """``yes`` stands for money without anything more to say of it."""
    if not isinstance(value, str | bool | int | float):
        return {} if value is None else value
    if not yes_no(value):
        fail("money_no")
    return {}


VOTES = ("who", "all", "any", "majority_of", "quota")


def one_vote(record: Any) -> Any:
    given = [key for key in VOTES if getattr(record, key) is not None]
    if len(given) != 1 and not (record.veto and not given):
        fail("vote_kinds")
    if record.need is not None and record.quota is None:
        fail("vote_need", at=("need",), in_key=True)
    return record
