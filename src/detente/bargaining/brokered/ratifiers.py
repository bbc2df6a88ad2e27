"""Those who must say yes though they do not negotiate: what they make of packages, and the rules that count their yes.

For what packages are worth to them, ratifiers are taken as further parties without any option: so they measure against
the same “without a deal”, after what follows a signature, in the same exact numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from detente.bargaining.agreement.from_situation import negotiation_about
from detente.bargaining.mediation.ratification import Rule, fewest_yes, says_yes
from detente.bargaining.mediation.result import Ratification
from detente.bargaining.packages.negotiation import Package, Vector, gains
from detente.bargaining.packages.result import short
from detente.bargaining.shares.gain_sets import Cell, packages_of
from detente.errors import LimitError
from detente.situation.deal_records import Ratifier, Vote
from detente.situation.model import Agreement, Situation
from detente.situation.records import Actor
from detente.time_left import check

MOST_PACKAGES = 50_000
MOST_VOTERS = 12
ZERO = Fraction(0)


def with_voters(situation: Situation, agreement: str) -> Situation:
    """The situation in which the ratifiers of an agreement are parties to it, for what packages are worth to them."""
    record = situation.agreements[agreement]
    voters = record.voters
    if not voters:
        return situation
    wider = record.model_copy(update={"parties": (*record.parties, *voters), "ratifiers": {}, "winning": ()})
    found = {
        "agreements": {**situation.agreements, agreement: wider},
        "actors": {
            **situation.actors,
            **{who: Actor(name=one.name, inertia=one.inertia) for who, one in voters.items()},
        },
        "preferences": {
            **situation.preferences,
            **{who: one.preferences for who, one in voters.items() if one.preferences is not None},
        },
    }
    data = {key: value for key, value in situation.__dict__.items() if key in Situation.model_fields}
    return Situation.model_construct(situation.model_fields_set, **{**data, **found})


def rules_of(record: Agreement) -> dict[str, Rule]:
    """Party → the rule by which its ratifiers pass a package: all of those that no other of them counts."""
    found: dict[str, Rule] = {}
    for party, ratifiers in record.ratifiers.items():
        counted = {name for one in ratifiers.values() if one.rule is not None for name in _named(one.rule)}
        heads = [who for who in ratifiers if who not in counted]
        rules = [_rule(who, ratifiers) for who in heads]
        if rules:
            found[party] = rules[0] if len(rules) == 1 else {"all": tuple(rules)}
    return found


def _named(vote: Vote) -> Iterator[str]:
    yield from () if vote.who is None else (vote.who,)
    yield from vote.quota or ()
    for part in (*(vote.all or ()), *(vote.any or ()), *(vote.majority_of or ()), *vote.veto):
        yield from _named(part)


def _rule(who: str, ratifiers: dict[str, Ratifier]) -> Rule:
    rule = ratifiers[who].rule
    return who if rule is None else _vote(rule, ratifiers)


def _vote(vote: Vote, ratifiers: dict[str, Ratifier]) -> Rule:
    found: Rule = {"all": ()}
    if vote.who is not None:
        found = _rule(vote.who, ratifiers)
    elif vote.quota is not None:
        votes = tuple((_rule(name, ratifiers), count) for name, count in vote.quota.items())
        found = {"votes": votes, "need": vote.need}
    for key in ("all", "any", "majority_of"):
        if (parts := getattr(vote, key)) is not None:
            found = {key: tuple(_vote(part, ratifiers) for part in parts)}
    return {"all": (*(_vote(part, ratifiers) for part in vote.veto), found)} if vote.veto else found


def ratification(
    situation: Situation, agreement: str, disagreement: str | None = None
) -> tuple[Ratification, dict[str, Package]]:
    """The packages that are better for all parties, judged by the ratifiers; and which name is which package.

    Raises `LimitError` for too many packages or ratifiers.
    """
    record = situation.agreements[agreement]
    voters = tuple(record.voters)
    _few(voters)
    negotiation, setting = negotiation_about(with_voters(situation, agreement), agreement, disagreement)
    if negotiation.cells > MOST_PACKAGES:
        raise LimitError("ratify_many", count=negotiation.cells, limit=MOST_PACKAGES)
    least = dict(zip(negotiation.parties, setting.inertia, strict=True))
    chiefs = len(record.parties)
    found: dict[str, dict[str, Fraction]] = {}
    names: dict[str, Package] = {}
    for package in packages_of(negotiation):
        check()
        gain = gains(negotiation.utility(package), negotiation.disagreement)
        if all(g > i for g, i in zip(gain[:chiefs], setting.inertia, strict=False)):
            name = short(negotiation, package)
            found[name] = dict(zip(negotiation.parties, gain, strict=True))
            names[name] = package
    return Ratification(record.parties, found, rules_of(record), least), names


def _few(voters: tuple[str, ...]) -> None:
    if len(voters) > MOST_VOTERS:
        raise LimitError("ratifiers_many", count=len(voters), limit=MOST_VOTERS)


def yes_sets(rules: Iterable[Rule], voters: tuple[str, ...], always: frozenset[str]) -> list[frozenset[str]]:
    """The smallest sets of ratifiers whose yes is enough for every rule; those in `always` say yes anyhow."""
    _few(voters)
    needed: list[frozenset[str]] = []
    each = list(rules)
    for size in range(len(voters) + 1):
        for one in map(frozenset, combinations(voters, size)):
            if not any(other <= one for other in needed) and all(says_yes(rule, one | always) for rule in each):
                needed.append(one)
    return needed


def passing_cells(
    cells: Iterable[Cell], chiefs: int, voters: tuple[str, ...], least: Vector, needed: Iterable[frozenset[str]]
) -> list[Cell]:
    """What the ratifiers leave of every cell, for each set of yes that is enough; gains of the parties alone.

    `least`: the inertia of parties, then ratifiers.
    """
    found = []
    for cell, yes in product(list(cells), list(needed)):
        corners = list(zip(cell.levels, cell.gains, strict=True))
        for place, who in enumerate(voters, chiefs):
            if who in yes:
                corners = _cut(corners, place, least[place])
        if corners:
            levels, gained = zip(*corners, strict=True)
            found.append(Cell(cell.package, levels, tuple(one[:chiefs] for one in gained)))
    return found


def _cut(corners: list[tuple[Vector, Vector]], place: int, least: Fraction) -> list[tuple[Vector, Vector]]:
    """Where one gain is at least so much: the corners that have it, and where lines between two corners reach it."""
    above = [one for one in corners if one[1][place] >= least]
    below = [one for one in corners if one[1][place] < least]
    found = dict.fromkeys(above)
    for one, other in product(above, below):
        share = (one[1][place] - least) / (one[1][place] - other[1][place])
        levels, gained = (
            tuple(a + share * (b - a) for a, b in zip(left, right, strict=True))
            for left, right in zip(one, other, strict=True)
        )
        found[levels, gained] = None
    return list(found)


@dataclass(frozen=True)
class Voice:
    """What one ratifier says of a package. `gain`: of its own; None for a body, which counts the yes of others."""

    who: str
    party: str
    yes: bool
    gain: Fraction | None


@dataclass(frozen=True)
class Votes:
    """What all ratifiers say of a package. `stopped`: the parties whose ratifiers do not pass it; `missing`: the
    smallest sets of further yeses by which all would."""

    voices: tuple[Voice, ...]
    stopped: tuple[str, ...]
    missing: tuple[tuple[str, ...], ...]


def votes_on(situation: Situation, agreement: str, disagreement: str | None, package: Package) -> Votes:
    """How the ratifiers of an agreement vote on one package of its negotiation."""
    record = situation.agreements[agreement]
    negotiation, setting = negotiation_about(with_voters(situation, agreement), agreement, disagreement)
    gained = gains(negotiation.utility(package), negotiation.disagreement)
    gain = dict(zip(negotiation.parties, gained, strict=True))
    least = dict(zip(negotiation.parties, setting.inertia, strict=True))
    yes = frozenset(who for who in record.voters if gain[who] >= least[who])
    voices = tuple(
        Voice(who, party, says_yes(_rule(who, each), yes), gain.get(who))
        for party, each in record.ratifiers.items()
        for who in each
    )
    rules = rules_of(record)
    stopped = tuple(party for party, rule in rules.items() if not says_yes(rule, yes))
    missing = fewest_yes(list(record.voters), yes, list(rules.values())) if stopped else ()
    return Votes(voices, stopped, missing)
