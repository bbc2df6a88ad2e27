"""The Pareto frontier and the named points by mixed-integer programming.

Two parties: the first's best where the second has at least ε, ε rising by one whole unit above the last point found
(the ε-constraint method of Haimes, Lasdon & Wismer 1971; from memory, unverified). With integer utilities that skips
nothing. Three and more: boxes. A box is a vector of floors; the largest sum of utilities in it is an undominated
point, which splits every box that it lies in, one box per party, whose floor is then one unit above the point.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from detente.bargaining.packages.milp import OutOfTimeError, Programme
from detente.bargaining.packages.milp_points import key_packages
from detente.bargaining.packages.negotiation import Negotiation, Package

MOST_POINTS = 3_000
QUESTIONS = 20  # among which the time for named answers is shared out
SMALL = 20_000  # ranges up to which one question finds a point; above, two
Floors = tuple[int | None, ...]


@dataclass(frozen=True)
class Found:
    """A package of every vector found. `whole`: these are all; `exact`: every difference is seen.

    `settled`: where they are not all, whether there is a zone is known all the same; `gap`: how far the named answers
    may then be from the best, as a share.
    """

    packages: list[Package]
    whole: bool
    exact: bool
    settled: bool
    gap: float


def milp_frontier(negotiation: Negotiation, seconds: float, points_only: bool = False) -> Found:
    """A package of every undominated vector.

    Where time or the limit of points ends the search, the packages that answer the named questions are added, as far as
    time allows: a quarter of it is kept for them. `points_only`: only these.
    """
    programme = Programme(negotiation, 0.75 * seconds)
    found: dict[tuple[int, ...], Package] = {}
    whole = False
    try:
        if not points_only:
            search = _two if len(negotiation.parties) == 2 else _boxes
            whole = search(programme, found)
    except OutOfTimeError:
        pass
    if not whole:
        programme.until = max(programme.until, monotonic()) + 0.25 * seconds
        programme.each = (seconds if points_only else 0.25 * seconds) / QUESTIONS
        programme.reset()
        for package in key_packages(programme):
            found.setdefault(programme.worth(package), package)
    return Found(list(found.values()), whole, programme.exact, programme.settled, programme.gap)


def _two(programme: Programme, found: dict[tuple[int, ...], Package]) -> bool:
    first, second = programme.utility
    augmented = programme.size[1] <= SMALL
    # The second's utility, made so small that it never outweighs one unit of the first's, breaks ties.
    tie = 0.5 / (programme.size[1] * 2 + 1)
    floor: int | None = None
    while len(found) < MOST_POINTS:
        programme.floors([None, floor])
        package, _ = programme.best(
            {first: 1.0, second: tie} if augmented else {first: 1.0}, tie / 3 if augmented else 1e-6
        )
        if package is None:
            return True
        if not augmented:
            programme.floors([programme.worth(package)[0], floor])
            again, _ = programme.best({second: 1.0}, 1e-6)
            package = again or package
        worth = programme.worth(package)
        found[worth] = package
        floor = worth[1] + programme.divisor[1]
    return False


def _boxes(programme: Programme, found: dict[tuple[int, ...], Package]) -> bool:
    parties = range(len(programme.utility))
    sizes = programme.size
    costs = {programme.utility[party]: 1.0 for party in parties}
    boxes: set[Floors] = {(None,) * len(sizes)}
    while boxes and len(found) < MOST_POINTS:
        box = min(boxes, key=lambda one: sum(floor is not None for floor in one))
        programme.floors(list(box))
        package, _ = programme.best(costs, 0.4)
        if package is None:
            boxes = {one for one in boxes if not _within(one, box)}
            continue
        worth = programme.worth(package)
        found[worth] = package
        split = {one for one in boxes if _holds(one, worth)}
        boxes -= split
        for one in split:
            for party in parties:
                boxes.add((*one[:party], worth[party] + programme.divisor[party], *one[party + 1 :]))
        boxes = {one for one in boxes if not any(other != one and _within(one, other) for other in boxes)}
    return not boxes


def _holds(box: Floors, worth: tuple[int, ...]) -> bool:
    """The vector lies in the box."""
    return all(floor is None or value >= floor for floor, value in zip(box, worth, strict=True))


def _within(inner: Floors, outer: Floors) -> bool:
    """Everything in the one box is in the other."""
    return all(
        other is None or (floor is not None and floor >= other) for floor, other in zip(inner, outer, strict=True)
    )
