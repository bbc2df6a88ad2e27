"""Whether preferences given outcome by outcome make sense: pairs, degrees, what is unknown, fuzzy and probable ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from detente.situation.model import Situation
from detente.situation.quantity import Known, Uniform
from detente.situation.reading.faults import Faults, Path
from detente.situation.reading.meaning import within
from detente.situation.records import Graded, Pair, Quantity
from detente.situation.wants import Preference


def crosscheck_pairs(preference: Preference, path: Path, situation: Situation, faults: Faults) -> None:
    """Report pairs of what is no outcome, that contradict each other, or that stand there twice."""
    listed = [*_listed(preference)]
    graded = [(kind, value) for kind in ("fuzzy", "probable") if (value := getattr(preference, kind)) is not None]
    if not listed and not graded:
        return
    if situation.outcomes is None:
        if not faults.broken_at(("outcomes",)):
            kind = str((*(where[0] for where, _ in listed), *(kind for kind, _ in graded))[0])
            faults.add("prefers_needs_graph", (*path, kind), key=True, kind=kind)
        return
    for degree in preference.degrees or ():
        if not degree.isdecimal() or int(degree) < 2:
            faults.add("degree_number", (*path, "degrees", degree), key=True, found=degree)
    _pairs(listed, path, situation.outcomes, faults)
    for kind, items in graded:
        _graded(kind, items, path, situation.outcomes, faults)
    for name in ("threshold", "leave_above", "hurt_up_to", "credible_above"):
        bound = getattr(preference, name)
        if bound is not None:
            _number(bound, (*path, name), faults, name)
            if name == "threshold" and isinstance(bound.form, Known) and bound.form.value == 0:
                faults.add("threshold_zero", (*path, name))


def _listed(preference: Preference) -> Iterator[tuple[Path, tuple[Pair, ...]]]:
    """Every list of pairs with where it stands."""
    if preference.prefers is not None:
        yield ("prefers",), preference.prefers
    if isinstance(preference.much, tuple):
        yield ("much",), preference.much
    for degree, pairs in (preference.degrees or {}).items():
        yield ("degrees", degree), pairs
    if preference.unknown is not None:
        yield ("unknown",), preference.unknown


def _pairs(
    listed: list[tuple[Path, tuple[Pair, ...]]],
    path: Path,
    outcomes: Collection[str],
    faults: Faults,
) -> None:
    """A pair may stand under `prefers` and under `much`, which says more of it; otherwise once, in one direction."""
    seen: dict[Pair, str] = {}
    for where, pairs in listed:
        kind = str(where[0])
        for place, pair in enumerate(pairs):
            here = (*path, *where, place)
            for end, outcome in enumerate(pair):
                faults.known(outcome, outcomes, (*here, end), "outcome_unknown")
            back = (pair[1], pair[0])
            if pair[0] == pair[1]:
                faults.add("prefers_itself", here, name=pair[0])
            elif kind == "unknown" and (pair in seen or back in seen):
                faults.add("unknown_compared", here, one=pair[0], other=pair[1])
            elif back in seen:
                faults.add("prefers_both_ways", here, better=pair[0], worse=pair[1])
            elif pair in seen and {seen[pair], kind} not in ({"prefers", "much"}, {"prefers", "degrees"}):
                faults.add("pair_twice", here, better=pair[0], worse=pair[1])
            seen[pair] = kind


def _graded(kind: str, items: tuple[Graded, ...], path: Path, outcomes: Collection[str], faults: Faults) -> None:
    """Each direction of a pair once; fuzzy ones once at all, as the reverse follows; probable ones 1 or less in all."""
    seen: dict[Pair, Fraction] = {}
    for place, (one, other, value) in enumerate(items):
        here = (*path, kind, place)
        for end, outcome in enumerate((one, other)):
            faults.known(outcome, outcomes, (*here, end), "outcome_unknown")
        fits = _number(value, (*here, 2), faults, f"{one} > {other}")
        if one == other:
            faults.add("prefers_itself", here, name=one)
            continue
        known = value.form.value if isinstance(value.form, Known) else Fraction(0)
        if (one, other) in seen or (kind == "fuzzy" and (other, one) in seen):
            faults.add("pair_twice", here, better=one, worse=other)
        elif fits and kind == "probable" and seen.get((other, one), Fraction(0)) + known > 1:
            faults.add("probable_above_one", here, one=one, other=other, total=seen[other, one] + known)
        if kind == "probable" and isinstance(value.form, Uniform):
            faults.add("graded_range", (*here, 2))
        seen[one, other] = known


def _number(value: Quantity, path: Path, faults: Faults, name: str) -> bool:
    """Report what is no number (or range) from 0 to 1."""
    if not isinstance(value.form, Known | Uniform):
        faults.add("graded_number", path)
        return False
    within(value, 0, 1, path, faults, name)
    return value.form.bounds[0] >= 0 and value.form.bounds[1] <= 1
