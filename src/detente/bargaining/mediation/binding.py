"""The least that must be bound for a package to last: pledges that stay, terms that nobody can leave.

Each party has yes-or-no options; terms are in force until some party leaves them. Bound options keep the package's
level in every outcome, bound terms cannot be left. The package lasts iff, under R or SEQ, no party has an improvement
from it that the others would not answer (under SEQ: by improvements of their own, nobody twice in succession, that
leave it no better off). A move changes any of a party's own options and leaves any of the terms.

Enough is not monotone under SEQ: a bound pledge is a lost deterrent. So sets are tried by size, and the proof that a
set is smallest is that all smaller ones fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations, product

from detente.errors import LimitError

MOST = 12  # things that can be bound
ZERO = Fraction(0)
State = tuple[bool, ...]
When = Mapping[str, bool]


@dataclass(frozen=True)
class Pact:
    """`names`: every option as ``party.option``, then every term; `package`: the level of each once signed."""

    parties: tuple[str, ...]
    names: tuple[str, ...]
    owner: tuple[str, ...]  # of each name: its party; empty for a term
    package: State
    utilities: Mapping[str, tuple[tuple[When, Fraction], ...]]
    inertia: Mapping[str, Fraction]
    looks_ahead: bool


@dataclass(frozen=True)
class Bound:
    """`least`: the smallest sets that are enough, all ties; `minimal`: those of which no part is enough.

    `monotone`: whatever holds a set that is enough is enough too. `tried`: how many sets were tried.
    """

    unbound: bool
    least: tuple[tuple[str, ...], ...]
    minimal: tuple[tuple[str, ...], ...]
    monotone: bool
    everything: bool
    tried: int


def least_binding(pact: Pact) -> Bound:
    """Which sets make the package last. Raises `LimitError` for more than MOST options and terms."""
    count = len(pact.names)
    if count > MOST:
        raise LimitError("binding_many", count=count, limit=MOST)
    sets = [frozenset(one) for size in range(count + 1) for one in combinations(range(count), size)]
    enough = {one: lasts(pact, one) for one in sets}
    fit = [one for one in sets if enough[one]]
    least = [one for one in fit if len(one) == len(fit[0])] if fit else []
    minimal = [one for one in fit if not any(enough[one - {at}] for at in one) and not _part(one, enough)]
    monotone = all(enough[one | {at}] for one in fit for at in range(count))
    return Bound(
        enough[frozenset()],
        tuple(_named(pact, one) for one in least),
        tuple(_named(pact, one) for one in minimal),
        monotone,
        enough[frozenset(range(count))],
        len(sets),
    )


def _part(one: frozenset[int], enough: Mapping[frozenset[int], bool]) -> bool:
    """Some proper part is enough."""
    return any(enough[frozenset(part)] for size in range(len(one)) for part in combinations(sorted(one), size))


def _named(pact: Pact, one: frozenset[int]) -> tuple[str, ...]:
    return tuple(sorted(pact.names[at] for at in one))


def lasts(pact: Pact, bound: frozenset[int]) -> bool:
    """No party leaves the package when these are bound."""
    here = pact.package

    @cache
    def worth(state: State, party: str) -> Fraction:
        found = dict(zip(pact.names, state, strict=True))
        return sum(
            (add for when, add in pact.utilities[party] if all(found[n] == level for n, level in when.items())), ZERO
        )

    def better(start: State, end: State, party: str) -> bool:
        return worth(end, party) - worth(start, party) > pact.inertia.get(party, ZERO)

    def moves(state: State, party: str) -> Iterator[State]:
        choices = [
            (level,)
            if at in bound
            else (False, True)
            if pact.owner[at] == party
            else ((False, True) if level else (False,))
            if not pact.owner[at]
            else (level,)
            for at, level in enumerate(state)
        ]
        return (end for end in product(*choices) if end != state)

    def answered(end: State, party: str) -> bool:
        seen, todo = set(), [(end, "")]
        while todo:
            state, last = todo.pop()
            for other in pact.parties:
                if other in (party, last):
                    continue
                for there in moves(state, other):
                    if (there, other) not in seen and better(state, there, other):
                        if not better(here, there, party):
                            return True
                        seen.add((there, other))
                        todo.append((there, other))
        return False

    return not any(
        better(here, end, party) and not (pact.looks_ahead and answered(end, party))
        for party in pact.parties
        for end in moves(here, party)
    )
