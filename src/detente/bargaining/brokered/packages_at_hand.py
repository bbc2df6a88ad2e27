"""Which package a point of a problem of shares stands for: its discrete part and the levels of its open terms.

Several levels may bring the same gains. Those nearest to no deal are taken, term by term in the order of the file: the
least change. Where gains are no fractions (Nash of three parties and more), the levels are those that come nearest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from detente.bargaining.brokered.share_agreement import ShareAgreement, share_agreement
from detente.bargaining.brokered.share_ratified import RatifiedShares
from detente.bargaining.mediation.share_results import Divided, Payable
from detente.bargaining.packages.negotiation import Package, Vector
from detente.bargaining.packages.simplex import maximise
from detente.bargaining.shares.gain_sets import Cell
from detente.errors import DetenteError
from detente.situation.identifiers import split_reference
from detente.situation.model import Situation
from detente.situation.share_levels import Key, at_levels, in_lines, level_of, open_terms, share_terms

ZERO, ONE = Fraction(0), Fraction(1)
FINEST = 10**9  # parts of a unit by which levels without an exact value are told


@dataclass(frozen=True)
class SharePackage:
    """A package: the discrete part (levels of all issues), the levels of the open terms, what it brings.

    Where payments have a limit, what each party but the last receives follows the levels of the terms.
    """

    package: Package
    levels: Vector
    gains: Vector


def package_with(found: ShareAgreement, divided: Divided, gains: Sequence[Fraction | float]) -> SharePackage:
    """The package that brings these gains, or comes nearest, with the least change."""
    wanted = tuple(Fraction(gain).limit_denominator(FINEST) if isinstance(gain, float) else gain for gain in gains)
    cells = [cell for cell in divided.gain_set.pieces if _spans(cell, wanted)]
    best: tuple[Fraction, tuple[Fraction, ...], SharePackage] | None = None
    for cell in cells:
        standing = (*found.standing, *[ZERO] * (len(cell.levels[0]) - len(found.standing)))  # nothing is paid
        off, levels, reached = _nearest(cell, wanted, standing)
        moved = tuple(abs(level - start) for level, start in zip(levels, standing, strict=True))
        if best is None or (off, moved) < best[:2]:
            best = off, moved, SharePackage(cell.package, levels, reached)
    assert best is not None  # gains lie in some cell
    return best[2]


def _spans(cell: Cell, wanted: Vector) -> bool:
    """Whether the gains can lie in the cell at all, within the rounding of what is no fraction."""
    slack = Fraction(1, 10**6)
    return all(
        min(column) - slack <= gain <= max(column) + slack
        for column, gain in zip(zip(*cell.gains, strict=True), wanted, strict=True)
    )


def _nearest(cell: Cell, wanted: Vector, standing: Vector) -> tuple[Fraction, Vector, Vector]:
    """How far from these gains the cell comes, with the levels nearest to no deal at which it does."""
    size, count = len(wanted), len(cell.levels)
    rows: list[list[Fraction]] = [[ONE, *gains] for gains in cell.gains]  # shares of the corners
    extra = [
        [ZERO, *(sign * Fraction(at == party) for at in range(size))] for party in range(size) for sign in (ONE, -ONE)
    ]
    amounts: list[Fraction] = [ONE, *wanted]
    cost = [ZERO] * count + [-ONE] * (2 * size)
    columns = [*rows, *extra]
    first = maximise(columns, cost, amounts)
    assert first is not None
    off, used = -first.value, first.used
    held: list[tuple[list[Fraction], Fraction]] = [([-value for value in cost], off)]
    for term in range(len(standing)):
        # The level, less what it stands at, is a surplus less a shortfall; both as small as can be, term after term.
        grown = [[*column, *(row[at] for row, _ in held)] for at, column in enumerate(columns)]
        level = [corner[term] for corner in cell.levels] + [ZERO] * (len(columns) - count)
        grown = [[*column, level[at]] for at, column in enumerate(grown)]
        empty = [ZERO] * (len(grown[0]) - 1)
        grown += [[*empty, -ONE], [*empty, ONE]]
        found = maximise(
            grown,
            [ZERO] * len(columns) + [-ONE, -ONE],
            [*amounts, *(amount for _, amount in held), standing[term]],
        )
        assert found is not None
        used = tuple((at, amount) for at, amount in found.used if at < len(columns))
        here = sum((amount * level[at] for at, amount in used), ZERO)
        held.append((level, here))
    shares = [(at, amount) for at, amount in used if at < count]

    def mixed(corners: Sequence[Vector]) -> Vector:
        width = len(corners[0])
        return tuple(sum((amount * corners[at][place] for at, amount in shares), ZERO) for place in range(width))

    return off, mixed(cell.levels), mixed(cell.gains)


def corner_packages(payable: Payable) -> list[SharePackage]:
    """The corners of a problem with payments as packages, in its order."""
    return [
        SharePackage(cell.package, levels, gains)
        for cell in payable.cells
        for levels, gains in zip(cell.levels, cell.gains, strict=True)
    ]


def fairest(found: ShareAgreement, divided: Divided) -> SharePackage:
    """The Nash package; where there is no zone, the one whose worst-off party loses least."""
    if divided.cells:
        return package_with(found, divided, divided.nash.gains[0])
    cells = divided.gain_set.pieces
    best = max(cells, key=lambda cell: least_loss(cell)[0])
    return package_with(found, divided, least_loss(best)[1])


def least_loss(cell: Cell) -> tuple[Fraction, Vector]:
    """The largest smallest gain over a cell, and gains at which it is reached."""
    size = len(cell.gains[0])
    low = min(min(gains) for gains in cell.gains)
    columns = [[ONE, *(value - low for value in gains)] for gains in cell.gains]
    columns.append([ZERO, *(-ONE for _ in range(size))])
    columns += [[ZERO, *(-ONE if other == at else ZERO for other in range(size))] for at in range(size)]
    optimum = maximise(
        columns, [*(ZERO for _ in cell.gains), ONE, *(ZERO for _ in range(size))], [ONE, *([ZERO] * size)]
    )
    assert optimum is not None
    shares = [(at, amount) for at, amount in optimum.used if at < len(cell.gains)]
    gains = tuple(sum((amount * cell.gains[at][party] for at, amount in shares), ZERO) for party in range(size))
    return optimum.value + low, gains


def levels_at_hand(situation: Situation) -> dict[Key, tuple[Fraction, ...]]:
    """For every open term the levels that outcomes know beside no deal: the fairest package and the drafts.

    Where an agreement cannot be negotiated, or nothing differs from no deal, the far end of the range.
    """
    chosen: dict[Key, tuple[Fraction, ...]] = {}
    for agreement, record in situation.agreements.items():
        terms = {key: term for key, term in open_terms(situation).items() if key[0] == agreement}
        if not terms:
            continue
        fair: dict[Key, Fraction] = {}
        with suppress(DetenteError):
            found = share_agreement(situation, agreement)
            asked = Divided(found.shares)
            if record.ratifiers:
                passing = RatifiedShares.of(situation, agreement, None).passing
                asked = asked if passing.empty else passing
            fair = dict(zip(found.keys, fairest(found, asked).levels, strict=False))
        for key, term in terms.items():
            assert term.share is not None
            named = [level for draft in record.drafts.values() if (level := _named(draft, key)) is not None]
            levels = {*named, *([fair[key]] if key in fair else [])}
            chosen[key] = tuple(levels)
    return _never_alone(situation, chosen)


def _named(package: dict[str, str], key: Key) -> Fraction | None:
    for name, level in package.items():
        parts = split_reference(name)
        if parts == key or parts == (key[1],):
            return level_of(level)
    return None


def _never_alone(situation: Situation, chosen: dict[Key, tuple[Fraction, ...]]) -> dict[Key, tuple[Fraction, ...]]:
    """An option has at least two levels."""
    levelled = at_levels(situation, chosen)
    for key, term in share_terms(situation).items():
        if term.is_open and len(levelled.agreements[key[0]].terms[key[1]].level_names) < 2 and term.share is not None:
            ends = {term.share.from_, term.share.to}
            chosen[key] = (*chosen.get(key, ()), *sorted(ends))
    return chosen


def levels_named(situation: Situation, text: str) -> dict[Key, tuple[Fraction, ...]]:
    """The levels that a package typed as “water=40, data=yes” names of open terms, as far as they are in range."""
    typed = dict(part.strip().partition("=")[::2] for part in text.split(","))
    found: dict[Key, tuple[Fraction, ...]] = {}
    for key, term in open_terms(in_lines(situation)).items():
        level = _named({name.strip(): level.strip(" `") for name, level in typed.items()}, key)
        if level is not None and term.share is not None and term.share.from_ <= level <= term.share.to:
            found[key] = (level,)
    return found


def relevelled(situation: Situation, named: Mapping[Key, tuple[Fraction, ...]]) -> Callable[[Situation], Situation]:
    """Puts shares at the levels at hand in a situation, as its numbers now stand, and at these; in other views of it at
    the same."""
    whole = in_lines(situation)
    levels = levels_at_hand(whole)
    wanted = {key: (*levels.get(key, ()), *named.get(key, ())) for key in open_terms(whole)}
    return lambda other: at_levels(in_lines(other), wanted)
