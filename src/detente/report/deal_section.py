"""The deals of a report: one section per agreement, in the order a negotiator asks, with pictures and their tables."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.result import Belief, Story, refusing
from detente.bargaining.agreement.sentences import sections
from detente.bargaining.packages.negotiation import Vector
from detente.drawing.deal import draw_frontier
from detente.drawing.deal_bars import draw_gains, draw_lever, draw_linkage, linkage_steps, name_of
from detente.errors import DetenteError
from detente.words import number, say

Part = dict[str, Any]
HOPES = 6  # packages in the table of hopes


def deals(found: tuple[Story, ...], language: str) -> list[Part]:
    """What the page shows of each agreement."""
    return [_section(story, language) for story in found]


def _section(story: Story, language: str) -> Part:
    told = PackageTeller.of(story.setting, language)
    pictures = {"zone": _frontier(story, told), "blocks": _gains(story, told), "linkage": _linkage(story, told)}
    tables = {"seen": _hopes(story, told)}
    parts = [
        {
            "title": say(f"bargain.titles.{name}", language),
            "lines": lines,
            "figure": pictures.get(name),
            "table": tables.get(name),
        }
        for name, lines in sections(story, language)
    ]
    agreement = told.agreement(story.setting.agreement)
    return {
        "id": name_of("deal", story.deal),
        "title": say("bargain.report.title", language, agreement=agreement),
        "parts": parts,
    }


def _frontier(story: Story, told: PackageTeller) -> Part | None:
    """Packages and frontier, and the packages as a table."""
    try:
        svg = draw_frontier(story.deal, story, told.language)
    except DetenteError:
        return None
    one, two = (told.actor(party) for party in story.parties)
    count = story.deal.frontier.packages or len(story.deal.frontier.points)
    text = say("bargain.figure.frontier_description", told.language, one=one, two=two, count=count)
    return {"svg": Markup(svg), "text": text, "table": _packages(story, told)}


def _packages(story: Story, told: PackageTeller) -> Part:
    language = told.language
    believed = {belief.package: belief.by for belief in story.beliefs}
    columns = [say("bargain.report.package", language)]
    columns += [say("bargain.report.gains", language, party=told.actor(party)) for party in story.parties]
    columns += [say(f"bargain.report.{key}", language) for key in ("refused", "believed")]
    rows = [
        {
            "head": told.short(offer.package),
            "numbers": [_signed(value) for value in offer.gains],
            "words": [
                told.actors(refusing(story, offer.package)),
                told.actors([name for name in believed.get(offer.package, ()) if name]),
            ],
        }
        for offer in story.offers()
    ]
    return {"columns": columns, "rows": rows}


def _signed(value: Any) -> str:
    return ("+" if value > 0 else "") + number(float(value))


def _gains(story: Story, told: PackageTeller) -> Part | None:
    try:
        svg = draw_gains(story.deal, story, told.language)
    except DetenteError:
        return None
    text = say("bargain.figure.gains_description", told.language)
    return {"svg": Markup(svg), "text": text, "table": _packages(story, told)}


def _linkage(story: Story, told: PackageTeller) -> Part | None:
    """What a docket is worth alone and tied, or else what linking is worth from no deal."""
    language = told.language
    if story.levers:
        lever = story.levers[0]
        other = told.docket(next(iter(lever.linked)))
        docket = told.docket(lever.docket)
        pairs = [(say("bargain.figure.alone", language, docket=docket), lever.alone)]
        pairs += [
            (say("bargain.figure.tied", language, other=told.docket(name)), linked.gains)
            for name, linked in lever.linked.items()
        ]
        columns = [say("bargain.report.docket", language)]
        columns += [say("bargain.report.gains", language, party=told.actor(party)) for party in story.parties]
        rows = [{"head": label, "numbers": [_signed(value) for value in gain], "words": []} for label, gain in pairs]
        text = say("bargain.figure.held_description", language, docket=docket, other=other)
        svg = draw_lever(story, lever, language)
        return {"svg": Markup(svg), "text": text, "table": {"columns": columns, "rows": rows}}
    try:
        svg = draw_linkage(story.deal, language)
    except DetenteError:
        return None
    rows = [
        {"head": label, "numbers": [number(float(value))], "words": []}
        for label, value, _ in linkage_steps(story.deal, language)
    ]
    columns = [say("bargain.report.docket", language), say("bargain.figure.total", language)]
    text = say("bargain.figure.linkage_description", language)
    return {"svg": Markup(svg), "text": text, "table": {"columns": columns, "rows": rows}}


def _hopes(story: Story, told: PackageTeller) -> Part | None:
    """Hope against reality: the packages somebody believes in, and what each party gains by them in every view."""
    language = told.language
    if not story.seen or not story.beliefs:
        return None
    views = ["", *story.seen]
    columns = [say("bargain.report.package", language)]
    columns += [
        say("bargain.report.as_seen", language, actor=told.actor(view))
        if view
        else say("bargain.report.as_it_is", language)
        for view in views
    ]
    rows = [
        {"head": told.short(belief.package), "cells": [_cell(story, told, belief, view) for view in views]}
        for belief in story.beliefs[:HOPES]
    ]
    return {"columns": columns, "rows": rows, "note": say("bargain.report.hopes_note", language)}


def _cell(story: Story, told: PackageTeller, belief: Belief, view: str) -> Part:
    gain: Vector | None = belief.gains[view]
    if gain is None:
        return {"text": say("bargain.report.forbidden", told.language), "good": False}
    return {"text": told.gains(story.parties, gain), "good": view in belief.by}
