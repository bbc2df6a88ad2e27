"""The answers of a negotiation as plain data, under the field names of negotiation cases (``negotiation-case/1``).

Numbers that are whole are integers, others floats. A list of more than 60 points is null; counts never are.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from detente.bargaining.packages.core import passing
from detente.bargaining.packages.frontier import LISTED
from detente.bargaining.packages.hull import Mixed
from detente.bargaining.packages.linkage import Alone, Linkage
from detente.bargaining.packages.mixtures import Mixtures
from detente.bargaining.packages.negotiation import Negotiation, Point, gains
from detente.bargaining.packages.result import Deal

LONGEST = 60
NEAR = 1e-3  # gap up to which concessions are given


def plain(value: Fraction | None) -> int | float | None:
    """An exact number as JSON has it."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def numbers(values: Iterable[Fraction | None]) -> list[int | float | None]:
    return [plain(value) for value in values]


def point_data(negotiation: Negotiation, point: Point) -> dict[str, Any]:
    return {"u": numbers(point.u), "packages": point.packages, "example": negotiation.named(point.example)}


def points_data(negotiation: Negotiation, points: tuple[Point, ...]) -> list[dict[str, Any]] | None:
    """Points as data; None where there are too many to show."""
    return [point_data(negotiation, point) for point in points] if len(points) <= LONGEST else None


def _front(negotiation: Negotiation, points: tuple[Point, ...]) -> dict[str, Any]:
    counts = [point.packages for point in points]
    return {
        "vectors": len(points),
        "packages": None if None in counts else sum(filter(None, counts)),
        "points": points_data(negotiation, points),
    }


def deal_data(deal: Deal) -> dict[str, Any]:
    """Everything a deal answers; what does not apply is left out."""
    negotiation, front = deal.negotiation, deal.frontier

    def show(points: tuple[Point, ...]) -> list[dict[str, Any]] | None:
        return points_data(negotiation, points)

    found: dict[str, Any] = {
        "parties": list(negotiation.parties),
        "engine": front.engine,
        "engine_reason": front.why,
        "frontier_scope": front.scope,
        "exact": front.exact,
        "gap": front.gap,
        "packages": front.packages,
        "distinct_vectors": front.distinct,
        "disagreement": numbers(negotiation.disagreement),
        "max": numbers(deal.most),
        "min": None if front.low is None else numbers(front.low),
        "pareto_all": _front(negotiation, front.points) if front.scope == "all" else None,
        "utilitarian_all": {"sum": plain(deal.largest_sum), "points": show(deal.largest)},
        "zopa": {
            "weak": bool(deal.zone) if deal.zone or front.settled else None,
            "strict": deal.strict if deal.strict or front.settled else None,
            "packages_weak": front.weak,
            "packages_strict": front.strict,
        },
    }
    if deal.zone:
        found["ideal_ir"] = numbers(deal.ideal)
        found["pareto_ir"] = _front(negotiation, deal.zone)
        gainers, product = deal.nash.value
        found["nash"] = {"product": plain(product), "gainers": int(gainers), "points": show(deal.nash.points)}
        found["ks"] = {"ratios": numbers(deal.ks.value), "points": show(deal.ks.points)}
        found["egalitarian"] = {
            "gains_sorted": numbers(deal.egalitarian.value),
            "points": show(deal.egalitarian.points),
        }
        found["utilitarian"] = {
            "surplus": plain(deal.utilitarian.value[0]),
            "points": show(deal.utilitarian.points),
        }
    short = deal.shortfall
    found["shortfall"] = {
        "min_equal_concession": plain(short.equal),
        "min_total_concession": plain(short.total),
        "solo_concession": numbers(short.solo),
        "highest_reservation_others_fixed": numbers(short.highest),
        "max_joint_utility": plain(short.joint),
        "money_needed_if_transferable": plain(short.money),
    }
    if not negotiation.power and front.scope == "all":
        found["nash_by_reservation"] = {
            party: [
                {"from": plain(begin), "to": plain(end), "u": numbers(point.u)}
                for begin, end, point in deal.by_reservation(place)
            ]
            for place, party in enumerate(negotiation.parties)
        }
    if len(negotiation.parties) == 2 and front.scope == "all":
        found["mixtures"] = _mixtures(deal.mixtures)
    if not deal.zone and front.settled:
        found["no_zone"] = _no_zone(deal)
    if front.gap > NEAR:  # what was found is only a bound
        found["shortfall"] = dict.fromkeys(found["shortfall"])
    if negotiation.status_quo is not None and deal.with_linkage:
        found["issue_value"] = _issue_value(deal)
        found["linkage"] = {label: _linkage(deal, part) for label, part in deal.linkages.items()}
        found["best_swap"] = _swap(deal)
        if deal.divisions:
            found["settled_apart"] = [
                {
                    "dockets": [[negotiation.issues[i].name for i in docket] for docket in one.dockets],
                    "kept": plain(one.kept),
                    "lost": plain(deal.divisions[0].kept - one.kept),
                }
                for one in deal.divisions
            ]
    if deal.hull is not None:
        found["hull"] = _hull(deal, deal.hull)
    if deal.unfinished:
        found["unfinished"] = list(dict.fromkeys(deal.unfinished))
    if deal.blocking is not None or (negotiation.winning and negotiation.cells <= LISTED):
        found["coalitions"] = _coalitions(deal)
    if negotiation.units:
        found["expected_pareto"] = [_raw(negotiation, point) for point in reversed(front.points)]
    return found


