"""From a package with shares upwards: rounds in which everybody gains, over all levels of the terms.

*Round*: of the packages that change as few terms as any that is better for all, the one whose smallest gain is largest,
each as a part of what the party could hope for. A term with a share counts as one term, whatever level it goes to, so
each choice of terms is a problem of shares in which all others stand still. Rounds end where no package is better for
all, or after MOST of them, which is said: gains by one term after another can go on and on, ever smaller.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from detente.bargaining.brokered.packages_at_hand import SharePackage, least_loss, package_with
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.mediation.share_results import Divided
from detente.bargaining.packages.negotiation import Vector
from detente.bargaining.shares.gain_sets import Cell, Limit, gain_set
from detente.errors import LimitError

MOST = 8
SMALL = Fraction(1, 1_000)  # of what each could hope for: less is no round
ZERO = Fraction(0)


@dataclass(frozen=True)
class ShareRound:
    """One step: the package, and what each party gains by it over the one before."""

    package: SharePackage
    gains: Vector


@dataclass(frozen=True)
class ShareRounds:
    """`whole`: they end where no package is better for all by more than a thousandth of what each could hope for."""

    rounds: tuple[ShareRound, ...]
    whole: bool


def share_rounds(found: Brokered, start: SharePackage) -> ShareRounds:
    """The rounds from a package. Where ratifiers judge packages there are none: what passes is told beside them."""
    rounds: list[ShareRound] = []
    here = start
    while len(rounds) < MOST:
        step = _round(found, here)
        if step is None:
            return ShareRounds(tuple(rounds), True)
        rounds.append(step)
        here = step.package
    return ShareRounds(tuple(rounds), False)


def _round(found: Brokered, here: SharePackage) -> ShareRound | None:
    """The next round; None where no package is better for all."""
    shares = found.shares
    assert shares is not None
    count = len(shares.shares.negotiation.issues) + len(shares.shares.terms)
    movable = [at for at in range(count) if at not in shares.issues]  # an open term is no issue of its own
    for size in range(1, len(movable) + 1):
        best: tuple[Fraction, ShareRound] | None = None
        for changed in combinations(movable, size):
            for share, step in _by(found, here, frozenset(changed)):
                if share > SMALL and (best is None or share > best[0]):
                    best = share, step
        if best is not None:
            return best[1]
    return None


def _by(found: Brokered, here: SharePackage, changed: frozenset[int]) -> Iterator[tuple[Fraction, ShareRound]]:
    """The best for whoever gains least, if these alone move: issues by their place, then terms."""
    shares = found.shares
    assert shares is not None
    whole = shares.shares
    issues = len(whole.negotiation.issues)
    allowed = tuple(
        levels if at in changed else (here.package[at],) for at, levels in enumerate(whole.negotiation.allowed)
    )
    still = []
    for at, level in enumerate(here.levels):
        if issues + at not in changed:
            unit = tuple(Fraction(at == other) for other in range(len(whole.terms)))
            still += [Limit(unit, level), Limit(tuple(-one for one in unit), -level)]
    narrow = replace(whole, negotiation=replace(whole.negotiation, limits=allowed), limits=(*whole.limits, *still))
    try:
        cells = gain_set(narrow).pieces
    except LimitError:
        return
    best: tuple[Fraction, Vector] = (ZERO, ())
    for cell in cells:
        further = tuple(
            tuple((gain - own) / unit for gain, own, unit in zip(gains, here.gains, found.hopes, strict=True))
            for gains in cell.gains
        )
        best = max(best, least_loss(Cell(cell.package, cell.levels, further)))
    if best[0] > 0:
        gains = tuple(own + part * unit for own, part, unit in zip(here.gains, best[1], found.hopes, strict=True))
        package = package_with(shares, Divided(narrow), gains)
        yield best[0], ShareRound(package, tuple(new - old for new, old in zip(package.gains, here.gains, strict=True)))


def on_the_table(found: Brokered, levels: dict[str, Fraction], package: tuple[int, ...], gains: Vector) -> SharePackage:
    """A package of the story (levels of terms by name) as one of the problem of shares, nothing paid."""
    shares = found.shares
    assert shares is not None
    discrete = list(package)
    for issue, levels_allowed in enumerate(shares.shares.negotiation.allowed):
        if issue in shares.issues:
            discrete[issue] = levels_allowed[0]
    standing = dict(zip((name for _, name in shares.keys), shares.standing, strict=True))
    terms = [levels.get(name, standing[name]) for _, name in shares.keys]
    paid = [ZERO] * (len(shares.shares.terms) - len(shares.keys))
    return SharePackage(tuple(discrete), (*terms, *paid), gains)
