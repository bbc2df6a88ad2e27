"""Which single number would have to be how different for a deal: a goal's weight, a table's points, or a driver.

For every weight of a party (taken s times, s from 0 to 10) and every driver with a range (within its range), the
nearest value on either side is looked for at which some package becomes worth it to all, all other numbers at their
centres. The drift is followed anew at every value, so a change that also moves what happens without a deal is seen. The
search walks outwards in steps and then cuts up the last one; an opening narrower than a step may be missed. Where the
party's gain is a straight line in the weight and the rest stays as it is, the value is then exact:

    gain(s) = A + s B > inertia    ⇔    s beyond (inertia − A) / B
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.bargaining.agreement.draws import Futures
from detente.bargaining.agreement.exact_numbers import DIGITS, exact_value, exact_values
from detente.bargaining.agreement.opening import reasons
from detente.bargaining.agreement.setting import Setting
from detente.bargaining.packages.negotiation import Package
from detente.outcomes.numbers import Numbers, centres, quantities, spread_of, uncertain
from detente.outcomes.preferences import Array
from detente.outcomes.space import Space
from detente.situation.records import Quantity
from detente.time_left import check

UP = 10 ** (np.arange(1, 49) / 48)  # times a weight, outwards
DOWN = np.linspace(1, 0, 33)[1:]
ACROSS = 48  # steps from the centre of a driver to the end of its range
PARTS, ROUNDS = 8, 14  # the last step is cut into parts, again and again


@dataclass(frozen=True)
class Change:
    """A number that would open a zone: `path` in the file, its value now and the value beyond which it does.

    `within`: the file's own range allows it (None: it gives no range). `exact`: `needed` is exact. `package`: what is
    then worth it to all. `more`: the number must be larger than `needed`, not smaller.
    """

    path: tuple[str, ...]
    party: str | None
    now: Fraction
    needed: Fraction
    within: bool | None
    exact: bool
    package: Package
    more: bool

    @property
    def size(self) -> Fraction:
        """How far it is, as a share of the value now."""
        return abs(self.needed - self.now) / (abs(self.now) or 1)


@dataclass(frozen=True)
class _Line:
    """Values to try for one number, walking outwards from where it stands (factors for a weight)."""

    path: tuple[str, ...]
    weight: bool
    start: float
    tries: Array


def changes(setting: Setting) -> tuple[Change, ...]:
    """Every single change of a number that opens a zone, those within the file's ranges first, then the smallest."""
    futures = Futures(setting.situation, setting.agreement, setting.kind)
    lines = _lines(futures)
    if not lines:
        return ()
    opened = _worth(futures, [(line, value) for line in lines for value in line.tries]) > 0
    found, place = [], 0
    for line in lines:
        here = np.flatnonzero(opened[place : place + len(line.tries)])
        place += len(line.tries)
        if len(here):
            before = line.start if here[0] == 0 else float(line.tries[here[0] - 1])
            found.append((line, before, float(line.tries[here[0]])))
    for _ in range(ROUNDS if found else 0):
        check()
        inside = [np.linspace(near, far, PARTS + 1) for _, near, far in found]
        tried = [(line, value) for (line, _, _), values in zip(found, inside, strict=True) for value in values[1:-1]]
        good = np.ones((len(found), PARTS), np.bool_)  # the far end is good already
        good[:, :-1] = (_worth(futures, tried) > 0).reshape(len(found), -1)
        first = good.argmax(axis=1)
        found = [
            (line, float(values[at]), float(values[at + 1]))
            for (line, _, _), values, at in zip(found, inside, first, strict=True)
        ]
    fair = futures.look(*_numbers(futures, [(line, far) for line, _, far in found])).nash if found else ()
    told = [
        _told(futures, setting, line, far, futures.package(int(code)))
        for (line, _, far), code in zip(found, fair, strict=True)
    ]
    return tuple(sorted(told, key=lambda change: (change.within is not True, change.size)))


