"""A package in steps: what each staged term or pledge is worth to each party, for the method of safe orders.

What is additive counts by the part that is delivered; what depends on several staged terms counts once these are all
complete. Terms and pledges without stages hold from the signature on. Everything else stands as without a deal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, groupby

from detente.bargaining.agreement.setting import Setting
from detente.bargaining.mediation.result import Staged
from detente.bargaining.mediation.stages import Item, Swap
from detente.bargaining.packages.negotiation import Negotiation, Package
from detente.errors import LimitError
from detente.situation.deal_records import Stage
from detente.situation.identifiers import normal, split_reference
from detente.situation.model import Agreement
from detente.time_left import check

MOST_STAGED = 8
ZERO = Fraction(0)


@dataclass(frozen=True)
class Delivery:
    """Parts of one item that its giver hands over one after another: from `first` to `last` of `pieces`, from 1."""

    issue: str
    giver: str
    first: int
    last: int
    pieces: int


def deliveries(found: Staged) -> list[Delivery]:
    """The safe order of steps, parts of one item in a row together; none where no order is safe."""
    items, given = {item.name: item for item in found.asked.items}, dict.fromkeys(found.found.order or (), 0)
    runs = []
    for name, steps in groupby(found.found.order or ()):
        first = given[name] + 1
        given[name] += len(list(steps))
        runs.append(Delivery(name, items[name].giver, first, given[name], items[name].pieces))
    return runs


def staged(negotiation: Negotiation, setting: Setting, package: Package, *, answered: bool) -> Staged | None:
    """The steps of a package; None where nothing of it is delivered in steps. `answered`: the others take back what
    can be returned once somebody stops."""
    record = setting.situation.agreements[setting.agreement]
    issues = _staged_issues(record, setting)
    base = tuple(setting.base[place] for place in setting.places)
    moved = [issue for issue in issues if package[issue] != base[issue]]
    if not moved:
        return None
    if len(moved) > MOST_STAGED:
        raise LimitError("stages_terms", count=len(moved), limit=MOST_STAGED)

    def worth(complete: frozenset[int]) -> dict[str, Fraction]:
        check()
        levels = tuple(
            base[issue] if issue in moved and issue not in complete else level for issue, level in enumerate(package)
        )
        return dict(zip(negotiation.parties, negotiation.utility(levels), strict=True))

    additive = {issue: _additive(negotiation, issue, base[issue], package[issue]) for issue in moved}
    sets = [frozenset(one) for one in chain.from_iterable(combinations(moved, n) for n in range(1, len(moved) + 1))]
    nothing = worth(frozenset())
    rest = {
        one: {
            party: value - nothing[party] - sum((additive[issue][party] for issue in one), ZERO)
            for party, value in worth(one).items()
        }
        for one in sets
    }
    bonuses = []
    names = {issue: negotiation.issues[issue].name for issue in moved}
    for one in sets:
        alone = _alone(one, rest, negotiation.parties)
        if any(alone.values()):
            bonuses.append((tuple(names[issue] for issue in sorted(one)), alone))
    items = tuple(
        Item(names[issue], issues[issue].giver, issues[issue].steps, additive[issue], issues[issue].returns)
        for issue in moved
    )
    inertia = dict(zip(negotiation.parties, setting.inertia, strict=True))
    return Staged(Swap(negotiation.parties, items, inertia, dict(record.bonds), answered, tuple(bonuses)))


def _staged_issues(record: Agreement, setting: Setting) -> dict[int, Stage]:
    """Issue → its stage, in the order of the file."""
    place_of = {setting.axes[place].parts: issue for issue, place in enumerate(setting.places)}
    found = {}
    for key, stage in record.stages.items():
        parts = split_reference(key)
        whole = (parts[0], parts[1]) if len(parts) == 2 else (setting.agreement, normal(key))
        if whole in place_of:
            found[place_of[whole]] = stage
    return found


def _additive(negotiation: Negotiation, issue: int, start: int, end: int) -> dict[str, Fraction]:
    """What each party makes of one issue by itself."""
    found = {}
    for party, utility in zip(negotiation.parties, negotiation.utilities, strict=True):
        own = [part.table for part in utility.parts if part.issues == (issue,)]
        found[party] = sum((table[end] - table[start] for table in own), ZERO)
    return found


def _alone(
    one: frozenset[int], rest: Mapping[frozenset[int], Mapping[str, Fraction]], parties: tuple[str, ...]
) -> dict[str, Fraction]:
    """What a set adds beyond all its parts (inclusion and exclusion)."""
    found = dict.fromkeys(parties, ZERO)
    for part, values in rest.items():
        if part <= one:
            sign = 1 if (len(one) - len(part)) % 2 == 0 else -1
            for party, value in values.items():
                found[party] += sign * value
    return found
