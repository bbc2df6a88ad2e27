"""The results of plain cases, and where they differ from what the file expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from detente.exchange.influence_cases import TOLERANCE, Data, differences, solve
from detente.exchange.influence_cases_read import FORMAT
from detente.influence.balance.frustration import SECONDS
from detente.influence.mactor.mactor import Variant
from detente.result import Origin, Result, Row
from detente.words import say


@dataclass(frozen=True, repr=False)
class Plain(Result):
    """Cases with what was found for each, in the order of the file."""

    told_by: ClassVar[str] = "detente.exchange.influence_cases_result:case_sentences"

    cases: tuple[Data, ...]
    found: tuple[Data, ...]

    def in_short(self) -> str:
        return f"{len(self.cases)} cases: {', '.join(dict.fromkeys(case['kind'] for case in self.cases))}"

    def differing(self) -> list[list[str] | None]:
        """For each case where it differs from what it expects; None where it expects nothing."""
        return [
            differences(found, case["expected"], case.get("tolerance", TOLERANCE)) if "expected" in case else None
            for case, found in zip(self.cases, self.found, strict=True)
        ]

    def rows(self) -> list[Row]:
        return [
            {"id": case["id"], "kind": case["kind"], "measure": name, "value": value}
            for case, found in zip(self.cases, self.found, strict=True)
            for name, value in _leaves(found)
        ]

    def data(self) -> dict[str, Any]:
        parts = []
        for case, found, differs in zip(self.cases, self.found, self.differing(), strict=True):
            parts.append({"id": case["id"], "kind": case["kind"], "found": found})
            if differs is not None:
                parts[-1] |= {"agrees": not differs, "differs": differs}
        return {"format": FORMAT, "cases": parts}


def solved(cases: list[Data], variant: Variant = "lipsor", seconds: float = SECONDS) -> Plain:
    """The results of sound cases (`detente.exchange.influence_cases_read.read_plain`)."""
    found = tuple(solve(case, variant, seconds) for case in cases)
    return Plain(tuple(cases), found, origin=Origin(parameters={"variant": variant, "seconds": seconds}))


def case_sentences(result: Plain, language: str = "en") -> list[str]:
    """How many cases there are, how many agree with what they expect, and where the others differ."""
    said = [say("influence.plain.cases", language, count=len(result.cases))]
    differing = result.differing()
    told = [one for one in differing if one is not None]
    if told:
        good = sum(not one for one in told)
        said.append(say("influence.plain.agree", language, count=good, of=len(told)))
    for case, differs in zip(result.cases, differing, strict=True):
        if differs:
            said.append(say("influence.plain.differs", language, id=case["id"], places=differs[:6]))
    return said


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every single value inside, with its path."""
    parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if parts is None:
        yield name, value
        return
    for key, part in parts:
        yield from _leaves(part, f"{name}.{key}".lstrip("."))
