"""From any part of a situation or a question back to the passages and rows behind it.

A *trace* is a tree: a part of the file, what it says, its own evidence, and the parts it rests on (a goal on its
weight, a weight on its drivers, a question on the goals and rules that speak of the same options).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unicodedata import bidirectional

from detente.errors import DetenteError
from detente.evidence.citations import CiteError, Evidence, Path, records, resolve, support
from detente.evidence.sources import SourceError, Sources
from detente.result import Origin, Result, Row
from detente.situation.expression import parse
from detente.situation.identifiers import nearest, split_reference
from detente.situation.model import Option, Sentence, Situation, Standing
from detente.situation.quantity import Choice, Formula, Known, Triangular, Uniform, show
from detente.situation.records import Cite, Quantity, Record
from detente.situation.rules import Cut, Rule
from detente.situation.scope import names
from detente.situation.wants import Goal, Item
from detente.words import LANGUAGES, in_language, say


@dataclass(frozen=True, repr=False)
class Trace(Result):
    """One part with its evidence and what it rests on. `support`: direct, inherited, judgement or none.

    `text`: what the file calls the part, in the languages it has.
    """

    told_by = "detente.evidence.trace:trace_lines"

    path: str
    says: str
    support: str
    reason: Any
    evidence: tuple[Evidence, ...]
    rests_on: tuple[Trace, ...] = field(default_factory=tuple)
    text: Any = None

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Trace]]:
        """This part and everything it rests on, with the depth of each."""
        yield depth, self
        for part in self.rests_on:
            yield from part.walk(depth + 1)

    def rows(self) -> list[Row]:
        """One row per part, from this one down; `cites`: the names of what it cites itself."""
        return [
            {
                "depth": depth,
                "part": node.path,
                "says": node.says,
                "support": node.support,
                "cites": ", ".join(evidence.cite for evidence in node.evidence),
            }
            for depth, node in self.walk()
        ]

    def in_short(self) -> str:
        return f"{self.path}, {len(list(self.walk()))} parts"

    def data(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "says": self.says,
            "support": self.support,
            "reason": self.reason,
            "evidence": [evidence.__dict__ for evidence in self.evidence],
            "rests_on": [part.data() for part in self.rests_on],
        }


def trace_lines(tree: Trace, language: str = "en") -> list[str]:
    """The tree in words, one line per part, reason or passage, indented by depth."""
    lines = []
    for depth, node in tree.walk():
        margin = "  " * depth
        own = node.support == "direct"
        words = in_language(node.text, language)
        head = say("trace.named", language, text=words, path=node.path) if words else node.path
        lines.append(f"{margin}{head}" + (f":  {node.says}" if node.says else ""))
        if node.reason is not None:
            label = say("trace.reason" if node.evidence and own else "trace.judgement", language)
            lines.append(f"{margin}  {label} {in_language(node.reason, language) or ''}")
        for evidence in node.evidence if own else ():
            where = f"{evidence.start}–{evidence.end}, " if evidence.start is not None else ""
            about = f"{evidence.source}, {where}{say(f'trace.anchored.{evidence.anchored}', language)}"
            lines.append(f"{margin}  {evidence.cite} ({about}): {_words(evidence, language)}")
        if node.support in ("inherited", "none") and depth:
            lines.append(f"{margin}  {say(f'trace.{node.support}', language)}")
    return lines


def _words(evidence: Evidence, language: str) -> str:
    """What a passage says, with its translation where it is in another script; a row in the language of the reader."""
    if evidence.kind == "row":
        told = evidence.translation or {}
        return str(told.get(language, evidence.words))
    translation = in_language(evidence.translation, language)
    arabic = any(bidirectional(char) == "AL" for char in evidence.words)
    own = translation in (None, evidence.words) or (arabic and LANGUAGES[language] == "rtl")
    return evidence.words if own else f"{evidence.words}  [{translation}]"


def path_text(path: Path) -> str:
    return ".".join(str(step) for step in path)


def find(situation: Situation, text: str) -> Path:
    """The path a person means: ``preferences.japan.goals.hedge``, or the end of one (``goals.hedge``, ``hedge``)."""
    known = {path_text(path): path for path, _ in records(situation) if path}
    if text in known:
        return known[text]
    ends = [path for name, path in known.items() if name.endswith("." + text)]
    ends = [path for path in ends if not any(other != path and path[: len(other)] == other for other in ends)]
    if len(ends) == 1:
        return ends[0]
    if ends:
        raise DetenteError("part_several", text=text, parts=tuple(path_text(path) for path in ends[:6]))
    last = {name.rsplit(".", 1)[-1] for name in known}
    raise DetenteError("part_unknown", text=text, nearest=nearest(text, (*known, *last)))


def at(record: Record, path: Path) -> Any:
    """What stands at a path inside a record."""
    here: Any = record
    for step in path:
        if isinstance(here, Record):
            here = getattr(here, {"from": "from_", "if": "if_"}.get(str(step), str(step)))
        else:
            here = here[step]
    return here


def trace(sources: Sources, path: Path, _seen: frozenset[Path] = frozenset()) -> Trace:
    """The tree behind the part at a path."""
    situation = sources.situation
    record = at(situation, path)
    kind, cites, reason = support(situation, path)
    below: tuple[Trace, ...] = ()
    if path not in _seen:
        seen = _seen | {path}
        below = tuple(trace(sources, part, seen) for part in dict.fromkeys(rests_on(situation, path, record)))
    origin = Origin.of(situation, part=path_text(path)) if not _seen else Origin()
    text = getattr(record, "text", None)
    found = evidence_of(sources, cites)
    return Trace(path_text(path), says(record), kind, reason, found, below, text, origin=origin)


def evidence_of(sources: Sources, cites: tuple[Cite, ...]) -> tuple[Evidence, ...]:
    """What the cites lead to, leaving out what cannot be found (the checker reports that)."""
    found = []
    for cite in cites:
        try:
            found.append(resolve(sources, cite))
        except (CiteError, SourceError):
            continue
    return tuple(found)


def rests_on(situation: Situation, path: Path, record: Any) -> Iterator[Path]:
    """The parts a part depends on, as paths."""
    if isinstance(record, Quantity):
        if isinstance(record.form, Formula):
            yield from _named_in(situation, record.form.text)
    elif isinstance(record, Goal):
        yield (*path, "weight")
        yield from _named_in(situation, record.want or record.avoid or "true")
    elif isinstance(record, Sentence):
        yield from _named_in(situation, record.statement)
        if path[0] in ("questions", "checks"):
            yield from _speaks_of(situation, _axes(situation, record.statement))
    elif isinstance(record, Item):
        yield from _named_in(situation, record.want)
    elif isinstance(record, Option | Rule | Cut | Standing):
        return
    elif isinstance(record, Record):
        for inner, _ in records(record):
            if len(inner) == 1 or (len(inner) == 2 and not isinstance(at(record, inner[:1]), Record)):
                yield (*path, *inner)


def _named_in(situation: Situation, text: str) -> Iterator[Path]:
    for name in names(parse(text)) if text.strip() not in (situation.outcomes or {}) else ():
        symbol = situation.scope.symbols.get(name.parts)
        if symbol is None:
            continue
        match symbol.kind:
            case "driver":
                yield ("drivers", name.parts[0])
            case "word":
                yield ("words", name.parts[0])
            case "statement":
                yield ("statements", name.parts[0])
            case "option":
                yield ("options", *name.parts)
            case "term":
                yield ("agreements", name.parts[0], "terms", name.parts[1])


def _axes(situation: Situation, text: str) -> set[tuple[str, ...]]:
    """The options and terms a statement speaks of, named statements looked into."""
    if text.strip() in (situation.outcomes or {}):
        return set()
    found: set[tuple[str, ...]] = set()
    for name in names(parse(text)):
        symbol = situation.scope.symbols.get(name.parts)
        if symbol is not None and symbol.kind in ("option", "term"):
            found.add(name.parts)
        elif symbol is not None and symbol.kind == "statement":
            found |= _axes(situation, situation.statements[name.parts[0]].statement)
    return found


def _speaks_of(situation: Situation, axes: set[tuple[str, ...]]) -> Iterator[Path]:
    """Goals, points and rules that speak of any of these options or terms."""
    for actor, preference in situation.preferences.items():
        for name, goal in (preference.goals or {}).items():
            if _axes(situation, goal.want or goal.avoid or "true") & axes:
                yield ("preferences", actor, "goals", name)
        for key, table in preference.tables.items():
            if split_reference(key) in axes:
                yield from (("preferences", actor, "points", key, level) for level in table)
        for place, item in enumerate(preference.priorities or ()):
            if isinstance(item, Item) and _axes(situation, item.want) & axes:
                yield ("preferences", actor, "priorities", place)
    for name, rule in situation.rules.items():
        texts = (rule.never, rule.if_, rule.then, *(rule.at_most_one or ()), *(rule.exactly_one or ()))
        if any(_axes(situation, text) & axes for text in texts if text):
            yield ("rules", name)


def says(record: Any) -> str:
    """A part in one line, as the file has it."""
    match record:
        case Quantity():
            return form_text(record)
        case Goal():
            verb, text = ("want", record.want) if record.want is not None else ("avoid", record.avoid)
            return f"{verb}: {text}"
        case Sentence():
            return record.statement
        case Item():
            return record.want if record.when is None else f"{record.want} (when {record.when})"
        case Rule():
            parts = {"never": record.never, "if": record.if_, "then": record.then}
            lists = {"at_most_one": record.at_most_one, "exactly_one": record.exactly_one}
            shown = [f"{key}: {text}" for key, text in parts.items() if text]
            return "; ".join(shown + [f"{key}: {', '.join(items)}" for key, items in lists.items() if items])
        case Option():
            return "/".join(record.level_names)
        case Standing():
            return record.level
        case Cut():
            return f"{record.actor}: {record.from_} → {record.to}"
    return ""


def form_text(quantity: Quantity) -> str:
    """A quantity as it is written."""
    match quantity.form:
        case Known(value=value):
            return show(value)
        case Uniform(low=low, high=high):
            return f"{show(low)}..{show(high)}"
        case Triangular(low=low, likely=likely, high=high):
            return f"{show(low)} / {show(likely)} / {show(high)}"
        case Choice(values=values):
            return " | ".join(show(value) for value in values)
        case Formula(text=text):
            return text
