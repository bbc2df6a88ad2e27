"""Names that are defined by other names: in circles, or in chains that grow beyond all measure.

Statements may use statements and drivers may use drivers. A circle has no value. A chain has one, but a few lines can
be made to stand for more than any machine can compute, so what a name stands for, written out, is bounded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from detente.situation.expression import Name, Operation, Tree
from detente.situation.scope import names

MAX_WRITTEN_OUT = 10_000
MAX_DEPTH = 300
HOP = 3  # how much deeper a name is than what it stands for

Uses = Mapping[str, tuple[str, ...]]


def uses_of(trees: Mapping[str, Tree]) -> dict[str, tuple[str, ...]]:
    """For each name, the others among them that its tree mentions."""
    singles = {name: [used.parts[0] for used in names(tree) if len(used.parts) == 1] for name, tree in trees.items()}
    return {name: tuple(dict.fromkeys(used for used in found if used in trees)) for name, found in singles.items()}


def in_order(uses: Uses) -> list[str]:
    """Names such that each comes after all it uses; names in a circle, or that use one, are left out."""
    users: dict[str, list[str]] = {name: [] for name in uses}
    waits = {name: len(used) for name, used in uses.items()}
    for name, used in uses.items():
        for other in used:
            users[other].append(name)
    ready = deque(name for name in uses if not waits[name])
    found = []
    while ready:
        name = ready.popleft()
        found.append(name)
        for user in users[name]:
            waits[user] -= 1
            if not waits[user]:
                ready.append(user)
    return found


def circles(uses: Uses) -> list[tuple[str, ...]]:
    """Circles, each beginning with its first name in file order; a name is told in one circle only."""
    sound = set(in_order(uses))
    stuck = {name: [other for other in used if other not in sound] for name, used in uses.items() if name not in sound}
    found: list[tuple[str, ...]] = []
    told: set[str] = set()
    for name in stuck:
        circle = () if name in told else _back_to(name, stuck)
        if circle and told.isdisjoint(circle):
            found.append(circle)
            told.update(circle)
    return found


def _back_to(start: str, uses: Mapping[str, list[str]]) -> tuple[str, ...]:
    """A shortest way from a name back to itself; empty if there is none."""
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for other in uses[here]:
            if other == start:
                way = [here]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if other not in came_from:
                came_from[other] = here
                waiting.append(other)
    return ()


def too_large(trees: Mapping[str, Tree]) -> list[str]:
    """Names that stand for too much, written out; what uses such a name is not blamed again."""
    uses = uses_of(trees)
    known: dict[str, tuple[int, int]] = {}
    found = []
    for name in in_order(uses):
        if not all(used in known for used in uses[name]):
            continue
        known[name] = size, depth = _measure(trees[name], known)
        if size > MAX_WRITTEN_OUT or depth > MAX_DEPTH:
            found.append(name)
            del known[name]
    return found


def _measure(tree: Tree, known: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """How many parts, and how many levels, the tree has with every known name written out."""
    if isinstance(tree, Operation):
        parts = [_measure(operand, known) for operand in tree.operands]
        return 1 + sum(size for size, _ in parts), 1 + max(depth for _, depth in parts)
    if isinstance(tree, Name) and tree.parts[0] in known:
        size, depth = known[tree.parts[0]]
        return 1 + size, HOP + depth
    return 1, 1
