"""What is kept ready about open documents: each text read once, each look at it solved once.

A `Paper` is one text of a document. A `View` is a paper as it is looked at: a variant or a side's view, other numbers,
one way of looking ahead. Everything an answer needs is made when first asked for and kept with its view.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from detente.errors import DetenteError, InputError
from detente.evidence.sources import Sources
from detente.load import Checked, check_text
from detente.outcomes.changed import case_at, changed
from detente.outcomes.preferences import Array
from detente.outcomes.telling import Teller
from detente.situation.case import Case
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.result import Stability, stability
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.study import study
from detente.uncertainty.without import LeftOut, left_out, reduced
from detente.web.contracts.asking import Viewed

RUNS, SEED = 2_000, 7
KEPT_PAPERS, KEPT_VIEWS = 8, 48

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Paper:
    """One text of a document. `rev`: which, from 1. `path`: where it lies in the folder; empty: nowhere yet."""

    doc: str
    rev: int
    name: str
    text: str
    folder: Path
    path: str = ""
    shipped: bool = False

    @cached_property
    def checked(self) -> Checked:
        """The text read and checked."""
        return check_text(self.text, self.folder)

    def with_text(self, text: str) -> Paper:
        """The same document with another text, which nobody else has yet."""
        return self if text == self.text else replace(self, text=text)

    @property
    def case(self) -> Case:
        """The case; `InputError` with every mistake where there is none."""
        if self.checked.case is None:
            raise InputError(self.checked.errors)
        return replace(self.checked.case, name=self.name)


@dataclass(frozen=True)
class View:
    """A paper as it is looked at. `values`: what-ifs, id of a number → value.

    `false`: sources, passages, claims and rows that are assumed false, all at once.
    """

    paper: Paper
    variant: str | None = None
    seen_by: str | None = None
    ahead: str = "seq"
    values: tuple[tuple[str, float | str], ...] = ()
    desk: Desk | None = field(default=None, repr=False, compare=False)
    false: tuple[str, ...] = ()
    memory: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What `make` gives, worked out when it is first asked for under this name and kept with the view."""
        if name not in self.memory:
            self.memory[name] = make()
        found: Kept = self.memory[name]
        return found

    @property
    def written(self) -> Situation:
        """The situation that is looked at, without what-ifs."""
        return self.paper.case.looked_at(self.variant, self.seen_by)

    @cached_property
    def situation(self) -> Situation:
        """The same with the what-ifs, and without what rests on what is assumed false.

        Only where no what-if moves a level are its outcomes taken over.
        """
        made = self.written
        if self.values:
            plain = self._kept(replace(self, values=(), false=()))
            made = changed(self.written, dict(self.values), plain.stability.listed)
        return reduced(made, self.left.fallen) if self.false else made

    @cached_property
    def left(self) -> LeftOut:
        """What falls with what is assumed false. `DetenteError` for a name that nothing cites."""
        return left_out(self.sources, self.false)

    @cached_property
    def case(self) -> Case:
        """The whole case with the what-ifs; its situation is the one looked at, unless that is a variant or a view."""
        case = self.paper.case if not self.values else case_at(self.paper.case, dict(self.values))
        return case if self.variant or self.seen_by else replace(case, situation=self.situation)

    @cached_property
    def stability(self) -> Stability:
        """Solved under the one way of looking ahead."""
        if self.ahead not in CONCEPTS:
            known = tuple(CONCEPTS)
            raise DetenteError("concept_unknown", name=self.ahead, nearest=nearest(self.ahead, known), known=known)
        return stability(self.situation, (self.ahead,))

    @cached_property
    def truths(self) -> dict[str, Array]:
        """Question → whether it is so, outcome by outcome."""
        space = self.stability.model.space
        return {name: space.holds(one.statement) for name, one in self.situation.questions.items()}

    @property
    def classes(self) -> list[tuple[int, ...]]:
        """Where things can end from today, as indices; without a status quo, where they can end at all."""
        found = self.stability.predicted_classes(self.ahead)
        return self.stability.classes(self.ahead) if found is None else found

    @cached_property
    def runs(self) -> Study:
        """The situation in some of the futures that its ranges allow, to see what decides."""
        return study(self.situation, RUNS, SEED, (self.ahead,))

    @cached_property
    def sources(self) -> Sources:
        """The texts and tables that the situation cites."""
        return Sources(self.written, self.paper.folder)

    def teller(self, language: str) -> Teller:
        """Names and phrases of the situation in a language."""
        return Teller(self.situation, self.stability.model.space, language)

    def looked_at(self, variant: str | None, seen_by: str | None, values: Mapping[str, float | str]) -> View:
        """The same paper, looked at otherwise."""
        return self._kept(replace(self, variant=variant, seen_by=seen_by, values=tuple(sorted(values.items()))))

    @property
    def plain(self) -> View:
        """What an answer is compared with: the file as it is; in a plain look at the file, it without what-ifs."""
        return self._kept(replace(self, values=(), false=(), variant=None, seen_by=None))

    def believing(self, false: tuple[str, ...]) -> View:
        """The same look where these sources, passages, claims or rows are assumed false, all at once."""
        return self._kept(replace(self, false=tuple(sorted(set(false)))))

    def _kept(self, view: View) -> View:
        return view if self.desk is None else self.desk.kept(view)


class Desk:
    """The papers and views of late. The oldest go when there are many."""

    def __init__(self) -> None:
        self.papers: OrderedDict[tuple[str, int], Paper] = OrderedDict()
        self.views: OrderedDict[View, View] = OrderedDict()
        self.studied: dict[tuple[View, int, int], Any] = {}  # the last study, by its look, draws and seed

    def paper(self, paper: Paper) -> Paper:
        """The same paper, as it is known."""
        key = paper.doc, paper.rev
        known = self.papers.get(key)
        if known is None or known.text != paper.text:
            known = self.papers[key] = paper
        self.papers.move_to_end(key)
        if len(self.papers) > KEPT_PAPERS:
            _, gone = self.papers.popitem(last=False)
            self.views = OrderedDict((key, view) for key, view in self.views.items() if view.paper is not gone)
        return known

    def view(self, paper: Paper, asked: Viewed) -> View:
        """A paper as a request looks at it."""
        values = tuple(sorted(asked.what_if.items()))
        return self.kept(View(self.paper(paper), asked.variant, asked.as_, asked.ahead, values, self))

    def kept(self, view: View) -> View:
        """The same view, as it is known."""
        known = self.views.setdefault(view, view)
        self.views.move_to_end(known)
        if len(self.views) > KEPT_VIEWS:
            self.views.popitem(last=False)
        return known
