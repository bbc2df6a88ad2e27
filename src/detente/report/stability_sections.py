"""What holds, in the report: answers, the map, what would change, what blocks, comparisons, ways, witnesses."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from detente.drawing.map import MAX_CLASSES, draw_map, draw_strip, map_of
from detente.drawing.paths import figure
from detente.outcomes.telling import Teller
from detente.report import sentences
from detente.report.findings import MAIN, Findings, Reading
from detente.situation.quantity import show
from detente.stability.concepts import REPORTED
from detente.stability.paths.sentences import journey_sentences, overview_sentences
from detente.stability.prediction import Answer, answer
from detente.stability.sentences import witness_sentences
from detente.stability.witness.sentences import joint_sentence
from detente.words import in_language, isolated, say

Part = dict[str, Any]


def _word(value: Answer | None, language: str) -> Part:
    return {"key": value or "unknown", "word": say(f"answers.{value or 'unknown'}", language)}


def questions(found: Findings, teller: Teller) -> list[Part]:
    """Every question with its answer under each concept reported, and how firm that is."""
    return [
        {
            "text": teller.question(name),
            "answers": [_word(found.base.answer(name, concept), teller.language) for concept in REPORTED],
            "band": sentences.band_sentence(found.base, name, teller),
        }
        for name in found.case.situation.questions
    ]


def checks(found: Findings, teller: Teller) -> list[Part]:
    """What the file says should hold, and whether it does where things come to rest."""
    parts = []
    for name, check in found.case.situation.checks.items():
        truth = found.base.stability.model.space.holds(check.statement)
        value = answer(truth, found.ends())
        word = say(f"page.check_{value}", teller.language)
        text = in_language(check.text, teller.language) or name
        parts.append({"key": value, "word": word, "text": text})
    return parts


def map_part(found: Findings, teller: Teller) -> Part | None:
    """The drawing from the status quo to where things come to rest, its places in full; None without a status quo."""
    start = found.base.stability.model.space.status_quo
    if start is None:
        return None
    classes = found.ends()
    arrows = found.base.stability.solution(MAIN).arrows[0]
    content = map_of(arrows, classes, start, teller)
    places = [{"title": say("map.start", teller.language, count=1), "lines": teller.lines(start)}]
    for members in classes[:MAX_CLASSES]:
        if members != (start,):
            key = "map.rest" if len(members) == 1 else "map.cycle"
            title = say(key, teller.language, count=len(members))
            places.append({"title": title, "lines": teller.lines(members[0])})
    return {
        "sentence": sentences.reading_sentence(found.base, teller.language),
        "svg": Markup(draw_map(content, teller.language)),
        "left_out": content.left_out,
        "places": places,
    }


def change_part(found: Findings, teller: Teller) -> Part:
    """For each question what would turn its answer; and the numbers that turn none."""
    language = teller.language
    scans = [scan for scan in found.base.scans.scans if scan.ranged]
    parts = []
    for question in found.case.situation.questions:
        turning = [scan for scan in scans if any(t.question == question and t.concept == MAIN for t in scan.turns)]
        strips = [
            {
                "label": sentences.quantity_label(scan, teller),
                "svg": Markup(draw_strip(scan, question, MAIN, language)),
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


def blocked(found: Findings, teller: Teller) -> list[Part]:
    """For each question not answered by yes: what stands in the way, and why the nearest packages fail."""
    parts = []
    for question, items in found.blockades.items():
        lines = []
        for item in items:
            lines.append(sentences.blockade_sentence(item, teller))
            lines += [joint_sentence(witness, teller) for witness in item.witnesses[:2]]
        parts.append({"text": teller.question(question), "lines": lines})
    return parts


def comparisons(found: Findings, teller: Teller) -> list[Part]:
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


def witnesses(found: Findings, teller: Teller) -> list[Part]:
    """Place by place: why each actor stays there, or leaves."""
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


def ways(found: Findings, language: str) -> Part | None:
    """From the status quo to where things can end: a drawing, and every journey in sentences."""
    if found.paths is None or not found.paths.journeys:
        return None
    journeys = [journey_sentences(found.paths, journey, language) for journey in found.paths.journeys]
    return {
        "overview": overview_sentences(found.paths, language),
        "svg": Markup(figure(found.paths, language)),
        "journeys": [{"title": said[0], "lines": said[1:]} for said in journeys],
    }


def inverse_part(found: Findings, language: str) -> Part | None:
    """What would have to be true for the first question to be answered otherwise."""
    if found.inverse is None:
        return None
    asked, *rest = found.inverse.sentences(language)
    return {"asked": asked, "lines": rest}


def mistaken(found: Findings, language: str) -> Part | None:
    """What each side expects, what comes, who is surprised, and how acts are read."""
    if found.perception is None:
        return None
    under, *rest = found.perception.sentences(language)
    return {"lines": rest or [under], "title": say("page.mistaken", language)}
