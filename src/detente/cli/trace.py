"""``detente trace``: from a part of the file, or a question, back to the words behind it."""

from __future__ import annotations

from collections.abc import Mapping

import click

from detente.cli import language
from detente.cli.command import Given, command
from detente.cli.language import echo, text
from detente.cli.printing import print_json, print_rows, print_sentences
from detente.evidence.coverage import coverage
from detente.evidence.sources import Claim, Sources
from detente.evidence.trace import find
from detente.evidence.trace import trace as behind
from detente.outcomes.telling import Names
from detente.uncertainty.without import without
from detente.words import in_language


@command("trace", formats=("table", "json"))
@click.argument("part", metavar="[PART]", required=False)
@click.option("--without", "gone", metavar="SOURCE", help=text("trace.without"))
def trace(given: Given, part: str | None, gone: str | None) -> None:
    sources = Sources(given.case.situation, given.case.folder)
    if gone is not None:
        _without(sources, gone, given.form)
    elif part is None:
        _coverage(sources, given.form)
    else:
        tree = behind(sources, find(sources.situation, part))
        if given.form == "json":
            print_json(tree.data())
        else:
            print_sentences(tree.sentences(language.chosen()))


def _coverage(sources: Sources, form: str) -> None:
    found = coverage(sources)
    if form == "json":
        data = {
            "counts": found.counts(),
            "claims": [{"id": c.claim.id, "use": c.use, "parts": c.parts} for c in found.claims],
            "rows": [{"id": evidence.cite, "parts": parts} for evidence, parts in found.rows],
            "judgements": [{"path": p, "value": v, "why": w} for p, v, w in found.judgements],
            "unsupported": [{"path": p, "value": v} for p, v in found.unsupported],
        }
        print_json(data)
        return
    if found.claims:
        echo(text("trace.coverage", total=len(found.claims), **found.counts()) + "\n")
        rows = [
            {
                "claim": c.claim.id,
                "use": text(f"trace.use_{c.use}"),
                "says": _own_words(c.claim, sources) or c.claim.words or "",
                "used_by": ", ".join(c.parts),
            }
            for c in found.claims
        ]
        print_rows(rows, "table")
    if found.judgements:
        rows = [
            {"number": path, "value": value, "reason": in_language(why, language.chosen()) or ""}
            for path, value, why in found.judgements
        ]
        print_rows(rows, "table", text("trace.judgements"))
    if found.unsupported:
        echo(text("trace.unsupported", count=len(found.unsupported)))
        for path, value in found.unsupported:
            echo(f"  {path}: {value}")


def _own_words(claim: Claim, sources: Sources) -> str | None:
    """The claim as it stands in its source, where that is in the language of this run."""
    return claim.quote if sources.source(claim.source).language == language.chosen() else None


def _without(sources: Sources, name: str, form: str) -> None:
    found = without(sources, name)
    if form == "json":
        print_json(found.data())
        return
    echo(text("trace.fallen", name=name, count=len(found.fallen)))
    for path in found.fallen:
        echo(f"  {path}")
    if found.unsupported:
        echo(text("trace.now_judgement", count=len(found.unsupported), list=found.unsupported))
    if not found.turned:
        echo(text("trace.nothing_turns"))
    for question in found.turned:
        before, after = (_answers(one[question]) for one in (found.before, found.after))
        asked = Names(sources.situation, language.chosen()).question(question)
        echo(language.plain(text("trace.turns", question=asked, before=before, after=after)))


def _answers(by_concept: Mapping[str, str]) -> str:
    """The answer where all ways of looking ahead agree, else each of them."""
    said = [text(f"answer_{value}") for value in by_concept.values()]
    return "/".join(dict.fromkeys(said)) if len(set(said)) == 1 else "/".join(said)
