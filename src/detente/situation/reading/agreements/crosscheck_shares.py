"""Whether terms with a share make sense: their levels, the lines over them, the limits on them."""

from __future__ import annotations

from collections.abc import Iterable

from detente.situation.divisible import Curve, Share
from detente.situation.expression import ExpressionError
from detente.situation.identifiers import reference, split_reference
from detente.situation.model import Situation, Term
from detente.situation.quantity import show
from detente.situation.reading.faults import Faults, Path
from detente.situation.reading.meaning import statement
from detente.situation.share_levels import level_of, limits_of, share_terms
from detente.situation.wants import Preference


def share_at(text: str, situation: Situation) -> Term | None:
    """The term with a share that a reference names."""
    parts = split_reference(text)
    terms = share_terms(situation)
    return terms.get((parts[0], parts[1])) if len(parts) == 2 else None


def share_checked(agreement: str, name: str, term: Term, faults: Faults) -> None:
    """Report a term with both a share and levels, or one that falls back to a level outside its range."""
    path = ("agreements", agreement, "terms", name)
    if term.levels:
        faults.add("share_levels", (*path, "share"), key=True, name=f"{agreement}.{name}")
    elif term.without is not None:
        level_checked(term, f"{agreement}.{name}", term.without, (*path, "without"), faults)


def level_checked(term: Term, name: str, text: str, path: Path, faults: Faults) -> None:
    """Report a level outside the range of a term, or between its steps."""
    share, level = term.share, level_of(text)
    assert share is not None
    inside = level is not None and share.from_ <= level <= share.to
    if not inside or (share.steps is not None and level not in share.steps):
        step = None if share.step is None else show(share.step)
        faults.add("share_level", path, name=name, found=text, low=show(share.from_), high=show(share.to), step=step)


def curves_checked(preference: Preference, path: Path, situation: Situation, faults: Faults) -> None:
    """Report lines over what has no share, lines that do not reach over its range, and those that fall and rise."""
    terms = share_terms(situation)
    for key, curves in preference.curves.items():
        here: Path = (*path, "points", key)
        parts = split_reference(key)
        term = terms.get((parts[0], parts[-1])) if len(parts) == 2 else None
        if term is None or term.share is None:
            if faults.reference(key, situation.scope, ("option", "term"), here, key=True):
                faults.add("curve_needs_share", here, key=True, name=key)
            continue
        single = faults.root.at(here).kind == "map"
        for place, curve in enumerate(curves):
            _curve(curve, here if single else (*here, place), key, term.share, situation, faults)
    for key in preference.tables:
        parts = split_reference(key)
        term = terms.get((parts[0], parts[-1])) if len(parts) == 2 else None
        if term is not None and term.is_open and not faults.broken_at((*path, "points", key)):
            faults.add("share_table", (*path, "points", key), key=True, name=key)


def _curve(curve: Curve, path: Path, name: str, share: Share, situation: Situation, faults: Faults) -> None:
    first, last = curve.at[0][0], curve.at[-1][0]
    if first > share.from_ or last < share.to:
        faults.add("curve_range", (*path, "at"), key=True, name=name, low=show(share.from_), high=show(share.to))
    elif not curve.concave:
        faults.hint("curve_bends", (*path, "at"), key=True, name=name)
    if curve.when is not None:
        statement(curve.when, (*path, "when"), situation, faults)


def limit_checked(text: str, path: Path, situation: Situation, faults: Faults) -> None:
    """Report a limit that is none, or no straight line."""
    try:
        limits_of(text, share_terms(situation))
    except ExpressionError as error:
        known: Iterable[str] = (reference(*key) for key in share_terms(situation))
        near = {"nearest": faults.nearest(str(error.params["name"]), known)} if "name" in error.params else {}
        faults.add_inside(error.code, path, error.start, error.end, **error.params, **near)
