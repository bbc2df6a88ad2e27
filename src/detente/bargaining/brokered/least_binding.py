"""The least that must be bound for a package of a situation to last, by count (or by cost), with its proof.

What can be bound: terms that one party could leave, and pledges. Sets are tried by what they cost, each by solving the
situation with it bound; that all cheaper ones fail is the proof. Enough is not monotone: a bound pledge can no longer
deter. If the time (`detente.time_left`) is up, what was found by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from detente.bargaining.agreement.holding import Signed
from detente.bargaining.packages.negotiation import Package
from detente.situation.identifiers import normal, split_reference
from detente.stability.witness.witness import Step
from detente.time_left import over

MOST_SETS = 2_000
LASTS = ("holds", "kept")
ONE = Fraction(1)


@dataclass(frozen=True)
class LeastBinding:
    """`least`: the cheapest sets that are enough, all ties (issues of the package); `tried`: sets tried; `all_tried`:
    every cheaper set was. `way`: how it breaks with nothing bound (none: it lasts by itself). `everything`: it lasts
    with all of it bound."""

    concept: str
    bindable: tuple[int, ...]
    least: tuple[tuple[int, ...], ...]
    tried: int
    all_tried: bool
    way: tuple[Step, ...]
    everything: bool

    @property
    def unbound(self) -> bool:
        return self.least == ((),)


def least_binding_of(
    signed: Signed, package: Package, concept: str, cost: Mapping[str, Fraction]
) -> LeastBinding | None:
    """What must be bound for this package; None where it is no outcome."""
    setting = signed.setting
    outcome = signed.model.space.with_levels(list(setting.levels(package)))
    if outcome is None:
        return None
    bindable = [
        issue
        for issue, place in enumerate(setting.places)
        if setting.axes[place].kind == "option"
        or (setting.axes[place].leave == "any" and package[issue] != setting.axes[place].without)
    ]
    prices = {}
    for key, one_cost in cost.items():
        parts = split_reference(key)
        prices[(parts[0], parts[1]) if len(parts) == 2 else (setting.agreement, normal(key))] = one_cost
    of_issue = {issue: prices.get(setting.axes[setting.places[issue]].parts, ONE) for issue in bindable}

    def lasts(bound: tuple[int, ...]) -> tuple[bool, tuple[Step, ...]]:
        verdict, way = signed.with_bound(concept, outcome, [setting.places[issue] for issue in bound])
        return verdict in LASTS, way

    alone, way = lasts(())
    if alone:
        return LeastBinding(concept, tuple(bindable), ((),), 1, True, (), True)
    everything = lasts(tuple(bindable))[0]
    tried, least, whole = 1, [], True
    price: Fraction | None = None
    sets = (one for size in range(1, len(bindable) + 1) for one in combinations(bindable, size))
    ordered = (
        sorted(sets, key=lambda one: (sum(of_issue[issue] for issue in one), len(one))) if len(bindable) <= 12 else sets
    )
    for one in ordered:
        here = sum((of_issue[issue] for issue in one), Fraction(0))
        if price is not None and here > price:
            break
        if tried >= MOST_SETS or over():
            whole = False
            break
        tried += 1
        if lasts(one)[0]:
            least.append(one)
            price = here
    return LeastBinding(concept, tuple(bindable), tuple(least), tried, whole, way, everything)
