"""Whether what an agreement says beyond its terms makes sense: money, ratifiers, steps, time, comparisons, drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from detente.situation.chains import circles
from detente.situation.deal_records import Package, Ratifier, Vote
from detente.situation.digits import level_word
from detente.situation.identifiers import normal, reference, split_reference
from detente.situation.model import Agreement, Situation
from detente.situation.quantity import show
from detente.situation.reading.agreements.crosscheck_shares import level_checked
from detente.situation.reading.crosscheck_wants import crosscheck_preference
from detente.situation.reading.faults import Faults, Path
from detente.situation.reading.meaning import at_least_zero, quantity

ZERO = Fraction(0)


def crosscheck_deals(name: str, agreement: Agreement, situation: Situation, faults: Faults) -> None:
    """Report everything of this kind in one agreement."""
    here: Path = ("agreements", name)
    _money(name, agreement, faults)
    for party, ratifiers in agreement.ratifiers.items():
        where: Path = (*here, "ratifiers", party)
        faults.known(party, agreement.parties, where, "party_unknown", agreement=name)
        _ratifiers(party, ratifiers, where, agreement, situation, faults)
    for key, stage in agreement.stages.items():
        _issue(key, name, agreement, (*here, "stages", key), faults)
        faults.known(stage.giver, agreement.parties, (*here, "stages", key, "giver"), "party_unknown", agreement=name)
    for block in ("stages", "cost"):
        _twice(block, getattr(agreement, block), name, faults)
    for key, cost in agreement.cost.items():
        _issue(key, name, agreement, (*here, "cost", key), faults)
        if cost <= 0:
            faults.add("cost_not_positive", (*here, "cost", key), name=key)
    for party, bond in agreement.bonds.items():
        faults.known(party, agreement.parties, (*here, "bonds", party), "party_unknown", agreement=name)
        if bond < 0:
            faults.add("quantity_negative", (*here, "bonds", party), name=f"bonds.{party}")
    _deadline(name, agreement, faults)
    for key, one in agreement.comparisons.items():
        faults.known(one.by, agreement.parties, (*here, "comparisons", key, "by"), "party_unknown", agreement=name)
        for side in ("better", "worse"):
            _package(getattr(one, side), (*here, "comparisons", key, side), name, situation, faults)
    for key, draft in agreement.drafts.items():
        _package(draft, (*here, "drafts", key), name, situation, faults)
    for key, term in agreement.terms.items():
        for state, condition in term.by.items():
            if condition.strip() != "otherwise":
                path = (*here, "terms", key, "by", state)
                faults.expression(condition, path, situation.scope, "condition")


def _money(name: str, agreement: Agreement, faults: Faults) -> None:
    here: Path = ("agreements", name)
    money = agreement.money
    if money is None:
        if agreement.worth and not faults.broken_at((*here, "money")):
            faults.add("worth_needs_money", (*here, "worth"), key=True)
    else:
        for block, values in (("worth", money.worth), ("at_most", money.at_most)):
            known = (*agreement.parties, *agreement.voters) if block == "worth" else agreement.parties
            for party, value in values.items():
                path = (*here, "money", block, party)
                faults.known(party, known, path, "party_unknown", agreement=name)
                if value <= 0 and block == "worth":
                    faults.add("worth_not_positive", path, party=party, found=show(value))
                elif value < 0:
                    faults.add("quantity_negative", path, name=f"at_most.{party}")
        missing = tuple(party for party in agreement.parties if party not in money.worth)
        whole = faults.broken_at((*here, "money")) or faults.broken_at((*here, "scale"))
        if missing and (money.worth or agreement.scale != "common") and not whole:
            faults.add("money_scale", (*here, "money"), key=True, parties=missing, example=agreement.parties[0])
    for group, coalition in agreement.worth.items():
        for place, party in enumerate(coalition.of):
            faults.known(
                party, agreement.parties, (*here, "worth", group, "of", place), "party_unknown", agreement=name
            )


def _ratifiers(
    party: str,
    ratifiers: Mapping[str, Ratifier],
    here: Path,
    agreement: Agreement,
    situation: Situation,
    faults: Faults,
) -> None:
    for who, one in ratifiers.items():
        path = (*here, who)
        if who in agreement.parties:
            faults.add("ratifier_is_party", path, key=True, name=who)
        before = next((other for other, each in agreement.ratifiers.items() if other != party and who in each), None)
        if before is not None and [*agreement.ratifiers].index(before) < [*agreement.ratifiers].index(party):
            faults.add("ratifier_twice", path, key=True, name=who, first=before)
        if (one.preferences is None) == (one.rule is None) and not faults.broken_at(path):
            faults.add("ratifier_voice", path, key=True, name=who)
        if one.preferences is not None:
            crosscheck_preference(one.preferences, (*path, "preferences"), situation, faults)
            if one.preferences.kind != "goals":
                faults.add("ratifier_ordinal", (*path, "preferences"), key=True, name=who)
            elif not (one.preferences.goals or one.preferences.points) and not faults.broken_at(path):
                faults.warn("ratifier_indifferent", (*path, "preferences"), key=True, name=who)
        if one.inertia is not None:
            quantity(one.inertia, (*path, "inertia"), "driver", situation, faults)
            at_least_zero(one.inertia, (*path, "inertia"), faults, f"{who}.inertia")
        if one.rule is not None:
            _vote(one.rule, (*path, "rule"), ratifiers, faults)
    uses = {who: tuple(name for name in members(one.rule) if name in ratifiers) for who, one in ratifiers.items()}
    for circle in circles(uses):
        faults.add("ratifier_circle", (*here, circle[0], "rule"), key=True, circle=" → ".join((*circle, circle[0])))


def members(vote: Vote | None) -> Iterator[str]:
    """The ratifiers that a rule names."""
    if vote is None:
        return
    if vote.who is not None:
        yield vote.who
    yield from vote.quota or ()
    for part in (*(vote.all or ()), *(vote.any or ()), *(vote.majority_of or ()), *vote.veto):
        yield from members(part)


def _vote(vote: Vote, path: Path, ratifiers: Mapping[str, Ratifier], faults: Faults) -> None:
    if vote.who is not None:
        here = (*path, "who") if faults.root.at(path).kind == "map" else path
        faults.known(vote.who, ratifiers, here, "ratifier_unknown")
    for key in ("all", "any", "majority_of", "veto"):
        for place, part in enumerate(getattr(vote, key) or ()):
            _vote(part, (*path, key, place), ratifiers, faults)
    for who, votes in (vote.quota or {}).items():
        faults.known(who, ratifiers, (*path, "quota", who), "ratifier_unknown")
        if votes < 0:
            faults.add("quantity_negative", (*path, "quota", who), name=who)
    total = sum((vote.quota or {}).values(), ZERO)
    if vote.quota is not None and vote.need is not None and vote.need > total:
        faults.add("quota_beyond", (*path, "need"), need=show(vote.need), total=show(total))


def _deadline(name: str, agreement: Agreement, faults: Faults) -> None:
    deadline, here = agreement.deadline, ("agreements", name, "deadline")
    if deadline is None:
        return
    if agreement.money is None and not faults.broken_at(("agreements", name, "money")):
        faults.add("deadline_money", here, key=True)
    if len(agreement.parties) != 2:
        faults.add("deadline_two", here, key=True, count=len(agreement.parties))
    for party, value in deadline.discount.items():
        faults.known(party, agreement.parties, (*here, "discount", party), "party_unknown", agreement=name)
        if not 0 <= value < 1:
            faults.add("deadline_discount", (*here, "discount", party), found=show(value))
    for party in deadline.outside:
        faults.known(party, agreement.parties, (*here, "outside", party), "party_unknown", agreement=name)
    missing = tuple(party for party in agreement.parties if party not in deadline.discount)
    if missing and not faults.broken_at(here):
        faults.add("deadline_parties", (*here, "discount"), key=True, parties=missing)


def _package(package: Package, path: Path, name: str, situation: Situation, faults: Faults) -> None:
    """A package names terms and pledges, each at one of its levels."""
    agreement = situation.agreements[name]
    _twice(path[2:], package, name, faults)
    for key, level in package.items():
        where, parts = (*path, key), issue_of(key, name)
        if not _issue(key, name, agreement, where, faults):
            continue
        term = agreement.terms.get(parts[1]) if parts[0] == name else None
        levels = situation.scope.symbols[parts].levels
        if term is not None and term.share is not None:
            level_checked(term, key, level, where, faults)
        elif level_word(level, levels) not in levels:
            faults.known(level, levels, where, "level_unknown_here", inside=key)


def issue_of(text: str, agreement: str) -> tuple[str, str]:
    """What a key of an agreement names: a term by its own name or with the agreement, a pledge by its owner."""
    parts = split_reference(text)
    return (parts[0], parts[1]) if len(parts) == 2 else (agreement, normal(text))


def _issue(text: str, name: str, agreement: Agreement, path: Path, faults: Faults) -> bool:
    parts = issue_of(text, name)
    pledges = {split_reference(pledge) for pledge in agreement.pledges}
    if parts in pledges or (parts[0] == name and parts[1] in agreement.terms):
        return True
    known = (*agreement.terms, *(reference(*pledge) for pledge in pledges if len(pledge) == 2))
    return faults.known(text, known, path, "issue_of_agreement", agreement=name)


def _twice(block: str | Path, keys: Mapping[str, object], name: str, faults: Faults) -> None:
    """The same term under two spellings."""
    seen: dict[tuple[str, str], str] = {}
    for key in keys:
        parts = issue_of(key, name)
        if parts in seen:
            path: Path = ("agreements", name, *((block,) if isinstance(block, str) else block), key)
            faults.add("issue_twice", path, key=True, name=key, first=seen[parts])
        seen.setdefault(parts, key)