def _hull(deal: Deal, hull: Mixed) -> dict[str, Any]:
    """What mixtures would give, and the price of indivisibility: how much less whole packages give."""
    found: dict[str, Any] = {"zopa_weak": hull.zone, "zopa_strict": hull.strict}
    if hull.ideal is None or hull.egalitarian is None or hull.kalai_smorodinsky is None:
        return found
    found |= {
        "ideal": numbers(hull.ideal),
        "nash": None if hull.nash is None else {"product": hull.product, "u": list(hull.nash), "log_error": hull.near},
        "ks": numbers(hull.kalai_smorodinsky),
        "egalitarian": numbers(hull.egalitarian),
    }
    if deal.zone:
        least = min(gain for gain in gains(hull.egalitarian, deal.d))
        whole = int(deal.nash.value[0]) == len(deal.d)
        ratio = (
            float(deal.nash.value[1]) / hull.product if hull.product and whole and not deal.negotiation.power else None
        )
        found["price_of_indivisibility"] = {
            "nash_product_kept": ratio,
            "least_gain_lost": plain(least - deal.egalitarian.value[0]),
        }
    return found


def _coalitions(deal: Deal) -> dict[str, Any]:
    """Who accepts; and, where it is known what sets of parties can do, what nobody blocks."""
    negotiation, found = deal.negotiation, deal.blocking
    passed = passing(negotiation) if negotiation.winning else {}
    if found is None:
        return passed

    def named(group: Iterable[int]) -> list[str]:
        return [negotiation.parties[party] for party in sorted(group)]

    return passed | {
        "veto_players": named(found.veto),
        "core": {"packages": found.packages, "points": points_data(negotiation, found.core)},
        "blocking": [{"coalition": named(group), "packages": count} for group, count in found.blocks.items()],
        "worth_if_transferable": [
            {"coalition": named(group), "value": plain(value)} for group, value in found.worth.items()
        ],
    }


def _raw(negotiation: Negotiation, point: Point) -> dict[str, Any]:
    """A point in the units before utilities were divided, and as they are; worst for the first party first."""
    raw = tuple(u * unit for u, unit in zip(point.u, negotiation.units, strict=True))
    return {"u_raw": numbers(raw), "u": numbers(point.u), "example": list(negotiation.named(point.example).values())}


def _mixtures(mixed: Mixtures) -> dict[str, Any]:
    found: dict[str, Any] = {"frontier_vertices": [numbers(u) for u in mixed.corners], "zopa_weak": mixed.zone}
    if mixed.ideal and mixed.nash and mixed.kalai_smorodinsky and mixed.equal:
        found["ideal"] = numbers(mixed.ideal)
        found["nash"] = {"product": plain(mixed.product), "u": numbers(mixed.nash)}
        found["ks"] = numbers(mixed.kalai_smorodinsky)
        found["egalitarian_weak"] = numbers(mixed.equal)
    return found


def _no_zone(deal: Deal) -> dict[str, Any]:
    negotiation, proof = deal.negotiation, deal.certificate
    return {
        "clashing_parties": [[negotiation.parties[i] for i in group] for group in deal.clashes.sets],
        "red_lines": [list(group) for group in deal.red_lines],
        "mixture_would_do": proof is None
        if deal.frontier.scope == "all" and "certificate" not in deal.unfinished
        else None,
        "certificate": None
        if proof is None
        else {
            "weights": dict(zip(negotiation.parties, numbers(proof.weights), strict=True)),
            "most": plain(proof.most),
            "start": plain(proof.without),
            "lines": [
                {"issues": [negotiation.issues[i].name for i in group], "most": plain(value)}
                for group, value in proof.lines
            ],
        },
    }


def _vectors(part: Alone) -> list[list[int | float | None]]:
    return [numbers(point.u) for point in part.nash.points]


def _issue_value(deal: Deal) -> dict[str, Any]:
    whole, dropped = deal.whole, deal.dropped
    return {
        "surplus_with_all": plain(whole.surplus),
        "nash_with_all": _vectors(whole),
        "drop_one": {
            deal.negotiation.issues[issue].name: {
                "surplus_without": plain(part.surplus),
                "surplus_change": plain(whole.surplus - part.surplus),
                "nash_without": _vectors(part),
            }
            for issue, part in dropped.items()
        },
    }


def _linkage(deal: Deal, part: Linkage) -> dict[str, Any]:
    names = [issue.name for issue in deal.negotiation.issues]
    return {
        "groups": [
            {"issues": [names[i] for i in group.issues], "surplus": plain(group.surplus), "strict_zopa": group.strict}
            for group in part.groups
        ],
        "only_by_linkage": [
            [names[i] for i in group.issues] for group in part.groups if part.joint.strict and not group.strict
        ],
        "separate_total": plain(part.separate),
        "joint_surplus": plain(part.joint.surplus),
        "value_of_linkage": plain(part.value),
        "realised_by_separate_deals": plain(part.realised),
        "separate_deals_compatible": part.compatible,
        "separate_deals_rational_together": part.rational,
        "nash_gain_by_party": dict(zip(deal.negotiation.parties, numbers(part.by_party), strict=True)),
    }


def _swap(deal: Deal) -> dict[str, Any] | None:
    found = deal.swap
    if found is None:
        return None
    pair, point = found
    return {
        "issues": [deal.negotiation.issues[issue].name for issue in pair],
        **point_data(deal.negotiation, point),
    }
