"""The report: one self-contained HTML file, in English or Arabic."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from detente.report import deal_section, positions_section, stability_sections, study_section
from detente.report.evidence_section import evidence_section
from detente.report.findings import Findings
from detente.report.influence_section import influence_section
from detente.report.sentences import three_sentences
from detente.result import digest
from detente.stability.concepts import CONCEPTS, READING_ORDER, REPORTED
from detente.version import __version__
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, in_language, say

Part = dict[str, Any]

SECTION = re.compile(r'<section id="([^"]+)"[^>]*>\s*<h2>(.*?)</h2>', re.DOTALL)
PLACE = "<!-- contents -->"


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
        sentences=three_sentences(found, language),
        symbols=[CONCEPTS[name].symbol for name in REPORTED],
        questions=stability_sections.questions(found, teller),
        checks=stability_sections.checks(found, teller),
        map=stability_sections.map_part(found, teller),
        change=stability_sections.change_part(found, teller),
        blocked=stability_sections.blocked(found, teller),
        comparisons=stability_sections.comparisons(found, teller),
        study=study_section.study(found, language),
        ways=stability_sections.ways(found, language),
        inverse=stability_sections.inverse_part(found, language),
        mistaken=stability_sections.mistaken(found, language),
        deals=deal_section.deals(found.deals, language),
        positions=positions_section.section(found, language),
        influence=influence_section(found, language),
        witnesses=stability_sections.witnesses(found, teller),
        evidence=evidence_section(found, language),
        method=say("page.method_text", language, count=found.base.stability.model.space.count),
        glossary=_glossary(language),
        contents=Markup(PLACE),
    )
    return _with_contents(whole, say("page.contents", language))


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


def _with_contents(page: str, title: str) -> str:
    """The page with links to its sections where `PLACE` stands, read off the page so that they cannot differ."""
    links = Markup("").join(
        Markup('<li><a href="#{}">{}</a></li>').format(name, Markup(heading)) for name, heading in SECTION.findall(page)
    )
    return page.replace(PLACE, f'<nav aria-label="{escape(title)}"><ol>{links}</ol></nav>', 1)
