"""``detente repro``: a folder with inputs, tables, the graph, the draft of a paper, and how to get the same."""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from detente.cases import find_case
from detente.cli import group, language
from detente.cli.command import A_FOLDER, Given, command
from detente.cli.language import echo, plain, text
from detente.cli.printing import progress
from detente.drawing.graph import draw_graph
from detente.drawing.graph_tikz import draw_tikz
from detente.errors import DetenteError
from detente.exchange.graph_files import dot, graphml
from detente.report.paper import paper
from detente.report.repro import MANIFEST, SCRIPT, inputs_of, manifest, refuse_foreign, script, write
from detente.situation.model import Situation
from detente.stability.integrated import LARGEST, IntegratedGraph, integrated_graph
from detente.stability.result import Stability, stability
from detente.words import in_language, say

FORMATS = {"csv": "csv", "md": "md", "latex": "tex", "json": "json"}  # as a command writes it → the ending of a file


@command("repro", views=("variant", "set"))
@click.option("--out", type=A_FOLDER, required=True, metavar="DIR", help=text("repro.out"))
def repro(given: Given, out: Path) -> None:
    spoken, file, situation = language.chosen(), find_case(given.file), given.situation
    inputs = {f"inputs/{name}": data for name, data in inputs_of(situation, given.case.folder, file).items()}
    options = [*(["--variant", given.variant] if given.variant else []), *_settings(given), "--lang", spoken]
    here = f"inputs/{file.name}"
    tables, refused = _tables(situation, str(file), here, options[:-2])
    found = stability(situation)
    graph = integrated_graph(situation) if found.model.space.count <= LARGEST else None
    arguments = ["repro", here, *options]
    told = shlex.join(["detente", *arguments, "--out", "."])
    drawn = {"paper.tex": paper(found, graph, spoken, told), **({} if graph is None else _drawn(graph, spoken))}
    files = {**inputs, **tables, **{name: data.encode() for name, data in drawn.items()}}
    files["README.md"] = _readme(found, sorted(inputs), tables, refused, here, options[:-2]).encode()
    files[SCRIPT] = script(arguments, len(files) + 1, spoken).encode()
    files[MANIFEST] = manifest(files, found.digest, arguments).encode()
    refuse_foreign(out, files)
    write(out, files)
    echo(plain(say("repro.note", spoken, path=str(out))), err=True)


def _settings(given: Given) -> list[str]:
    return [part for setting in given.settings for part in ("--set", setting)]


def asked_of(situation: Situation) -> Iterator[tuple[str, list[str], list[str]]]:
    """What is printed of a situation: the name of the table, the command, and its options after the file."""
    yield "options", ["show"], ["--options"]
    yield "rankings", ["show"], ["--rankings"]
    yield "moves", ["show"], ["--moves"]
    yield "matrices", ["show"], ["--matrices"]
    yield "stability", ["stability"], ["--all"]
    yield "actors", ["stability"], ["--actors"]
    yield "concepts", ["concepts"], []
    yield "graph", ["graph"], []
    for agreement in situation.agreements:
        yield f"deal.{agreement}", ["deal"], ["--agreement", agreement]
    if situation.perceptions:
        yield "perception", ["perception"], ["--outcomes"]
    if situation.issues:
        yield "positions", ["positions"], []
    if situation.ties or situation.dependence or situation.mactor:
        yield "influence", ["influence"], []
    if situation.mactor:
        yield "mactor", ["influence"], ["--matrix", "all"]


def _tables(
    situation: Situation, file: str, here: str, options: list[str]
) -> tuple[dict[str, bytes], list[tuple[str, str]]]:
    """Every table in every format, as the commands print it, and as a workbook where openpyxl is there; and the
    commands that refuse, with their reason."""
    asked = list(asked_of(situation))
    books = find_spec("openpyxl") is not None
    found: dict[str, bytes] = {}
    refused = []
    with progress(len(asked)) as update:
        for done, (name, said, more) in enumerate(asked):
            update(name, done)
            known = _options_for(said[0], options)
            try:
                line = [*said, file, *more, *known]
                for form, ending in FORMATS.items():
                    found[f"tables/{name}.{ending}"] = _printed([*line, "--format", form]).encode()
                if books:
                    found[f"tables/{name}.xlsx"] = _workbook(line)
            except DetenteError as error:
                refused.append((shlex.join(["detente", *said, here, *more, *known]), str(error)))
    return found, refused


def _options_for(name: str, options: list[str]) -> list[str]:
    """Of ``--variant`` and ``--set`` what this command takes."""
    taken = {option for one in _command(name).params for option in one.opts}
    pairs = zip(options[::2], options[1::2], strict=True)
    return [part for option, value in pairs if option in taken for part in (option, value)]


def _command(name: str) -> click.Command:
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found


def _printed(arguments: list[str]) -> str:
    """What a command prints on stdout."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(io.StringIO()):
        group.main(arguments, prog_name="detente", standalone_mode=False)
    return said.getvalue()


def _workbook(arguments: list[str]) -> bytes:
    """The workbook that a command writes."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "tables.xlsx")
        _printed([*arguments, "--xlsx", str(path)])
        return path.read_bytes()


def _drawn(graph: IntegratedGraph, spoken: str) -> dict[str, str]:
    records = graph.records(graph.arcs, spoken)
    return {
        "graph.svg": draw_graph(graph, spoken),
        "graph.tex": draw_tikz(graph, spoken),
        "graph.graphml": graphml(*records),
        "graph.dot": dot(*records),
    }


def _readme(
    found: Stability, inputs: list[str], tables: dict[str, bytes], refused: list[tuple[str, str]], here: str,
    options: list[str],
) -> str:  # fmt: skip
    """What each file is, and the command that prints it."""
    spoken = language.chosen()
    title = in_language(found.situation.title, spoken) or say("paper.untitled", spoken)
    said = {key: plain(say(f"repro.readme.{key}", spoken)) for key in ("inputs", "tables", "left_out", "draft")}
    lines = [f"# {plain(say('repro.readme.title', spoken, title=title))}", ""]
    lines += [plain(say("repro.readme.intro", spoken, version=found.origin.version)), ""]
    lines += [f"## {said['inputs']}", "", *(f"- `{name}`" for name in inputs), ""]
    lines += [f"## {said['tables']}", "", say("repro.readme.table_head", spoken), "|---|---|"]
    for name, begin, more in asked_of(found.situation):
        if f"tables/{name}.csv" in tables:
            known = _options_for(begin[0], options)
            line = shlex.join(["detente", *begin, here, *more, *known, "--format"])
            book = "; `--xlsx FILE`" if f"tables/{name}.xlsx" in tables else ""
            lines.append(f"| `tables/{name}.*` | `{line} csv` (`md`, `latex`, `json`{book}) |")
    if found.model.space.count <= LARGEST:
        line = shlex.join(["detente", "graph", here, *options, "--out"])
        lines.append(f"| `graph.*` | `{line} graph.svg` (`.tex`, `.graphml`, `.dot`) |")
    lines.append(f"| `paper.tex` | {said['draft']} |")
    if refused:
        lines += ["", f"## {said['left_out']}", ""]
        lines += [
            "- " + plain(say("repro.readme.left_out_line", spoken, command=line, reason=reason))
            for line, reason in refused
        ]
    return "\n".join(lines) + "\n"
