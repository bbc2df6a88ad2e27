"""What an agreement says beyond plain packages, at its table: shares, money, ratifiers, steps, drafts.

Of an agreement that says no more than its terms nothing comes of it.
"""

from __future__ import annotations

from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.result import Story
from detente.bargaining.brokered.delivery import deliveries
from detente.bargaining.brokered.paid_package import limits_of, paid_for
from detente.bargaining.brokered.ratified_sentences import called, vote_line
from detente.bargaining.brokered.ratifiers import votes_on
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.brokered.sentences import item_of, more_sections, step_said
from detente.bargaining.brokered.share_audit import best_from
from detente.bargaining.brokered.share_sentences import paid_lines
from detente.bargaining.packages.negotiation import Package, Vector
from detente.bargaining.shares.share_frontier import Edge, on_some
from detente.outcomes.space import Axis
from detente.web.contracts.asking import Language
from detente.web.contracts.table import Handover, Heading, Payments, Ratified, Shared, Straight, Vote
from detente.words import in_language, say


def shared(teller: PackageTeller, axis: Axis) -> Shared | None:
    """The range of a term of which any level can be agreed."""
    agreement = teller.situation.agreements.get(axis.owner)
    term = agreement.terms.get(axis.name) if agreement is not None else None
    if term is None or term.share is None or term.share.step is not None:
        return None
    share = term.share
    return Shared(low=float(share.from_), high=float(share.to), unit=spaced(in_language(share.unit, teller.language)))


def spaced(unit: str | None) -> str:
    """A unit as it stands after a number."""
    return f" {unit}" if unit and unit[0].isalnum() else unit or ""


def unit_of(story: Story, language: Language) -> str | None:
    """What money is counted in; None where nothing can be paid."""
    money = story.situation.agreements[story.setting.agreement].money
    return None if money is None else spaced(in_language(money.unit, language))


def _edges(story: Story) -> tuple[Edge, ...]:
    """The frontier of two parties over all levels of terms with a share."""
    if not isinstance(story, Brokered) or story.divided is None or len(story.parties) != 2:
        return ()
    return tuple(story.divided.frontier) if story.divided.gain_set.pieces else ()


def pieces(story: Story) -> list[Straight]:
    """What no package with shares beats, piece by piece."""
    return [
        Straight(
            left=(float(one.left[0]), float(one.left[1])),
            right=(float(one.right[0]), float(one.right[1])),
            left_open=one.left_open,
            right_open=one.right_open,
        )
        for one in _edges(story)
    ]


def reach(story: Story) -> list[tuple[float, float]]:
    """The ends of the line on which two parties can share all they gain, if they can pay each other what they like."""
    payable = story.payable if isinstance(story, Brokered) and len(story.parties) == 2 else None
    if payable is None or payable.money.surplus <= 0:
        return []
    assert isinstance(story, Brokered)
    first, second = (float(payable.money.surplus * worth) for worth in story.worths)
    return [(0.0, second), (first, 0.0)]


def unbeaten(story: Story, gains: Vector) -> bool:
    """No level of a term with a share is better for all; true where nothing is shared."""
    if not isinstance(story, Brokered) or story.shares is None:
        return True
    edges = _edges(story)
    return on_some(edges, (gains[0], gains[1])) if edges else best_from(story, gains) is None


def drafted(story: Story) -> dict[str, Package]:
    """Name → the draft, as far as the rules allow it."""
    return {name: one.package for name, one in story.drafts.items()} if isinstance(story, Brokered) else {}


def headings(story: Story, language: Language) -> list[Heading]:
    """The parts of the report that the agreement says beyond its packages."""
    if not isinstance(story, Brokered):
        return []
    title = "bargain.titles.{}".format
    return [
        Heading(id=name, title=say(title(name), language), lines=lines, steps=_steps(story, name, language))
        for name, lines in more_sections(story, language)
    ]


def _steps(story: Brokered, name: str, language: Language) -> list[Handover]:
    """The safe order of steps."""
    if name != "stages" or "seq" not in story.staged:
        return []
    teller = PackageTeller.of(story.setting, language)
    found = []
    for one in deliveries(story.staged["seq"]):
        said = step_said(one, item_of(story, teller, one.issue))
        found.append(Handover(giver=one.giver, text=say(said.key, language, **said.values)))
    return found


def ratified(story: Story, package: Package, language: Language) -> Ratified | None:
    """Who says yes to a package, among those who must."""
    if not isinstance(story, Brokered) or not story.record.ratifiers:
        return None
    setting, teller = story.setting, PackageTeller.of(story.setting, language)
    found = votes_on(story.situation, setting.agreement, setting.kind, package)
    votes = [
        Vote(
            party=one.party,
            text=called(story, teller, one.who),
            yes=one.yes,
            gain=None if one.gain is None else float(one.gain),
        )
        for one in found.voices
    ]
    return Ratified(passes=not found.stopped, votes=votes, text=vote_line(story, teller, found))


def payments(story: Story, gains: Vector, language: Language) -> Payments | None:
    """What payments would make of a package with these gains."""
    if not isinstance(story, Brokered) or story.record.money is None:
        return None
    paid = paid_for(gains, story.worths, limits_of(story.record.money, story.parties))
    text = paid_lines(story, PackageTeller.of(story.setting, language), paid)
    if paid.receives is None or paid.even is None:
        return Payments(receives=None, even=None, text=text)
    return Payments(
        receives={
            party: (float(low), float(high)) for party, (low, high) in zip(story.parties, paid.receives, strict=True)
        },
        even=dict(zip(story.parties, map(float, paid.even), strict=True)),
        text=text,
    )
