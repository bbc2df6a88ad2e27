"""What an agreement says beyond plain packages, as plain data beside that of the story, in exact numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from detente.bargaining.agreement.data import package_rows, story_data
from detente.bargaining.brokered.packages_at_hand import SharePackage, corner_packages
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.brokered.robust_runs import robust_data
from detente.bargaining.brokered.share_ratified import nash_of
from detente.bargaining.brokered.states import states_data
from detente.bargaining.mediation.mediated import exact
from detente.bargaining.packages.negotiation import Package
from detente.result import Row
from detente.situation.divisible import level_name

Data = dict[str, Any]


def brokered_rows(found: Brokered) -> list[Row]:
    """With shares the fair packages, each with its levels; else the rows of the story."""
    if found.shares is None:
        return package_rows(found)
    rows: list[Row] = []
    for name, one in found.fair_shares.items():
        gains = {party: float(gain) for party, gain in zip(found.parties, one.gains, strict=True)}
        package = ", ".join(f"{issue}={level}" for issue, level in share_data(found, one)["package"].items())
        rows.append({"package": package, **gains, "answer": name})
    return rows


def levels_of(found: Brokered, one: SharePackage) -> dict[str, str]:
    """A package in the words by which a file names levels."""
    shares = found.shares
    assert shares is not None
    named = dict(shares.shares.negotiation.named(one.package))
    return named | {name: level_name(level) for (_, name), level in zip(shares.keys, one.levels, strict=False)}


def share_data(found: Brokered, one: SharePackage) -> Data:
    """A package with its levels, what is paid, and what it brings."""
    shares = found.shares
    assert shares is not None
    known = dict(zip((name for _, name in shares.keys), one.levels, strict=False))
    named: Data = {
        name: exact(known[name]) if name in known else level for name, level in levels_of(found, one).items()
    }
    told: Data = {"package": named, "gains": dict(zip(found.parties, exact(list(one.gains)), strict=True))}
    paid = one.levels[len(shares.keys) :]
    if paid:
        told["receives"] = dict(zip(found.parties, exact([*paid, -sum(paid)]), strict=True))
    return told


def brokered_data(found: Brokered) -> Data:
    """Everything the section answers."""
    mediation = mediation_data(found)
    return {**story_data(found), "mediation": mediation}


def mediation_data(found: Brokered) -> Data:
    """What the agreement says beyond plain packages; a part that it does not ask for is null."""
    parts: dict[str, Callable[[Brokered], Any]] = {
        "shares": _shares,
        "money": _money,
        "coalitions": lambda one: None if one.coalitions is None else one.coalitions.data(),
        "deadline": lambda one: None if one.deadline is None else one.deadline.data(),
        "ratification": _ratification,
        "at_hand": lambda one: None if one.at_hand is None else _named(one, one.at_hand),
        "binding": _binding,
        "stages": lambda one: {concept: staged.data() for concept, staged in one.staged.items()} or None,
        "robust": lambda one: None if one.robust is None else robust_data(one.robust, _namer(one), one.parties),
        "states": lambda one: None if one.states is None else states_data(one.states, _namer(one), one.parties),
        "acceptance": _acceptance,
        "comparisons": lambda one: {party: two[0].data() for party, two in one.comparisons.items()} or None,
        "drafts": _drafts,
    }
    return {name: part(found) for name, part in parts.items()}


def _namer(found: Brokered) -> Callable[[Package], dict[str, str]]:
    return lambda package: _named(found, package)


def _named(found: Brokered, package: Package) -> dict[str, str]:
    return dict(found.deal.negotiation.named(package))


def _shares(found: Brokered) -> Data | None:
    if found.shares is None or found.divided is None:
        return None
    if found.ratified_shares is not None and found.ratified_shares.passing.empty:
        return {"zone": None, "fair": {}}
    fair = {name: share_data(found, one) for name, one in found.fair_shares.items()}
    lasts = {one.key[1]: [exact(asdict(span)) for span in one.spans] for one in found.lasting_levels}
    return {**found.divided.data(), "fair": fair, "lasts_at": lasts}


def _money(found: Brokered) -> Data | None:
    """As for plain packages; with shares every package is named with its levels."""
    payable = found.payable
    if payable is None:
        return None
    told = payable.data()
    if found.shares is not None:
        named = [share_data(found, one)["package"] for one in corner_packages(payable)]
        for place, one in zip(payable.money.best, told["best"], strict=True):
            one["package"] = named[place]
        for name, one in zip(named, told["ranges"] or (), strict=False):
            one["package"] = name
    return told


def _ratification(found: Brokered) -> Data | None:
    if (shares := found.ratified_shares) is not None:
        nash, free = nash_of(shares.passing), nash_of(shares.free)
        return {
            "nash_gains": exact(nash),
            "nash_gains_without_ratifiers": exact(free),
            "decisive": list(shares.decisive),
            "tying_hands": exact(shares.tying),
        }
    return None if found.ratification is None else found.ratification.data()


def _binding(found: Brokered) -> Data | None:
    one = found.binding
    if one is None:
        return None
    about = found.paid[0] if found.brings_most else found
    names = [issue.name for issue in about.deal.negotiation.issues]
    return {
        "concept": one.concept,
        "lasts_unbound": one.unbound,
        "bindable": [names[issue] for issue in one.bindable],
        "least": [[names[issue] for issue in group] for group in one.least],
        "tried": one.tried,
        "all_smaller_tried": one.all_tried,
        "everything_bound_lasts": one.everything,
    }


def _acceptance(found: Brokered) -> list[Data] | None:
    if found.acceptance is None:
        return None
    points = found.deal.frontier.points
    return [
        {"package": _named(found, points[int(place)].example), "share": exact(share)}
        for place, share in found.acceptance.share.items()
    ]


def _drafts(found: Brokered) -> Data | None:
    if not found.record.drafts:
        return None
    return {
        name: None if name not in found.drafts else {**found.drafts[name].data(), "unspent": exact(found.unspent(name))}
        for name in found.record.drafts
    }
