"""The findings as plain data: what ``detente findings FILE --format json`` writes."""

from __future__ import annotations

from typing import Any

from detente.bargaining.brokered.data import mediation_data
from detente.findings.result import Findings, Lever, Package, Part, Taken, plain
from detente.situation.identifiers import reference

Data = dict[str, Any]


def findings_data(found: Findings) -> Data:
    """Every finding under its key."""
    return {
        "digest": found.origin.digest,
        "version": found.origin.version,
        "seed": found.origin.seed,
        "runs": found.runs,
        "concept": found.origin.parameters["concept"],
        "main": found.main,
        "about": found.about,
        "questions": {
            name: {**plain(one), "share": one.share, "close_call": one.close} for name, one in found.questions.items()
        },
        "ends": {
            end.key: {
                "levels": _levels(found, end.levels) if end.node is None else {},
                "outcome": end.node,
                "circle": end.circle,
                "changed": _parts(found, end.changed),
                "way": [_taken(found, step) for step in end.way],
                "says": dict(end.says),
            }
            for end in found.ends
        },
        "agreements": {
            one.agreement: {
                **{
                    key: value for key, value in plain(one).items() if key not in ("base", "packages", "dots", "shared")
                },
                "no_deal": _levels(found, one.base),
                "shared": _parts(found, one.shared),
                "packages": {key: _package(found, package) for key, package in one.packages.items()},
            }
            for one in found.bargains
        },
        "mediation": {name: mediation_data(one) for name, one in found.brokered.items()},
        "levers": [_lever(found, one) for one in found.levers],
        "close_calls": {name: [_lever(found, one) for one in levers] for name, levers in found.knives.items()},
        "beliefs": {one.believer: plain(one) for one in found.beliefs},
        "drivers": {name: [plain(one) for one in swings] for name, swings in found.swings.items()},
        "outcomes": {"all": found.outcomes, "holding": found.holding},
        "share_of_runs_with_a_zone": found.zone,
        "ways_of_looking_ahead": {name: dict(answers) for name, answers in found.looks.items()},
        "dockets": [plain(one) for one in found.dockets],
        "if_each_acts_on_what_it_sees": dict(found.acting),
        "acts": [plain(one) for one in found.acts],
        "variants": {one.name or "as_written": plain(one) for one in found.readings},
        "evidence": {
            "weights": [{**plain(one), "path": ".".join(one.path)} for one in found.grounds.weights],
            "facts": found.grounds.facts,
            "facts_used": found.grounds.facts_used,
            "claims": dict(found.grounds.claims),
            "claims_used": list(found.grounds.claims_used),
            "judged_numbers": found.grounds.judged,
        },
    }


def _levels(found: Findings, levels: tuple[int, ...]) -> dict[str, str]:
    return {
        reference(axis.owner, axis.name): axis.levels[level] for axis, level in zip(found.axes, levels, strict=True)
    }


def _parts(found: Findings, parts: tuple[Part, ...]) -> dict[str, str]:
    return {
        reference(found.axes[place].owner, found.axes[place].name): found.axes[place].levels[level]
        for place, level in parts
    }


def _taken(found: Findings, step: Taken) -> Data:
    return {"mover": step.mover, "from": step.start + 1, "to": step.end + 1, "changed": _parts(found, step.changed)}


def _lever(found: Findings, one: Lever) -> Data:
    return {**plain(one), "path": ".".join(one.path), "end": _parts(found, one.end)}


def _package(found: Findings, package: Package) -> Data:
    return {
        "gains": plain(package)["gains"],
        "short": plain(package)["short"],
        "refused_by": list(package.refused_by),
        "changed": _parts(found, package.changed),
        "answers_main_by_yes": package.answers,
        "lasts": package.lasts,
        "broken_by": None if package.broken_by is None else _taken(found, package.broken_by),
        "undominated": package.undominated,
        "terms": {
            party: [{"path": ".".join(one.path), "adds": float(one.value)} for one in terms]
            for party, terms in package.terms.items()
        },
    }
