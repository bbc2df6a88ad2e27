"""``detente trace``: from a part of the file, or a question, back to the words behind it."""

from __future__ import annotations

import json

import click

from detente.cli import language
from detente.cli.common import command as make
from detente.cli.common import file_argument, format_option, load_case, plain, print_rows, text
from detente.words import in_language


@make("trace")
@file_argument
@click.argument("part", metavar="[PART]", required=False)
@click.option("--without", "gone", metavar="SOURCE", help=text("trace.without"))
@format_option("table", "json")
@language.option
def command(file: str, part: str | None, gone: str | None, form: str) -> None:
    from detente.evidence.sources import Sources

    case = load_case(file)
    sources = Sources(case.situation, case.folder)
    if gone is not None:
        _without(sources, gone, form)
    elif part is None:
        _coverage(sources, form)
    else:
        _part(sources, part, form)


def _part(sources: object, part: str, form: str) -> None:
    from detente.evidence.sources import Sources
    from detente.evidence.trace import find, trace

    assert isinstance(sources, Sources)
    tree = trace(sources, find(sources.situation, part))
    if form == "json":
        click.echo(json.dumps(tree.data(), ensure_ascii=False, indent=2))
        return
    for depth, node in tree.walk():
        margin = "  " * depth
        click.echo(f"{margin}{node.path}" + (f":  {plain(node.says)}" if node.says else ""))
        if node.reason is not None:
            reason = in_language(node.reason, language.chosen()) or ""
            label = text("trace.reason" if node.evidence and node.support == "direct" else "trace.judgement")
            click.echo(f"{margin}  {label} {plain(reason)}")
        for evidence in node.evidence if node.support == "direct" else ():
            where = f"{evidence.start}–{evidence.end}, " if evidence.start is not None else ""
            translation = in_language(evidence.translation, language.chosen())
            gloss = f"  [{translation}]" if translation and translation != evidence.words else ""
            click.echo(
                f"{margin}  {evidence.cite} ({evidence.source}, {where}{evidence.anchored}): {evidence.words}{gloss}"
            )
        if node.support in ("inherited", "none") and depth:
            click.echo(f"{margin}  {text(f'trace.{node.support}')}")


def _coverage(sources: object, form: str) -> None:
    from detente.evidence.coverage import coverage
    from detente.evidence.sources import Sources

    assert isinstance(sources, Sources)
    found = coverage(sources)
    if form == "json":
        data = {
            "counts": found.counts(),
            "claims": [{"id": c.claim.id, "use": c.use, "parts": c.parts} for c in found.claims],
            "rows": [{"id": evidence.cite, "parts": parts} for evidence, parts in found.rows],
            "judgements": [{"path": p, "value": v, "why": w} for p, v, w in found.judgements],
            "unsupported": [{"path": p, "value": v} for p, v in found.unsupported],
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    if found.claims:
        click.echo(text("trace.coverage", total=len(found.claims), **found.counts()) + "\n")
        rows = [
            {
                "claim": c.claim.id,
                "use": text(f"trace.use_{c.use}"),
                "says": c.claim.words or "",
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
        click.echo(text("trace.unsupported", count=len(found.unsupported)))
        for path, value in found.unsupported:
            click.echo(f"  {path}: {value}")


def _without(sources: object, name: str, form: str) -> None:
    from detente.evidence.sources import Sources
    from detente.uncertainty.without import without

    assert isinstance(sources, Sources)
    found = without(sources, name)
    if form == "json":
        click.echo(json.dumps(found.data(), ensure_ascii=False, indent=2))
        return
    click.echo(text("trace.fallen", name=name, count=len(found.fallen)))
    for path in found.fallen:
        click.echo(f"  {path}")
    if found.unsupported:
        click.echo(text("trace.now_judgement", count=len(found.unsupported), list=found.unsupported))
    if not found.turned:
        click.echo(text("trace.nothing_turns"))
    for question in found.turned:
        before = "/".join(text(f"answer_{value}") for value in found.before[question].values())
        after = "/".join(text(f"answer_{value}") for value in found.after[question].values())
        click.echo(text("trace.turns", question=question, before=before, after=after))
