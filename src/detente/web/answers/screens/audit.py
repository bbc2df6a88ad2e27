"""One package on the table: what it brings whom, who refuses it, whether it lasts, what would be better."""

from __future__ import annotations

from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.brokered.data import levels_of
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.brokered.share_audit import best_from
from detente.bargaining.brokered.share_sentences import share_phrase
from detente.bargaining.packages.negotiation import Package, Vector
from detente.findings.on_the_table import Table
from detente.outcomes.telling import Teller
from detente.web.answers.screens.beyond import payments, ratified
from detente.web.answers.screens.moves import way_told
from detente.web.answers.screens.tables import table_of, table_with
from detente.web.contracts.asking import Language
from detente.web.contracts.table import AskAudit, Audit, Better, Gauge, Lasting, Ratified, Signed
from detente.web.desk import View
from detente.web.pace import pause
from detente.words import say


def audit(view: View, asked: AskAudit) -> Audit:
    """Judge a package; where a rule forbids it, the nearest that is allowed. `DetenteError` for unknown names."""
    base = table_of(view, asked.agreement)
    table, paid = table_with(view, base, asked.package, asked.receives)
    teller = PackageTeller.of(table.story.setting, asked.lang)
    wanted = table.read(asked.package if paid is None else {**asked.package, paid: "yes"})
    package = table.allowed(wanted, asked.kept)
    parties = table.negotiation.parties
    bands = table.bands(package)
    pause()

    def named(one: Package) -> dict[str, str]:
        return {issue: level for issue, level in table.negotiation.named(one).items() if issue != paid}

    passing = ratified(table.story, package, asked.lang)
    without = package if paid is None else table.read(named(package))
    return Audit(
        package=named(package),
        repaired=[_level(teller, place, package) for place in _differing(wanted, package)],
        impossible={
            issue: {level: _rules(teller, rules) for level, rules in levels.items()}
            for issue, levels in table.ruled_out().items()
        },
        gains={
            party: Gauge(centre=band.centre, low=band.low, high=band.high, enough=band.enough)
            for party, band in bands.items()
        },
        seen={
            actor: dict(zip(parties, map(float, gains), strict=True)) for actor, gains in table.seen(package).items()
        },
        signed=_signed(table, teller, package, passing),
        lasts=_lasts(view, table, package, asked.lang),
        others=_others(table, teller, package),
        better=_better(base, table.gains(package), package if paid is None else None, asked),
        ratified=passing,
        payments=payments(table.story, table.gains(without), asked.lang),
    )


def _better(base: Table, reached: Vector, here: Package | None, asked: AskAudit) -> list[Better]:
    """What is better for some and worse for nobody, of all levels of terms with a share; told by what differs.

    `here`: the package on the base table, if it is one of its own.
    """
    story = base.story
    teller, parties = PackageTeller.of(story.setting, asked.lang), base.negotiation.parties
    if isinstance(story, Brokered) and story.shares is not None:
        found = best_from(story, reached)
        if found is None:
            return []
        return [
            Better(
                package=levels_of(story, found[1]),
                text=share_phrase(story, found[1], asked.lang),
                gains=dict(zip(parties, map(float, found[1].gains), strict=True)),
            )
        ]
    start = base.no_deal if here is None else here
    return [
        Better(
            package=base.negotiation.named(other),
            text=" · ".join(_level(teller, place, other) for place in _differing(start, other)),
            gains=dict(zip(parties, map(float, base.gains(other)), strict=True)),
        )
        for other in base.better_than(reached)
    ]


def _differing(one: Package, other: Package) -> list[int]:
    return [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]


def _level(teller: PackageTeller, place: int, package: Package) -> str:
    """What an issue stands at, with whose it is."""
    return teller.owned([(teller.setting.axes[teller.setting.places[place]], package[place])])


def _rules(teller: PackageTeller, names: tuple[str, ...]) -> str:
    return "; ".join(teller.rule(name) for name in names if name in teller.situation.rules)


def _signed(table: Table, teller: PackageTeller, package: Package, passing: Ratified | None) -> Signed:
    language = teller.language
    if package == table.no_deal and table.story.setting.kind != "numbers":
        return Signed(verdict=False, refuses=[], text=say("bargain.table.nothing", language))
    refuses = table.refusing(package)
    if not refuses and passing is not None and not passing.passes:
        return Signed(verdict=False, refuses=[], text=say("bargain.table.not_ratified", language))
    if not refuses:
        return Signed(verdict=True, refuses=[], text=say("bargain.table.signed", language))
    gains = dict(zip(table.negotiation.parties, table.gains(package), strict=True))
    least = dict(zip(table.negotiation.parties, table.story.setting.inertia, strict=True))
    if all(gains[party] <= least[party] for party in refuses):
        actors = teller.actors(refuses)
        text = say("bargain.holds.no_gain", language, actors=actors, count=len(refuses))
    else:
        text = say("bargain.seen.refused", language, parties=teller.actors(refuses))
    return Signed(verdict=False, refuses=refuses, text=text)


def _lasts(view: View, table: Table, package: Package, language: Language) -> Lasting:
    signed = table.story.signed
    if signed is None:
        key = "outside" if table.story.setting.kind == "numbers" else "large"
        return Lasting(verdict=None, way=[], text=say(f"bargain.holds.{key}", language))
    verdict, way = table.lasting(package, view.ahead)
    if verdict is None:
        return Lasting(verdict=None, way=[], text=say("bargain.table.nowhere", language))
    teller = Teller(table.story.situation, signed.model.space, language)
    actor = teller.mover(way[-1].mover) if way else ""
    text = say(f"bargain.table.{verdict}", language, actor=actor)
    return Lasting(verdict=verdict in ("holds", "kept"), way=way_told(way, teller), text=text)


def _others(table: Table, teller: PackageTeller, package: Package) -> list[str]:
    """What those outside then do, where it ends."""
    setting = table.story.setting
    return [teller.difference(setting.levels(package), end) for end in setting.course.get(package, ())]
