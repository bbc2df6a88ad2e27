"""Checking every cite: is the quote there, once; is the row there; was it known on the day; is a negation left out."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from detente.evidence.citations import CiteError, Evidence, cited, resolve
from detente.evidence.sources import LOCK, SourceError, Sources
from detente.situation.model import Situation
from detente.situation.reading.faults import Faults
from detente.situation.reading.faults import Path as FilePath
from detente.situation.records import Cite, Record


def lint(situation: Situation, sources: Sources, faults: Faults, base: Situation | None = None) -> None:
    """Report what is wrong with the evidence; with `base` (for a variant), only what differs from the base.

    `sources`: those of the base, if the variant has the same.
    """
    if situation.sources is not sources.situation.sources or situation.passages is not sources.situation.passages:
        sources = Sources(situation, sources.folder)
    good = _files(sources, faults, base)
    if situation.has_tables or any(actor.code for actor in situation.actors.values()):
        from detente.evidence.table_checks import lint_tables  # most files have neither tables nor codes of states

        lint_tables(situation, sources.folder, faults, base)
    used: set[str] = set()
    check = _Cites(sources, situation.date, faults, used)
    for name, passage in situation.passages.items():
        if base is None or base.passages.get(name) != passage:
            quote = Cite(source=passage.source, quote=passage.quote, prefix=passage.prefix, suffix=passage.suffix)
            good &= check.one(quote, ("passages", name), passage)
    same = dict(cited(base, situation)) if base is not None else {}
    for path, record in cited(situation, base):
        if base is not None and same.get(path) == record:
            continue
        for place, cite in enumerate(record.cites):
            good &= check.one(cite, (*path, "cites", place), record)
    if base is None and good:
        for name in situation.sources:
            if name not in used:
                faults.warn("source_unused", ("sources", name), key=True, name=name)


def _files(sources: Sources, faults: Faults, base: Situation | None) -> bool:
    """Open every source; False if one is broken."""
    good = not faults.aside.paths
    if base is None and sources.lock_broken:
        faults.add("lock_broken", ("sources",), key=True, file=LOCK)
    for name, source in sources.situation.sources.items():
        if base is not None and base.sources.get(name) == source:
            continue
        try:
            there = (sources.rows(name) if source.key else sources.text(name)) is not None
            if not there:
                locked = name in sources.lock.get("sources", {})
                code = "source_missing_locked" if locked else "source_missing"
                faults.warn(code, ("sources", name, "file"), name=name, file=source.file)
        except SourceError as error:
            faults.add(error.code, ("sources", name, error.entry), **error.params)
            good = False
    try:
        _ = sources.claims
    except SourceError as error:
        file = error.params.get("file")
        owner = next((name for name, source in sources.situation.sources.items() if source.claims == file), "")
        if base is None or base.sources.get(owner) != sources.situation.sources.get(owner):
            faults.add(error.code, ("sources", owner, "claims"), **error.params)
        good = False
    return good


@dataclass
class _Cites:
    """Reports what is wrong with cites; `used` collects the sources they lead to."""

    sources: Sources
    date: str | None
    faults: Faults
    used: set[str]

    def one(self, cite: Cite, path: FilePath, record: Record) -> bool:
        """Check a cite of a record, or a passage (its own record). False if it leads nowhere."""
        in_passages = path[0] == "passages"
        if cite.name is None and cite.source is None:  # its shape was refused
            return False
        try:
            evidence = resolve(self.sources, cite)
        except CiteError as error:
            told = cite.name in self.sources.situation.passages and error.entry in ("quote", "source")
            if self.faults.suspects.isdisjoint({str(error.params.get("name"))}) and (in_passages or not told):
                self.faults.add(error.code, self._entry(path, error.entry), **error.params)
            return False
        except SourceError:  # told where the source is named
            return False
        if not in_passages:
            self.used.add(evidence.source)
            self._dated(evidence, path)
        own_quote = evidence.kind != "passage" or cite.quote is not None
        if evidence.negator and own_quote and record.note is None:
            name = path[1] if in_passages else evidence.cite
            self.faults.warn("negator_left_out", self._entry(path, "quote"), name=name, word=evidence.negator)
        return True

    def _entry(self, path: FilePath, key: str) -> FilePath:
        """The entry of a cite that is written as a map; else the cite."""
        return (*path, key) if key in self.faults.root.at(path).entries else path

    def _dated(self, evidence: Evidence, path: FilePath) -> None:
        """A fact must have been known on the day of the situation; only `checks` may look ahead."""
        date, known = self.date, evidence.known_from
        if path[0] != "checks" and date and known and first_day(known) > first_day(date):
            self.faults.add("fact_newer", path, name=evidence.cite, known_from=known, date=date)


def first_day(written: str) -> datetime.date:
    """The first day of a year, a month or a day as written."""
    year, month, day = (*map(int, written.strip().split("-")), 1, 1)[:3]
    return datetime.date(year, month, day)
