"""Issues of which the outcome is known: positions with what was decided, to see how near forecasts come.

Either one table of positions with a column ``outcome``, or two: the issues (``issue``, ``outcome``) and the actors on
them (`detente.exchange.position_tables.position_csv`), such as ``x_issues.csv`` and ``x_actors.csv``, or a folder with
``issues.csv`` and ``actors.csv``. Given one of the two, the other is looked for beside it. A column ``group`` or
``proposal`` names what belongs together; ``reference_point`` is where things stood before. An issue without an outcome
is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from detente.bargaining.positions.known import KnownIssue, KnownIssues
from detente.errors import DetenteError, InputError
from detente.evidence.tables.number_columns import ColumnError, Mark, writing
from detente.exchange.one_format import Asked
from detente.exchange.position_tables.position_csv import cells, delimiter_of
from detente.exchange.position_tables.position_read import Read, read_positions_file
from detente.exchange.position_tables.position_table import (
    Entry,
    Faulty,
    PositionTable,
    Scale,
    bounds,
    in_percent,
    known_name,
    number,
)
from detente.files import encoding_of, read_whole
from detente.situation.identifiers import normal
from detente.situation.reading.nodes import MAX_FILE_BYTES

GROUPS = ("group", "proposal")
PARTS = ("issues", "actors")
NUMBERS = ("outcome", "reference_point")


@dataclass(frozen=True)
class _Decided:
    outcome: str
    group: str
    reference: str
    line: int


def read_known(
    path: Path, capability: str | None = None, scale: Scale | None = None, decimal: Mark | None = None
) -> KnownIssues:
    """All issues of which the outcome is known.

    Args:
        path: a table, one of two tables, or a folder. capability: the column that counts as capability; None: the
        column of that name, else the last one of numbers. scale, decimal: as for `Asked`.

    Raises `InputError` with everything that is wrong, `DetenteError` if no outcomes are found.
    """
    issues_path, actors_path = _paths(path)
    read = read_positions_file(actors_path, Asked(scale, decimal=decimal))
    table = _sound(read)
    faulty = Faulty(issues_path.name)
    decided = _decided(issues_path, faulty, decimal) if issues_path != actors_path else _within(table)
    if not any(each.outcome for each in decided.values()):
        raise DetenteError("score_no_outcomes", file=str(issues_path))
    columns = _capabilities(table, capability)
    for name, error in table.doubtful.items():
        if name in columns or name.casefold() in NUMBERS:
            told: dict[str, Any] = {"file": actors_path.name, "column": name, **error.params}
            faulty.add(error.code, **told)
    for name in table.issues:
        known_name(name, decided, "positions_issue_unknown", table.issues[name].line, faulty)
    entries, percent = table.by_issue(), in_percent(table)
    found = [
        _issue(table, entries.get(name, []), name, each, columns, percent, faulty)
        for name, each in decided.items()
        if each.outcome
    ]
    if faulty.broken:
        raise InputError(faulty.problems)
    warnings = tuple(problem for problem in read.problems if problem.code != "positions_no_capability" or not columns)
    return KnownIssues(tuple(issue for issue in found if issue is not None), columns or ("equal",), warnings)


def _sound(read: Read) -> PositionTable:
    if read.table is None:
        raise InputError([problem for problem in read.problems if problem.severity == "error"])
    return read.table


def _paths(path: Path) -> tuple[Path, Path]:
    """The file of issues and the file of actors; twice the same if there is one table only."""
    if path.is_dir():
        return path / "issues.csv", path / "actors.csv"
    if not path.is_file():
        raise DetenteError("file_not_found", file=str(path), nearest=None)
    heading = _heading(path)
    has = {"issues": "outcome" in heading, "actors": "position" in heading and "actor" in heading}
    if has["issues"] and has["actors"]:
        return path, path
    this, other = ("issues", "actors") if has["issues"] else ("actors", "issues")
    beside = path.with_name(path.name.replace(this, other))
    if beside == path or not beside.is_file():
        raise DetenteError("score_no_companion", file=str(path), part=other)
    return (path, beside) if this == "issues" else (beside, path)


def _read(path: Path) -> bytes:
    data, problems = read_whole(path, MAX_FILE_BYTES)
    if problems:
        raise InputError(problems)
    return data


def _heading(path: Path) -> list[str]:
    data = _read(path)
    line = data.decode(encoding_of(data), "replace").partition("\n")[0]
    return [cell.strip().casefold() for cell in line.strip().split(delimiter_of(line))]


def _decided(path: Path, faulty: Faulty, decimal: Mark | None) -> dict[str, _Decided]:
    """Outcome, group and reference of each issue of a table of issues."""
    try:
        data = _read(path)
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError as error:
        raise DetenteError("score_unreadable", file=str(path), reason=str(error)) from None
    lines = text.splitlines()
    faulty.lines = lines
    rows = cells(text, faulty, delimiter_of(lines[0] if lines else ""))
    columns = [cell.casefold() for cell in rows[0][1]] if rows else []
    if "issue" not in columns or "outcome" not in columns:
        raise DetenteError("score_no_outcomes", file=str(path))
    found: dict[str, _Decided] = {}
    lined = [(line, dict(zip(columns, row, strict=False))) for line, row in rows[1:]]
    for column in NUMBERS:
        try:
            rule = writing((given.get(column, "") for _, given in lined), decimal)
        except ColumnError as error:
            told: dict[str, Any] = {"file": path.name, "column": column, **error.params}
            faulty.add(error.code, 1, column, **told)
            continue
        for _, given in lined:
            given[column] = rule.plain(given.get(column, "")) or given.get(column, "")
    for line, given in lined:
        name = normal(given["issue"])
        group = next((given[key] for key in GROUPS if given.get(key)), name)
        if name in found:
            faulty.add("name_twice", line, given["issue"], name=name)
            continue
        found[name] = _Decided(given.get("outcome", ""), group, given.get("reference_point", ""), line)
    return found


def _within(table: PositionTable) -> dict[str, _Decided]:
    """The same from further columns of a table of positions."""
    found: dict[str, _Decided] = {}
    for entry in table.entries:
        given = {name.casefold(): cells.get(entry.line, "") for name, cells in table.extra.items()}
        group = next((given[key] for key in GROUPS if given.get(key)), entry.issue)
        decided = _Decided(given.get("outcome", ""), group, given.get("reference_point", ""), entry.line)
        if entry.issue not in found or (decided.outcome and not found[entry.issue].outcome):
            found[entry.issue] = decided
    return found


def _capabilities(table: PositionTable, chosen: str | None) -> tuple[str, ...]:
    """The columns of numbers that can be capabilities, the one that counts first."""
    own = ("capability",) if any(entry.capability for entry in table.entries) else ()
    known = {"outcome", "reference_point", *GROUPS}
    others = tuple(
        name
        for name, cells in table.extra.items()
        if name.casefold() not in known and _numbers(cells, [entry.line for entry in table.entries])
    )
    columns = own + others[::-1] if not own else own + others
    if chosen is None:
        return columns
    if chosen not in columns:
        raise DetenteError("score_column", name=chosen, known=columns or ("–",))
    return (chosen, *(name for name in columns if name != chosen))


def _numbers(cells: dict[int, str], lines: list[int]) -> bool:
    found = [number(cells.get(line, "")) for line in lines]
    return bool(found) and all(value is not None and value >= 0 for value in found)


def _issue(
    table: PositionTable,
    entries: list[Entry],
    name: str,
    decided: _Decided,
    columns: tuple[str, ...],
    percent: bool,
    faulty: Faulty,
) -> KnownIssue | None:
    if not entries:
        known_name(name, table.issues, "positions_issue_unknown", decided.line, faulty)
        return None
    low, high = table.scale_of(name)
    outcome, reference = number(decided.outcome), number(decided.reference)
    if outcome is None:
        faulty.add(
            "positions_number", decided.line, decided.outcome, actor=name, column="outcome", found=decided.outcome
        )
        return None
    if not low <= outcome <= high:
        faulty.add("positions_outside", decided.line, decided.outcome, actor="outcome", issue=name,
                   found=decided.outcome, low=float(low), high=float(high))  # fmt: skip
        return None
    divide = 100 if percent else 1
    strength = {
        column: tuple(_capability(table, column, entry) for entry in entries) for column in columns or ("equal",)
    }
    return KnownIssue(
        name,
        decided.group,
        tuple(entry.actor for entry in entries),
        tuple(_middle(entry.position) for entry in entries),
        tuple(_middle(entry.salience) / divide if entry.salience else 1.0 for entry in entries),
        strength,
        float(low),
        float(high),
        float(outcome),
        None if reference is None else float(reference),
    )


def _capability(table: PositionTable, column: str, entry: Entry) -> float:
    if column == "equal":
        return 1.0
    if column == "capability" and entry.capability is not None:
        return _middle(entry.capability)
    return float(number(table.extra[column][entry.line]) or Fraction(0)) if column in table.extra else 1.0


def _middle(cell: str | None) -> float:
    ends = bounds(cell or "1")
    assert ends is not None
    return float((ends[0] + ends[1]) / 2)
