"""Two-level games: chiefs who negotiate and ratifiers at home who must accept (Putnam, International Organization 42
(1988) 427; Schelling 1960 on tied hands).

A ratifier says yes to a package iff it gains its inertia or more by it; indifferent counts as yes. The win-set of a
party are the packages that its rule passes. A package passes iff every chief gains more than its inertia and it lies in
every win-set. Nash is taken over the packages that pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import prod

from detente.time_left import check

Gains = Mapping[str, Mapping[str, Fraction]]  # package → party or ratifier → gain
Rule = str | Mapping[str, object]


def says_yes(rule: Rule, yes: frozenset[str]) -> bool:
    """The rule is met by these ratifiers. All rules are monotone: a further yes never hurts.

    A name; ``all`` or ``any`` of rules; ``majority_of`` rules (more than half); ``weights`` of names, or ``votes`` of
    rules (pairs of rule and weight), with ``need`` (default: more than half).
    """
    if isinstance(rule, str):
        return rule in yes
    if "votes" in rule:
        votes: list[tuple[Rule, Fraction]] = list(rule["votes"])  # type: ignore[call-overload]
        gathered = sum((weight for part, weight in votes if says_yes(part, yes)), Fraction(0))
        return _enough(gathered, sum((weight for _, weight in votes), Fraction(0)), rule.get("need"))
    if "weights" in rule:
        weights: dict[str, Fraction] = dict(rule["weights"])  # type: ignore[call-overload]
        reached = sum((weight for name, weight in weights.items() if name in yes), Fraction(0))
        return _enough(reached, sum(weights.values(), Fraction(0)), rule.get("need"))
    (kind, members), *_ = rule.items()
    met = [says_yes(member, yes) for member in members]  # type: ignore[attr-defined]
    return {"all": all(met), "any": any(met), "majority_of": 2 * sum(met) > len(met)}[kind]


def _enough(reached: Fraction, total: Fraction, need: object) -> bool:
    return reached * 2 > total if need is None else bool(reached >= need)  # type: ignore[operator]


def members_of(rule: Rule) -> list[str]:
    """The ratifiers that a rule names, in its order."""
    if isinstance(rule, str):
        return [rule]
    if "weights" in rule:
        return [*rule["weights"]]  # type: ignore[misc]
    if "votes" in rule:
        return list(dict.fromkeys(name for part, _ in rule["votes"] for name in members_of(part)))  # type: ignore[attr-defined]
    (_, parts), *_ = rule.items()
    return list(dict.fromkeys(name for part in parts for name in members_of(part)))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Ratifier:
    """`blocks`: what passes once it says yes always. It is decisive if that opens an empty zone or changes Nash."""

    blocks: tuple[str, ...]
    opens_zone: bool
    changes_nash: bool
    nash_if_yes: tuple[str, ...]


@dataclass(frozen=True)
class Ratified:
    """`zone`: better for all chiefs. `tying`: per party with ratifiers, what its own bring it at the Nash packages,
    least and most (None: no deal with them, or none without). `missing`: per package signed but not passed the fewest
    further yeses, all ties."""

    zone: tuple[str, ...]
    win_sets: dict[str, tuple[str, ...]]
    passes: tuple[str, ...]
    nash: tuple[str, ...]
    nash_without: tuple[str, ...]
    ratifiers: dict[str, Ratifier]
    tying: dict[str, tuple[Fraction, Fraction] | None]
    missing: dict[str, tuple[tuple[str, ...], ...]]

    @property
    def decisive(self) -> tuple[str, ...]:
        return tuple(name for name, one in self.ratifiers.items() if one.opens_zone or one.changes_nash)


def ratified(
    gains: Gains, parties: tuple[str, ...], rules: Mapping[str, Rule], inertia: Mapping[str, Fraction]
) -> Ratified:
    """Which packages pass, who decides, and whom its ratifiers help. Lists of packages are alphabetical."""
    least = {name: inertia.get(name, Fraction(0)) for one in gains.values() for name in one}
    voters = sorted({name for rule in rules.values() for name in members_of(rule)})
    yes = {package: frozenset(name for name in voters if one[name] >= least[name]) for package, one in gains.items()}
    zone = tuple(sorted(p for p, one in gains.items() if all(one[party] > least[party] for party in parties)))

    def passing(always: Iterable[str] = (), without: Iterable[str] = ()) -> tuple[str, ...]:
        more, left = frozenset(always), [rule for party, rule in rules.items() if party not in set(without)]
        return tuple(p for p in zone if all(says_yes(rule, yes[p] | more) for rule in left))

    def nash(among: tuple[str, ...]) -> tuple[str, ...]:
        check()
        worth = {p: prod((gains[p][party] for party in parties), start=Fraction(1)) for p in among}
        most = max(worth.values(), default=None)
        return tuple(p for p in among if worth[p] == most)

    passes = passing()
    found = nash(passes)
    ratifiers = {}
    for name in voters:
        opened = passing([name])
        ratifiers[name] = Ratifier(
            tuple(p for p in opened if p not in passes),
            not passes and bool(opened),
            nash(opened) != found,
            nash(opened),
        )
    tying = {}
    for party in rules:
        loose = nash(passing(without=[party]))
        tying[party] = _difference([gains[p][party] for p in found], [gains[p][party] for p in loose])
    win = {party: tuple(sorted(p for p in gains if says_yes(rule, yes[p]))) for party, rule in rules.items()}
    missing = {p: fewest_yes(voters, yes[p], list(rules.values())) for p in zone if p not in passes}
    return Ratified(zone, win, passes, found, nash(zone), ratifiers, tying, missing)


def _difference(with_: list[Fraction], without: list[Fraction]) -> tuple[Fraction, Fraction] | None:
    return (min(with_) - max(without), max(with_) - min(without)) if with_ and without else None


def fewest_yes(voters: list[str], yes: frozenset[str], rules: list[Rule]) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of further yeses with which every rule is met."""
    check()
    open_ = [name for name in voters if name not in yes]
    for size in range(1, len(open_) + 1):
        found = tuple(
            more for more in combinations(open_, size) if all(says_yes(rule, yes | frozenset(more)) for rule in rules)
        )
        if found:
            return found
    return ()
