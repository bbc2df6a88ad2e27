"""From a path or the name of a shipped case to a checked situation."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from detente.bargaining.brokered.deal_checks import check_deals
from detente.cases import find_case
from detente.errors import Place, Problem, in_file_order, refusal
from detente.evidence import cite_checks as evidence_lint
from detente.evidence.sources import Sources
from detente.exchange.formats import format_of, is_own, take
from detente.exchange.one_format import Asked, Kind, Taken
from detente.files import SITUATION_FILE
from detente.outcomes import outcome_checks as outcome_lint
from detente.situation.case import Case
from detente.situation.model import Situation
from detente.situation.reading.accepting import accepted, idle
from detente.situation.reading.faults import Faults
from detente.situation.reading.read import Reading, read_text, unread
from detente.situation.share_levels import Levels, at_levels, share_terms

OF_TABLES = ("table_", "matrix_")  # what is said of tables in every reading that has its own
SITUATIONS: tuple[Kind, ...] = ("situation", "positions")


@dataclass(frozen=True)
class Checked:
    """All problems of a file; `case` is None if any of them is an error."""

    reading: Reading
    problems: tuple[Problem, ...]
    case: Case | None

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def warnings(self) -> list[Problem]:
        """What is doubtful and not accepted."""
        return [problem for problem in self.problems if problem.severity == "warning" and problem.accepted is None]

    @property
    def hints(self) -> list[Problem]:
        """What is worth a thought and not accepted."""
        return [problem for problem in self.problems if problem.severity == "hint" and problem.accepted is None]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage while a file is read and checked: all that is made is kept, so every look is in vain.

    They took more than half of the time for a file with thousands of entries, and more than in proportion.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_uncollected()
def check(file: str | Path, asked: Asked | None = None, kinds: tuple[Kind, ...] = SITUATIONS) -> Checked:
    """Every error and warning of a situation file, or of a shipped case by its name. Never raises for bad content.

    `asked`: what a table of positions does not say itself (its scale, its column of capabilities). `kinds`: what else
    the file may be; what does not become a situation is read, and has no case.
    """
    form = format_of(file, kinds)
    path = find_case(file) if form.makes in SITUATIONS else Path(file)
    taken = take(form, path, asked)
    if taken.made is None or form.makes not in SITUATIONS:
        return Checked(unread(path, taken.problems), taken.problems, None)
    if is_own(form):
        name = path.parent.name if path.name == SITUATION_FILE else path.stem
        return _check(read_text(taken.made, path.name, path), path.parent, name)
    return _check_made(taken, path, form.makes)


def _check_made(taken: Taken, path: Path, kind: Kind) -> Checked:
    """The same for a situation made from another format.

    A table of positions has few blocks, and its reader says all that is doubtful, in words for tables.
    """
    made = check_made(taken.made, path)
    if made.case is None:
        return made
    problems = taken.problems if kind == "positions" else (*taken.problems, *made.problems)
    warnings = tuple(problem for problem in problems if problem.severity == "warning")
    return Checked(made.reading, problems, replace(made.case, warnings=warnings))


@_uncollected()
def check_made(text: str, path: Path, folder: Path | None = None) -> Checked:
    """A situation made from a file of another format: what only it shows is said of that file: there is no other."""
    made = _check(read_text(text, f"{path.stem}.yaml"), folder or path.parent, path.stem)
    problems = tuple(replace(problem, place=Place(path.name)) for problem in made.problems)
    return replace(made, problems=problems)


@_uncollected()
def check_text(text: str | bytes, folder: str | Path, name: str = SITUATION_FILE) -> Checked:
    """The same for text that is not in a file; sources are looked for in the folder."""
    return _check(read_text(text, name), Path(folder), name)


def load(file: str | Path, asked: Asked | None = None) -> Case:
    """A checked case. Raises `InputError` with every error at once. `asked`: as for `check`."""
    checked = check(file, asked)
    if checked.case is None:
        raise refusal(checked.problems)
    return checked.case


def unexpanded(checked: Checked) -> Situation:
    """A checked situation as its file has it, its tables not yet put in place. Raises `InputError`."""
    if checked.case is None:
        raise refusal(checked.problems)
    return checked.reading.required()


def _check(reading: Reading, folder: Path, name: str) -> Checked:
    problems = list(reading.problems)
    situation = reading.situation
    if situation is not None:
        laid_over = tuple(
            part
            for parts in (reading.variants, reading.perceptions, reading.readings, reading.beliefs)
            for part in parts.values()
        )
        sources = Sources(situation, folder)
        inside = {part.part: _wrong_inside(part, sources, situation) for part in laid_over}
        broken = {name for name, found in inside.items() if any(problem.severity == "error" for problem in found)}
        variants = [part for part in reading.variants.values() if not part.errors and part.part not in broken]
        problems += _look_deeper(reading, sources, variants=tuple(part.required() for part in variants))
        known = {(str(problem.place), problem.code) for problem in problems}
        for errors in inside.values():
            problems += [problem for problem in errors if (str(problem.place), problem.code) not in known]
        if not any(problem.severity == "error" for problem in problems):
            faults = Faults(reading.document, reading.root, reading.aside, reading.part)
            idle(problems, situation, faults)
            problems += faults.problems
        problems = accepted(problems, situation)
    checked = Checked(reading, tuple(in_file_order(problems)), None)
    if situation is None or checked.errors:
        return checked
    whole = _with_tables(situation, folder)
    levels = _at_hand(whole)
    case = Case(
        name,
        folder,
        at_levels(whole, levels),
        reading.document,
        {key: _in_outcomes(_settled(part, folder)) for key, part in reading.variants.items()},
        {key: at_levels(_settled(part, folder), levels) for key, part in reading.perceptions.items()},
        tuple(checked.warnings),
        _readings(reading, levels),
        _beliefs(reading, levels),
    )
    return replace(checked, case=case)


def _at_hand(situation: Situation) -> Levels:
    """For every open term the levels that outcomes know. What works them out is loaded only where there is a share."""
    if not share_terms(situation):
        return {}
    from detente.bargaining.brokered.packages_at_hand import levels_at_hand

    return levels_at_hand(situation)


def _in_outcomes(situation: Situation) -> Situation:
    """The situation as everything that lists outcomes takes it: shares at the levels at hand."""
    return at_levels(situation, _at_hand(situation))


def _settled(part: Reading, folder: Path) -> Situation:
    """A variant or perception with its tables put in place."""
    return _with_tables(part.required(), folder)


def _with_tables(situation: Situation, folder: Path) -> Situation:
    """The situation with its tables put in place; what reads tables is loaded only where there is one."""
    if not situation.has_tables:
        return situation
    from detente.evidence.expanded import expanded

    return expanded(situation, folder, keep_beside=True).situation


def _readings(reading: Reading, levels: Levels) -> dict[str, dict[str, dict[str, Situation]]]:
    """The readings of acts, act by act and audience by audience."""
    found: dict[str, dict[str, dict[str, Situation]]] = {}
    for (act, audience, name), part in reading.readings.items():
        found.setdefault(act, {}).setdefault(audience, {})[name] = at_levels(part.required(), levels)
    return found


def _beliefs(reading: Reading, levels: Levels) -> dict[str, dict[str, Situation]]:
    """What each actor thinks that another sees."""
    found: dict[str, dict[str, Situation]] = {}
    for (actor, other), part in reading.beliefs.items():
        found.setdefault(actor, {})[other] = at_levels(part.required(), levels)
    return found


def _wrong_inside(part: Reading, sources: Sources, base: Situation) -> list[Problem]:
    """What is wrong in a variant, a perception or a reading of an act; and what its own tables leave open."""
    found = _look_deeper(part, sources, base)
    return [problem for problem in found if problem.severity == "error" or problem.code.startswith(OF_TABLES)]


def _look_deeper(
    reading: Reading, sources: Sources, base: Situation | None = None, variants: tuple[Situation, ...] = ()
) -> list[Problem]:
    """What only sources and outcomes show; outcomes are looked at only where every name and statement is sound.

    `sources`: of the situation itself; `base`: that situation, for a part that is laid over it; `variants`: the sound
    ones, for the situation itself.
    """
    if reading.situation is None:
        return []
    faults = Faults(reading.document, reading.root, reading.aside, reading.part)
    evidence_lint.lint(reading.situation, sources, faults, base)
    if not reading.errors:
        levelled = _in_outcomes(reading.situation)
        listed = tuple(_in_outcomes(variant) for variant in variants)
        outcome_lint.lint(levelled, faults, warnings=base is None, variants=listed)
        check_deals(levelled, faults)
    return faults.problems
