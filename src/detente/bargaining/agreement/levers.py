"""Is one docket the precondition of another? What holding it back would be worth, and whether anybody could.

A docket that runs without a deal (a partnership, say) may be meant to wait for another (a settlement). Three numbers
answer whether it can. The docket is *off* where its terms stand at their level without the agreement and its pledges at
their first level, everything else as without a deal while it stays so: where everybody's own steps then lead (`drift`).

* *Alone*: what each party gains from off by the docket alone. If all gain, nothing else is needed for it.
* *Linked*: for every other docket, the packages that change something in it and are better for all than off. Those that
  are not better than no deal as it is exist only while the docket is held back. The Nash deal of all packages from off,
  less the Nash deal of the docket alone, is what de-linking costs each party.
* *Withheld*: what a party loses by taking its own pledges of the docket back while the others keep theirs. A party that
  loses more than its inertia cannot hold the docket back: it would take it up again by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from detente.bargaining.agreement.drift import CONCEPT_OF, Levels, drift
from detente.bargaining.agreement.from_situation import negotiation_from
from detente.bargaining.agreement.setting import Setting
from detente.bargaining.packages.bargaining_solutions import nash, rational
from detente.bargaining.packages.frontier import frontier
from detente.bargaining.packages.negotiation import Negotiation, Package, Point, Vector, gains
from detente.bargaining.packages.result import Deal
from detente.situation.model import Held
from detente.time_left import check

LISTED = 5_000  # packages that are gone through one by one


@dataclass(frozen=True)
class Linked:
    """What holding a docket back could buy in another one.

    `count`: packages that change something there and are better for all from off; `only`: those that are not better for
    all than no deal (both None: too many to list). `best`: the one whose smallest gain above inertia is largest, worth
    it or not, and its gains from off.
    """

    count: int | None
    only: int | None
    best: Package
    gains: Vector
    worth_it: bool


@dataclass(frozen=True)
class Lever:
    """See the module. `off`: the package in which the docket is off; `alone`: gains by the docket alone.

    `linked`: other docket → what could be had there. `deal`: the Nash package from off; `costs`: what each party has of
    linking (negative: it does better de-linked). `value`: of linking, in all. `withheld`: party → what taking back its
    own pledges costs it. `fixed`: parties that cannot hold it back.
    """

    docket: str
    issues: tuple[int, ...]
    off: Package
    alone: Vector
    stands_alone: bool
    linked: dict[str, Linked]
    deal: Point
    costs: Vector
    value: Fraction
    withheld: dict[str, Fraction]
    fixed: tuple[str, ...]

    @property
    def precondition(self) -> str:
        """``needed``: not worth it alone; ``possible``: somebody could hold it back; ``no``: nobody can."""
        if not self.stands_alone:
            return "needed"
        return "no" if self.withheld and set(self.withheld) <= set(self.fixed) else "possible"


def levers(deal: Deal) -> tuple[Lever, ...]:
    """Every docket of the file that runs without a deal, beside at least one other."""
    setting, negotiation = deal.setting, deal.negotiation
    groups = negotiation.dockets.get("dockets")
    if setting is None or groups is None or len(groups) < 2 or negotiation.status_quo is None:
        return ()
    names = list(setting.situation.agreements[setting.agreement].dockets)
    found = []
    for name, group in zip(names, groups, strict=False):
        check()
        off = _off(setting, negotiation, group)
        if off != negotiation.status_quo and not negotiation.banned(off):
            others = {other: part for other, part in zip(names, groups, strict=False) if other != name}
            found.append(_lever(deal, setting, name, group, _held_off(setting, group, off), others))
    return tuple(lever for lever in found if lever is not None)


def _held_off(setting: Setting, group: tuple[int, ...], off: Package) -> tuple[Levels, ...]:
    """Where no deal leads while this docket is held off. As it stands: nobody moves."""
    if setting.kind not in CONCEPT_OF:
        return (setting.levels(off),)
    held = tuple(Held(hold=setting.axes[setting.places[issue]].label) for issue in group)
    situation = setting.situation.model_copy(update={"held": (*setting.situation.held, *held)})
    return drift(situation, setting.axes, setting.levels(off), CONCEPT_OF[setting.kind])[0]


def _off(setting: Setting, negotiation: Negotiation, group: tuple[int, ...]) -> Package:
    """The docket off; what is held or cannot go back stays."""
    assert negotiation.status_quo is not None
    package = list(negotiation.status_quo)
    for issue in group:
        axis = setting.axes[setting.places[issue]]
        level = axis.without if axis.kind == "term" else 0
        package[issue] = level if level in negotiation.allowed[issue] else package[issue]
    return tuple(package)


def _lever(
    deal: Deal,
    setting: Setting,
    name: str,
    group: tuple[int, ...],
    ends: tuple[Levels, ...],
    others: dict[str, tuple[int, ...]],
) -> Lever | None:
    """`ends`: where no deal leads while the docket is held off; the first of them holds the package that is off.

    None where what others do afterwards leaves every package worse than that: then there is nothing to compare.
    """
    base, off = deal.negotiation.status_quo, tuple(ends[0][place] for place in setting.places)
    assert base is not None
    negotiation, there = negotiation_from(setting.situation, setting.agreement, "as_it_stands", ends)
    negotiation = replace(negotiation, power=deal.negotiation.power)
    d = negotiation.disagreement
    alone = gains(negotiation.utility(base), d)
    own = rational(frontier(negotiation.frozen(set(group), off)).points, d)
    everything = rational(frontier(negotiation).points, d)
    if not everything or not own:
        return None
    rest = tuple(issue for issue in range(len(negotiation.issues)) if issue not in group)
    apart = rational(frontier(negotiation.frozen(set(rest), off)).points, d)
    joint, separate = nash(everything, d, negotiation.power), nash(own, d, negotiation.power)
    withheld = _withheld(deal, setting, group, off)
    return Lever(
        name,
        group,
        off,
        alone,
        there.worth_it(alone) and not negotiation.banned(base),
        {
            other: linked
            for other, part in others.items()
            if (linked := _linked(deal, setting, negotiation, part, off)) is not None
        },
        joint.points[0],
        gains(joint.points[0].u, separate.points[0].u),
        _most(everything, d) - _most(own, d) - _most(apart, d),
        withheld,
        tuple(
            party for party, loss in withheld.items() if loss > setting.inertia[deal.negotiation.parties.index(party)]
        ),
    )


def _most(points: tuple[Point, ...], d: Vector) -> Fraction:
    return max((sum(gains(point.u, d), Fraction(0)) for point in points), default=Fraction(0))


def _withheld(deal: Deal, setting: Setting, group: tuple[int, ...], off: Package) -> dict[str, Fraction]:
    """What each owner of a pledge of the docket loses by taking its own back, the others keeping theirs."""
    base = deal.negotiation.status_quo
    assert base is not None
    found = {}
    for place, party in enumerate(deal.negotiation.parties):
        mine = [issue for issue in group if _owner(setting, issue) == party]
        package = tuple(off[issue] if issue in mine else level for issue, level in enumerate(base))
        if package != base and not deal.negotiation.banned(package):
            found[party] = deal.negotiation.utility(base)[place] - deal.negotiation.utility(package)[place]
    return found


def _owner(setting: Setting, issue: int) -> str | None:
    axis = setting.axes[setting.places[issue]]
    return axis.owner if axis.kind == "option" else None


def _linked(
    deal: Deal, setting: Setting, negotiation: Negotiation, part: tuple[int, ...], off: Package
) -> Linked | None:
    """What holding back could buy in this docket; None where nothing in it can change.

    The best is on the frontier of what changes one of its issues.
    """
    d = negotiation.disagreement
    points: list[Point] = []
    for issue in part:
        levels = tuple(level for level in negotiation.allowed[issue] if level != off[issue])
        limits = tuple(levels if other == issue else own for other, own in enumerate(negotiation.allowed))
        points += frontier(replace(negotiation, limits=limits)).points if levels else ()

    def spare(point: Point) -> Fraction:
        return min(gain - least for gain, least in zip(gains(point.u, d), setting.inertia, strict=True))

    if not points:
        return None
    best = max(points, key=spare)
    gain = gains(best.u, d)
    count, only = _counted(deal, setting, negotiation, part, off)
    return Linked(count, only, best.example, gain, setting.worth_it(gain))


def _counted(
    deal: Deal, setting: Setting, negotiation: Negotiation, part: tuple[int, ...], off: Package
) -> tuple[int | None, int | None]:
    if negotiation.cells > LISTED:
        return None, None
    count = only = 0
    for package in product(*negotiation.allowed):
        check()
        if all(package[issue] == off[issue] for issue in part) or negotiation.banned(package):
            continue
        u = negotiation.utility(package)
        if setting.worth_it(gains(u, negotiation.disagreement)):
            count += 1
            only += not setting.worth_it(gains(u, deal.d))
    return count, only
