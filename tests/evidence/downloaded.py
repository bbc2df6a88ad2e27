"""What tests of downloaded files share: the actors, a file checked with them, and what is read off the result."""

from __future__ import annotations

from pathlib import Path

from detente.load import Checked, check_text

HEAD = """detente: 1
actors:
  japan: {code: JPN}
  russia: {name: {en: Russia, ar: روسيا}}
  china: {code: {cow: 710}}
  usa: {name: United States}
  turkey: {name: Türkiye}
"""
Pairs = dict[tuple[str, str], float]


def checked(tmp_path: Path, block: str, content: str | bytes, file: str = "t.csv") -> Checked:
    (tmp_path / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    return check_text(HEAD + block, tmp_path)


def notes(found: Checked) -> list[str]:
    """What is said of a table, but for actors that its file does not know."""
    return [problem.code for problem in found.problems if problem.code != "table_no_level"]


def ties(found: Checked) -> dict[tuple[str, ...], tuple[str | None, float | None]]:
    assert found.case is not None, [problem.render() for problem in found.errors]
    return {
        tie.ends: (tie.sign, None if tie.strength is None else float(tie.strength.form.centre))  # type: ignore[union-attr]
        for tie in found.case.situation.ties.values()
    }


def shares(found: Checked) -> Pairs:
    assert found.case is not None, [problem.render() for problem in found.errors]
    rows = found.case.situation.dependence["d"].shares
    return {(i, j): float(q.form.centre) for i, row in rows.items() for j, q in row.items()}  # type: ignore[union-attr]


def strengths(found: Checked) -> dict[str, float]:
    assert found.case is not None, [problem.render() for problem in found.errors]
    actors = found.case.situation.actors
    return {name: float(a.capability.form.centre) for name, a in actors.items() if a.capability}  # type: ignore[union-attr]


def tie(**settings: object) -> str:
    told = ", ".join(f"{key}: {value}" for key, value in {"file": "t.csv", **settings}.items())
    return f"ties: {{t: {{table: {{{told}}}, kind: alliance, sign: positive}}}}\n"


def level(**settings: object) -> str:
    told = ", ".join(f"{key}: {value}" for key, value in {"file": "t.csv", **settings}.items())
    return f"capability_table: {{{told}}}\n"


def flow(**settings: object) -> str:
    told = ", ".join(f"{key}: {value}" for key, value in {"file": "t.csv", **settings}.items())
    return f"dependence: {{d: {{table: {{{told}}}}}}}\n"
