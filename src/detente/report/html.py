"""The report: one self-contained HTML file, in English or Arabic."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from detente.drawing import map as figures
from detente.evidence.citations import Evidence
from detente.outcomes.telling import Teller
from detente.report import contents, deal_section, positions_section, sections, sentences, study_section
from detente.report.findings import MAIN, Findings, Reading
from detente.report.influence_section import influence_section
from detente.result import digest
from detente.situation.quantity import show
from detente.stability.concepts import CONCEPTS, READING_ORDER, REPORTED
from detente.stability.prediction import Answer, answer
from detente.stability.sentences import witness_sentences
from detente.stability.witness.joint_sentences import joint_sentence
from detente.version import __version__
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, has, in_language, isolated, join, say

Part = dict[str, Any]


def render(found: Findings, language: str = "en") -> str:
    """The whole page as text. Nothing in it is fetched from anywhere."""
    page = _environment().get_template("report.html.jinja")
    teller = found.teller(language)
    style = files("detente.report").joinpath("templates/report.css").read_text(encoding="utf-8")
    whole = page.render(
        language=language,
        direction=LANGUAGES[language],
        version=__version__,
        style=Markup(style),
        title=in_language(found.case.situation.title, language) or found.case.name,
        date=found.case.situation.date,
        digest=digest(found.case.situation),
        t=lambda key, **values: say(key, language, **values),
        sentences=sentences.three_sentences(found, language),
        symbols=[CONCEPTS[name].symbol for name in REPORTED],
        questions=_questions(found, teller),
        checks=_checks(found, teller),
        map=_map(found, teller),
        change=_change(found, teller),
        blocked=_blocked(found, teller),
        comparisons=_comparisons(found, teller),
        study=study_section.study(found, language),
        ways=sections.ways(found, language),
        inverse=sections.inverse(found, language),
        mistaken=sections.mistaken(found, language),
        deals=deal_section.deals(found.deals, language),
        positions=positions_section.section(found, language),
        influence=influence_section(found, language),
        witnesses=_witnesses(found, teller),
        evidence=_evidence(found, language),
        method=say("page.method_text", language, count=found.base.stability.model.space.count),
        glossary=_glossary(language),
        contents=Markup(contents.PLACE),
    )
    return contents.with_contents(whole, say("page.contents", language))


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("detente.report"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_isolated,
    )
    environment.filters["plain"] = lambda text: str(text).replace(ISOLATE, "").replace(END_ISOLATE, "")
    return environment


def _isolated(value: Any) -> Any:
    """Isolating marks of sentences become <bdi> elements; everything else is escaped as usual."""
    if isinstance(value, str) and not isinstance(value, Markup) and ISOLATE in value:
        safe = str(escape(value)).replace(ISOLATE, "<bdi>").replace(END_ISOLATE, "</bdi>")
        return Markup(safe)
    return value


def _word(value: Answer | None, language: str) -> Part:
    return {"key": value or "unknown", "word": say(f"answers.{value or 'unknown'}", language)}


def _questions(found: Findings, teller: Teller) -> list[Part]:
    return [
        {
            "text": teller.question(name),
            "answers": [_word(found.base.answer(name, concept), teller.language) for concept in REPORTED],
            "band": sentences.band_sentence(found.base, name, teller),
        }
        for name in found.case.situation.questions
    ]


def _checks(found: Findings, teller: Teller) -> list[Part]:
    parts = []
    for name, check in found.case.situation.checks.items():
        truth = found.base.stability.model.space.holds(check.statement)
        value = answer(truth, found.ends())
        word = say(f"page.check_{value}", teller.language)
        text = in_language(check.text, teller.language) or name
        parts.append({"key": value, "word": word, "text": text})
    return parts


def _map(found: Findings, teller: Teller) -> Part | None:
    start = found.base.stability.model.space.status_quo
    if start is None:
        return None
    classes = found.ends()
    arrows = found.base.stability.solution(MAIN).arrows[0]
    content = figures.map_of(arrows, classes, start, teller)
    places = [{"title": say("map.start", teller.language, count=1), "lines": teller.lines(start)}]
    for members in classes[: figures.MAX_CLASSES]:
        if members != (start,):
            key = "map.rest" if len(members) == 1 else "map.cycle"
            title = say(key, teller.language, count=len(members))
            places.append({"title": title, "lines": teller.lines(members[0])})
    return {
        "sentence": sentences.reading_sentence(found.base, teller.language),
        "svg": Markup(figures.draw_map(content, teller.language)),
        "left_out": content.left_out,
        "places": places,
    }


def _change(found: Findings, teller: Teller) -> Part:
    language = teller.language
    scans = [scan for scan in found.base.scans.scans if scan.ranged]
    parts = []
    for question in found.case.situation.questions:
        turning = [scan for scan in scans if any(t.question == question and t.concept == MAIN for t in scan.turns)]
        strips = [
            {
                "label": sentences.quantity_label(scan, teller),
                "svg": Markup(figures.draw_strip(scan, question, MAIN, language)),
            }
            for scan in turning
            if scan.kind != "choice"
        ]
        sentence = sentences.change_sentence(found, question, language)
        parts.append({"text": teller.question(question), "sentence": sentence, "strips": strips})
    still = [
        {
            "label": sentences.quantity_label(scan, teller),
            "range": f"{show(float(scan.values[0]))} – {show(float(scan.values[-1]))}",
            "centre": show(scan.centre),
        }
        for scan in scans
        if not any(turn.concept == MAIN for turn in scan.turns)
    ]
    return {"questions": parts, "still": still}


def _blocked(found: Findings, teller: Teller) -> list[Part]:
    parts = []
    for question, items in found.blockades.items():
        lines = []
        for item in items:
            lines.append(sentences.blockade_sentence(item, teller))
            lines += [joint_sentence(witness, teller) for witness in item.witnesses[:2]]
        parts.append({"text": teller.question(question), "lines": lines})
    return parts


def _comparisons(found: Findings, teller: Teller) -> list[Part]:
    """The same questions as each side sees the situation, and at other times."""
    seen = [("", found.base), *((name, reading) for name, reading in found.perceptions.items())]
    times = [("", found.base), *((name, reading) for name, reading in found.variants.items())]
    times.sort(key=lambda pair: pair[1].situation.date or "")
    tables = [("perceptions", seen, bool(found.perceptions)), ("variants", times, bool(found.variants))]
    return [_comparison(kind, readings, found, teller) for kind, readings, wanted in tables if wanted]


def _comparison(kind: str, readings: list[tuple[str, Reading]], found: Findings, teller: Teller) -> Part:
    language = teller.language
    names = [_reading_name(kind, name, reading, teller) for name, reading in readings]
    rows = [
        {"text": teller.question(question), "cells": [_cell(reading, question, language) for _, reading in readings]}
        for question in found.case.situation.questions
    ]
    lines = [
        say(
            "page.reading_line",
            language,
            name=name,
            sentence=sentences.reading_sentence(reading, language),
            note=_note(kind, key, found, language),
        )
        for (key, reading), name in zip(readings, names, strict=True)
        if key
    ]
    return {"id": kind, "title": say(f"page.{kind}", language), "columns": names, "rows": rows, "lines": lines}


def _reading_name(kind: str, name: str, reading: Reading, teller: Teller) -> str:
    if kind == "perceptions" and name:
        return say("page.as_seen_by", teller.language, actor=teller.actor(name))
    if kind == "variants" and reading.situation.date:
        return isolated(reading.situation.date, teller.language)
    return name or say("page.as_it_is", teller.language)


def _note(kind: str, name: str, found: Findings, language: str) -> str | None:
    return in_language(getattr(found.case.situation, kind)[name].get("note"), language)


def _cell(reading: Reading, question: str, language: str) -> Part:
    return {**_word(reading.answer(question), language), "turns": reading.turns(question)}


def _witnesses(found: Findings, teller: Teller) -> list[Part]:
    places: dict[int, list[list[str]]] = {}
    for witness in found.witnesses:
        told = witness_sentences(witness, found.base.stability.view, teller)
        places.setdefault(witness.outcome, []).append(told)
    start = found.base.stability.model.space.status_quo
    parts = []
    for outcome, groups in places.items():
        if outcome == start:
            title = say("page.at_status_quo", teller.language)
        else:
            words = teller.changed(start, outcome) if start is not None else teller.outcome(outcome)
            title = say("page.at_rest", teller.language, changes=words)
        parts.append({"title": title, "groups": groups})
    return parts


def _evidence(found: Findings, language: str) -> Part | None:
    covered = found.coverage
    if not found.case.situation.sources and not covered.judgements:
        return None
    counts = covered.counts()
    claims = [
        {
            "id": item.claim.id,
            "quote": item.claim.quote or "",
            "language": found.sources.source(item.claim.source).language or "",
            "words": item.claim.words or "",
            "note": item.claim.row.get("note", ""),
            "standing": _standing(item.claim.row.get("standing", ""), language),
            "contested": item.claim.row.get("standing", "").startswith("contested"),
            "use": item.use,
            "parts": item.parts,
        }
        for item in covered.claims
    ]
    missing = [name for name in found.case.situation.sources if _is_missing(found, name)]
    return {
        "claims": claims,
        "coverage": say("page.coverage", language, total=len(claims), **counts) if claims else "",
        "rows": [_row(evidence, parts) for evidence, parts in covered.rows],
        "judgements": [
            {"path": path, "value": value, "reason": in_language(why, language) or ""}
            for path, value, why in covered.judgements
        ],
        "bare": [path for path, _ in covered.unsupported],
        "missing": join(missing, language),
    }


def _standing(word: str, language: str) -> str:
    key = f"page.standings.{word.replace(' ', '_')}"
    return say(key, language) if word and has(key, language) else word


def _row(evidence: Evidence, parts: tuple[str, ...]) -> Part:
    return {"id": evidence.cite, "words": evidence.words, "parts": parts}


def _is_missing(found: Findings, name: str) -> bool:
    source = found.sources.source(name)
    return (found.sources.rows(name) if source.key else found.sources.text(name)) is None


def _glossary(language: str) -> list[Part]:
    terms = [
        {"term": say(f"concepts.{name}.name", language), "text": say(f"concepts.{name}.says", language)}
        for name in READING_ORDER
    ]
    terms += [
        {"term": say(f"glossary.{name}.term", language), "text": say(f"glossary.{name}.says", language)}
        for name in ("improvement", "holds", "joint", "range", "points")
    ]
    return terms
