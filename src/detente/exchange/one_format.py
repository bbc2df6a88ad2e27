"""What a format of files is: how a file of it is told, what it makes, who reads it, who writes it.

Every format is one `Format`; all of them stand in `detente.exchange.formats`. A package adds one by an entry point in
the group ``detente.readers`` that names such a record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from detente.errors import Problem, refusal
from detente.words import Said

Kind = Literal["situation", "positions", "negotiation", "influence cases", "known outcomes"]


@dataclass(frozen=True)
class Asked:
    """What a file cannot say itself.

    `scale`: lowest and highest point of issues that state none; `capability`: the column that counts as such;
    `others`: further files, where each party has its own; `language`: of comments in what is made. Of a table about
    states: `actors`: the states to be taken, by name or code; `years`, `value`: as for a `table`; `by_year`: a variant
    for each year; `beside`: the folder in which what is made will lie. `decimal`: the mark before the decimals.
    """

    scale: tuple[Fraction, Fraction] | None = None
    capability: str | None = None
    others: tuple[Path, ...] = ()
    language: str = "en"
    actors: tuple[str, ...] = ()
    years: str | None = None
    value: str | None = None
    by_year: bool = False
    beside: Path | None = None
    decimal: Literal[".", ","] | None = None


@dataclass(frozen=True)
class Taken:
    """What a file became, and everything that is wrong with it or to be said about it.

    `made`: None if anything is wrong; by the kind that the format makes: for ``situation`` and ``positions`` the text
    of a situation file; for ``negotiation`` what `detente.exchange.negotiations.negotiation_json.read_negotiation`
    gives; for ``influence cases`` their list; for ``known outcomes`` the record `Known`.
    """

    made: Any
    problems: tuple[Problem, ...] = ()
    notes: tuple[Said, ...] = ()

    def required(self) -> Any:
        """What was made. Raises `InputError` with every fault at once; which sheet was read may be why."""
        if self.made is None:
            raise refusal(self.problems)
        return self.made


@dataclass(frozen=True)
class Put:
    """What something became as a file, and what was changed or lost on the way."""

    content: str | bytes
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Format:
    """A format of files.

    `endings`: of files in it, with the dot, in small letters; `ANY` for every ending that no other format has.
    `makes`: what its files become (and what can be written in it). `reads`: gives problems, each with its place, and
    raises `DetenteError` only for what has none. `looks_like`: whether the beginning of a file shows this format; None:
    by the ending alone, where no other format of that ending recognises the file. `told_only`: a file that does not
    look like it is never taken for it. `writes`: takes a `Situation`, or a
    negotiation as a document (``negotiation-case/1``), with the ending and the language. `several`: a folder, or
    several files, are one thing.
    """

    name: str
    endings: tuple[str, ...]
    makes: Kind
    reads: Callable[[Path, Asked], Taken] | None = None
    looks_like: Callable[[bytes], bool] | None = None
    writes: Callable[[Any, str, str], Put] | None = None
    several: bool = False
    told_only: bool = False


ANY = "*"
