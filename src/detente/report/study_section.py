"""The section of the report that says how sure the answers are, with its pictures and their tables."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from detente.drawing.study import Bars, Ends, draw_shares, draw_swings
from detente.outcomes.telling import Teller
from detente.report.findings import Findings
from detente.report.futures import Futures, sure
from detente.uncertainty.questions.asking import YES, codes, words_of
from detente.uncertainty.questions.naming import answer_words, interval_words, number_words, share_words
from detente.uncertainty.questions.variants import AS_WRITTEN, reading_name
from detente.uncertainty.questions.wilson import Share
from detente.words import say

Part = dict[str, Any]
SWINGS = 6
WORTH_A_PICTURE = 0.1  # how far apart the outer fifths of some number must be


def study(found: Findings, language: str) -> Part | None:
    """Everything the section shows; None where there is no study."""
    if found.futures is None:
        return None
    asked = found.futures
    teller = found.teller(language)
    head, *shares = asked.share.sentences(language)
    groups = _groups(asked, teller)
    beside = asked.beside.sentences(language) if len(asked.beside.shares) > 1 else []
    parts = {
        "drivers": asked.drivers.sentences(language),
        "when": asked.when.sentences(language),
        "flip": asked.flip.sentences(language),
        "hinges": asked.hinges.sentences(language),
        "assumed": asked.assumed.sentences(language),
        "worth": asked.worth.sentences(language),
    }
    figures = {"drivers": _swings(asked, teller)}
    return {
        "sure": sure(asked, language),
        "head": head,
        "figure": Markup(draw_shares(groups, language)),
        "lines": [*shares, *asked.width.sentences(language), *beside],
        "columns": [label for label, _ in groups[0][1]],
        "rows": [_row(question, bars, language) for question, bars in groups],
        "parts": [
            {
                "id": name,
                "title": say(f"study.titles.{name}", language),
                "lines": lines,
                "figures": figures.get(name, []),
            }
            for name, lines in parts.items()
            if lines
        ],
    }


def _groups(asked: Futures, teller: Teller) -> list[tuple[str, Bars]]:
    """Question by question the bars: as written, half and double ranges, and every variant."""
    language, concept = teller.language, asked.share.concept
    groups = []
    for question, by_factor in asked.width.found.items():
        bars: Bars = [(say("futures.written", language), asked.share.answers[question, concept])]
        bars += [
            (say(f"futures.{key}", language), by_factor[factor]) for key, factor in (("half", 0.5), ("double", 2.0))
        ]
        bars += [
            (reading_name(asked.beside, name, language), shares.answers[question, concept])
            for name, shares in asked.beside.shares.items()
            if name != AS_WRITTEN
        ]
        groups.append((teller.question(question), bars))
    return groups


def _row(question: str, bars: Bars, language: str) -> Part:
    """A line of the table twin: the most frequent answer of each bar with its share and interval."""
    cells = []
    for _, shares in bars:
        answer = max(shares, key=lambda word: shares[word].count)
        cells.append(
            {
                "key": answer,
                "word": answer_words(answer, language),
                "share": share_words(shares[answer], language),
                "interval": interval_words(shares[answer], language),
            }
        )
    return {"text": question, "cells": cells}


def _swings(asked: Futures, teller: Teller) -> list[Part]:
    """For every question that some number swings far, a picture of its widest swings, and the table of it."""
    language, made, concept = teller.language, asked.share.study, asked.share.concept
    parts: list[Part] = []
    for found in asked.drivers.decided:
        ends = [
            Ends(number_words(teller, effect.name), effect.lowest, effect.highest)
            for effect in found.deciding[:SWINGS]
            if effect.lowest is not None and effect.highest is not None
        ]
        if not any(abs(one.highest.share - one.lowest.share) >= WORTH_A_PICTURE for one in ends):
            continue
        question = teller.question(found.question)
        hit = codes(made, found.question, concept) == words_of(made, found.question, concept).index(YES)
        whole = Share(int(hit.sum()), made.count)
        parts.append(
            {
                "caption": say("futures.swings", language, question=question, answer=answer_words(YES, language)),
                "svg": Markup(draw_swings(f"swings-{len(parts)}", question, YES, whole, ends, language)),
                "rows": [
                    {
                        "label": one.label,
                        "lowest": share_words(one.lowest, language),
                        "highest": share_words(one.highest, language),
                    }
                    for one in ends
                ],
            }
        )
    return parts
