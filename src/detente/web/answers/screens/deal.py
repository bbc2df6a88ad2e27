"""The table of an agreement: what is negotiated, what stands without a deal, every package as a point."""

from __future__ import annotations

import numpy as np

from detente.bargaining.agreement.measure import negotiable
from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.packages.negotiation import Package
from detente.findings.on_the_table import Table
from detente.outcomes.preferences import Array
from detente.web.answers.numbers import called
from detente.web.answers.screens.beyond import drafted, headings, pieces, reach, shared, unbeaten, unit_of
from detente.web.answers.screens.tables import table_of
from detente.web.contracts.asking import Language
from detente.web.contracts.bench import Named
from detente.web.contracts.table import AskDeal, Deal, IssueOf, LevelNamed, Opening, Openings, Point, Preset
from detente.web.desk import View
from detente.web.pace import pause
from detente.words import in_language, say

PRESETS = 8
POINTS = 2_000  # packages that are drawn; of more, those that nothing beats and as many others


def deal(view: View, asked: AskDeal) -> Deal:
    """The table. Raises `DetenteError` where the file has no agreement, or none that can be negotiated."""
    table = table_of(view, asked.agreement)
    setting, negotiation = table.story.setting, table.negotiation
    teller = PackageTeller.of(setting, asked.lang)
    points = [_point(table, row) for row in _shown(table)]
    return Deal(
        agreement=setting.agreement,
        agreements=[Named(id=name, text=teller.agreement(name)) for name in negotiable(view.situation)],
        parties=list(negotiation.parties),
        least={party: float(least) for party, least in zip(negotiation.parties, setting.inertia, strict=True)},
        issues=[_issue(teller, place) for place in range(len(negotiation.issues))],
        no_deal=negotiation.named(table.no_deal),
        no_deal_text=_without(view, table, asked.lang),
        presets=presets(view, table, asked.lang),
        frontier=[point for point in points if point.frontier],
        points=points,
        pieces=pieces(table.story),
        reach=reach(table.story),
        money=unit_of(table.story, asked.lang),
    )


def openings(view: View, asked: AskDeal) -> Openings:
    """What would open a deal where there is none, and in which share of the futures there is one."""
    table = table_of(view, asked.agreement)
    story, teller = table.story, view.teller(asked.lang)
    zone = {"as_it_is": story.share(""), **{actor: story.share(actor) for actor in story.views}}
    pause()
    return Openings(
        open_by=[
            Opening(
                path=".".join(change.path),
                text=called(teller, change.path),
                now=float(change.now),
                beyond=float(change.needed),
                package=table.negotiation.named(change.package),
            )
            for change in story.changes or ()
        ],
        more=headings(story, asked.lang),
        zone={name: share for name, share in zone.items() if share is not None},
    )


def presets(view: View, table: Table, language: Language) -> list[Preset]:
    """Packages to begin with: those the file names, what each side hopes for, the fairest or else the nearest."""
    teller = view.teller(language)
    found: dict[Package, tuple[str, str]] = {}
    for name, record in view.situation.names.items():
        package = table.first(record.is_)
        if package is not None:
            found.setdefault(package, (name, in_language(record.text, language) or name))
    for belief in table.story.beliefs:
        for actor in filter(None, belief.by):
            said = say("bargain.table.hope", language, actor=teller.actor(actor))
            found.setdefault(belief.package, (f"hope:{actor}", said))
    kind, best = table.best
    if best is not None:
        found.setdefault(best, (kind, say(f"bargain.table.{kind}", language)))
    for name, package in drafted(table.story).items():
        said = say("bargain.table.draft", language, name=name)
        key, text = found.get(package, (f"draft:{name}", ""))
        found[package] = key, f"{text} · {said}" if text else said
    named = table.negotiation.named
    return [Preset(id=key, text=text, package=named(one)) for one, (key, text) in found.items()][:PRESETS]


def _without(view: View, table: Table, language: Language) -> str:
    """What stands without a deal, by what differs from today."""
    teller, space = view.teller(language), view.stability.model.space
    outcome = None if table.story.setting.kind == "numbers" else space.with_levels(list(table.story.setting.base))
    if outcome is None or space.status_quo is None:
        return say("deal.no_change_numbers", language)
    return teller.named(outcome)


def _issue(teller: PackageTeller, place: int) -> IssueOf:
    axis = teller.setting.axes[teller.setting.places[place]]
    levels = [LevelNamed(id=word, text=teller.level(axis, level)) for level, word in enumerate(axis.levels)]
    owner = axis.owner if axis.kind == "option" else ""
    name = axis.name if not owner else f"{axis.owner}.{axis.name}"
    share = shared(teller, axis)
    return IssueOf(id=name, owner=owner, text=teller.about(place), levels=levels, share=share)


def _shown(table: Table) -> Array:
    rows = np.arange(len(table.packages.levels))
    if len(rows) <= POINTS:
        return rows
    best = np.array(sorted(table.packages.best), dtype=rows.dtype)
    return np.unique(np.concatenate([best, rows[:: len(rows) // POINTS + 1]]))


def _point(table: Table, row: int) -> Point:
    packages = table.packages
    gains = dict(zip(packages.negotiation.parties, map(float, packages.gains[row]), strict=True))
    named = packages.negotiation.named(packages.package(int(row)))
    serving = bool(packages.serving[row])
    best = int(row) in packages.best and unbeaten(table.story, packages.exact(int(row)))
    return Point(package=named, gains=gains, frontier=best, signed=serving)