def _lines(futures: Futures) -> list[_Line]:
    found = []
    for path, _ in _weights(futures):
        found += [_Line(path, True, 1.0, UP), _Line(path, True, 1.0, DOWN)]
    middle = centres(futures.situation)
    for name, spread in uncertain(futures.situation).items():
        if name in futures.situation.drivers:
            low, high = map(float, spread.bounds)
            for end in {low, high} - {middle[name]}:
                found.append(
                    _Line(("drivers", name), False, middle[name], np.linspace(middle[name], end, ACROSS + 1)[1:])
                )
    return found


def _weights(futures: Futures) -> list[tuple[tuple[str, ...], Quantity]]:
    """The weights and points of the parties that are not zero at the centre."""
    situation = futures.situation
    numbers = Numbers(situation, futures.own)
    found = []
    for party in futures.record.parties:
        preference = situation.preferences[party]
        path: tuple[str, ...] = ("preferences", party)
        if preference.any:
            preference, path = preference.any[0], (*path, "any", "0")
        for inner, quantity in quantities(preference, path):
            counts = inner[-1] == "weight" or inner[-3:-2] == ("points",)
            if counts and np.any(numbers.value(quantity, inner)):
                found.append((inner, quantity))
    return found


def _worth(futures: Futures, tried: list[tuple[_Line, float]]) -> Array:
    """How many packages are worth it to all at each of these values."""
    return futures.look(*_numbers(futures, tried)).worth


def _numbers(futures: Futures, tried: list[tuple[_Line, float]]) -> tuple[dict[str, Array], int, dict[str, Array]]:
    middle = centres(futures.situation)
    columns: dict[str, Array] = {}
    scale: dict[str, Array] = {}
    for place, (line, value) in enumerate(tried):
        name = ".".join(line.path) if line.weight else line.path[1]
        store, start = (scale, 1.0) if line.weight else (columns, middle.get(name, 0.0))
        store.setdefault(name, np.full(len(tried), start))[place] = value
    return columns, len(tried), scale


def _told(futures: Futures, setting: Setting, line: _Line, value: float, package: Package) -> Change:
    if not line.weight:
        now, needed = (Fraction(f"{number:.{DIGITS}g}") for number in (line.start, value))
        needed = Fraction(f"{float(needed):.6g}")
        return Change(line.path, None, now, needed, True, False, package, value > line.start)
    party = line.path[1]
    quantity = dict(_weights(futures))[line.path]
    now = _value(futures, quantity, line.path, futures.own)
    factor = _exact(futures, setting, line, package, value)
    needed = now * (Fraction(f"{value:.6g}") if factor is None else factor)
    spread = spread_of(quantity, setting.situation)
    more = (value > line.start) == (now > 0)
    within = None if spread is None else (needed < spread.bounds[1] if more else needed > spread.bounds[0])
    return Change(line.path, party, now, needed, within, factor is not None, package, more)


def _value(futures: Futures, quantity: Quantity, path: tuple[str, ...], space: Space) -> Fraction:
    """The weight at the centre; of one that depends on the outcome, its largest."""
    return max(exact_values(Numbers(futures.situation, space), quantity, path), key=abs)


def _exact(futures: Futures, setting: Setting, line: _Line, package: Package, value: float) -> Fraction | None:
    """The factor by the formula of the module, if the search came to the same."""
    party = line.path[1]
    parts = {reason.path: reason.value for reason in reasons(setting, package, party)}
    slope = parts.get(line.path)
    if not slope:
        return None
    rest = sum(parts.values(), Fraction(0)) - slope
    place = futures.record.parties.index(party)
    least = setting.inertia[place] + (_given(futures, party) if setting.kind == "numbers" else 0)
    factor = (least - rest) / slope
    return factor if abs(float(factor) - value) <= 1e-6 * max(1.0, abs(value)) else None


def _given(futures: Futures, party: str) -> Fraction:
    """What the file says no deal is worth to a party."""
    record = futures.record.disagreement
    assert isinstance(record, dict)
    path = ("agreements", futures.agreement, "disagreement", party)
    return exact_value(Numbers(futures.situation, futures.own), record[party], path)
