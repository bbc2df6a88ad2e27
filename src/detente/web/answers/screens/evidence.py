"""Every source, the passages in it, and what rests on each."""

from __future__ import annotations

from detente.evidence.citations import cited, support
from detente.evidence.coverage import Coverage, coverage
from detente.evidence.sources import SourceError
from detente.evidence.trace import path_text
from detente.outcomes.telling import Teller
from detente.situation.identifiers import split_reference
from detente.uncertainty.movable import movable
from detente.web.answers.numbers import MARKS, called
from detente.web.answers.strip import strip
from detente.web.contracts.bench import AskStrip
from detente.web.contracts.screens import AskEvidence, Claim, EvidenceShown, SourceText, Weakest
from detente.web.desk import View
from detente.words import in_language, say


def evidence(view: View, asked: AskEvidence) -> EvidenceShown:
    """The sources with their texts, where they are there; claims, quoted passages and rows with what rests on them."""
    used = view.once("coverage", lambda: coverage(view.sources))
    claims = _claims(used, asked.lang)
    teller = view.teller(asked.lang)
    parts = {path_text(path) for path, _ in cited(view.written)}
    return EvidenceShown(
        sources=_sources(view, asked.lang),
        claims=claims,
        weakest=_weakest(view, teller),
        parts={part: part_words(teller, part) for part in sorted(parts)},
    )


def _sources(view: View, language: str) -> list[SourceText]:
    found = []
    for name, source in view.written.sources.items():
        table = source.key is not None
        try:
            text = None if table else view.sources.text(name)
            rows = len(view.sources.rows(name) or {}) if table else 0
        except SourceError:
            text, rows = None, 0
        title = in_language(source.title, language) or name.replace("_", " ")
        found.append(
            SourceText(
                id=name,
                title=title,
                language=source.language or "",
                text=text,
                rows=rows,
                rating=source.rating or "",
            )
        )
    return found


def _claims(used: Coverage, language: str) -> list[Claim]:
    """The claims of a text in its order, then the rows of tables that anything cites."""
    found = [
        Claim(
            id=one.claim.id,
            source=one.claim.source,
            start=one.claim.start,
            end=one.claim.end,
            text=(one.claim.words or "") if language == "en" else "",
            parts=list(dict.fromkeys(one.parts)),
            standing=one.use,
        )
        for one in used.claims
    ]
    found.sort(key=lambda one: (one.source, one.start or 0))
    for row, parts in used.rows:
        told = row.translation if isinstance(row.translation, dict) else {}
        words = told.get(language) or row.words
        standing = "direct" if parts else "unused"
        found.append(
            Claim(
                id=row.cite,
                source=row.source,
                start=None,
                end=None,
                text=words,
                parts=list(dict.fromkeys(parts)),
                standing=standing,
            )
        )
    return found


def _weakest(view: View, teller: Teller) -> list[Weakest]:
    """Numbers without a source of their own: those that turn an answer within their range first."""
    turning = view.once(
        "turns", lambda: {name: one.turns for name, one in strip(view, AskStrip(doc="")).strips.items()}
    )
    found = []
    for one in movable(view.written):
        kind, _, why = support(view.written, one.path)
        mark = MARKS[kind]
        if mark == "sourced" or one.centre is None:
            continue
        found.append(
            Weakest(
                number=one.id,
                text=called(teller, one.path),
                why=in_language(why, teller.language) or "",
                mark=mark,
                turns=turning.get(one.id),
            )
        )
    return sorted(found, key=lambda one: ("within", "beyond", "no", None).index(one.turns))


def part_words(teller: Teller, part: str) -> str:
    """What a place in the file is called: a number, a goal, a rule, an option, a term, a question."""
    situation, path = teller.situation, tuple(part.split("."))
    match path:
        case ("drivers", name) if name in situation.drivers:
            return teller.driver(name)
        case ("rules", name) if name in situation.rules:
            return say("diff.rule", teller.language, name=teller.rule(name))
        case ("preferences", actor, "goals", name, *_):
            return say("diff.goal", teller.language, actor=teller.actor(actor), goal=teller.goal(actor, name))
        case ("preferences", actor, "points", *_):
            return called(teller, (*path[:3], ".".join(path[3:-1]), path[-1]))
        case ("questions", name) if name in situation.questions:
            return teller.question(name)
        case ("options" | "status_quo", owner, name, *_):
            return _axis_words(teller, owner, name) or part
        case ("agreements", name, "terms", term, *_):
            return _axis_words(teller, name, term) or part
        case ("agreements", name, *_):
            return teller.agreement(name)
        case ("actors", name, *_) if name in situation.actors:
            return teller.actor(name)
        case ("ties", name, *_):
            return teller.tie(name)
        case ("dependence", name, *_):
            return teller.domain(name)
        case ("issues", name, *_):
            return teller.issue(name)
        case ("mactor", "objectives", name, *_):
            return teller.objective(name)
        case ("mactor", "influence", one, other, *_):
            return teller.pair(one, other)
        case ("checks", name) if name in situation.checks:
            return teller.called(situation.checks[name].text, name)
        case ("acts", name, *_) if name in situation.acts:
            return teller.called(situation.acts[name].text, name)
        case ("held", place) if place.isdigit():
            owner, _, name = situation.held[int(place)].hold.partition(".")
            return (_axis_words(teller, owner, name) if name else teller.actor(owner)) or part
    return part


def _axis_words(teller: Teller, owner: str, name: str) -> str | None:
    """An option or term by what it means at its last level, with whose it is."""
    for axis in teller.space.axes:
        if axis.parts == split_reference(f"{owner}.{name}"):
            words = teller.level(axis, len(axis.levels) - 1)
            if axis.kind == "term":
                return words
            return say("phrases.aside", teller.language, actor=teller.actor(axis.owner), phrase=words)
    return None
