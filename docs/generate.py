"""Make the generated pages of the reference from the program itself: ``python docs/generate.py [FOLDER]``.

The tests fail when a page differs from what this writes.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
import textwrap
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args, get_type_hints

import click

import detente
from detente.bargaining.packages.result import Deal
from detente.bargaining.positions.settled import Settings
from detente.cases import lessons, shipped_cases
from detente.cli import COMMANDS, LazyGroup, group
from detente.drawing.paths import figure
from detente.influence.result import Asked
from detente.result import Origin, Result
from detente.situation.reading.described import meanings
from detente.situation.reading.read import read_file
from detente.situation.reading.schema import ONLY_THE_CHECKER, json_schema
from detente.stability.concepts import KNOWN, READING_ORDER, STRONG_ORDER
from detente.web.contracts.around import Ended, Progress
from detente.web.contracts.asking import Failure, Record, Viewed
from detente.web.contracts.screens import AskExport, Exported
from detente.web.endpoints import ENDPOINTS, OWN
from detente.words import in_language, messages, say

HERE = Path(__file__).parent / "reference"


def command_line() -> str:
    """Every command with its help, as the program prints it."""
    assert isinstance(group, LazyGroup)
    parts = ["# The command line\n", "Made from the program by `docs/generate.py`.\n"]
    context = click.Context(group, info_name="detente", terminal_width=100, **group.context_settings)
    parts.append(f"```text\n{group.get_help(context)}\n```\n")
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context, terminal_width=100)
        parts.append(f"## detente {name}\n\n```text\n{command.get_help(inner)}\n```\n")
    return "\n".join(parts)


def concepts() -> str:
    """The table of solution concepts."""
    rows = [
        "# Solution concepts\n",
        "Made from the program by `docs/generate.py`; exact definitions: [theory](../theory/stability.md).\n",
    ]
    rows += ["| name | symbol | | answers | reply | meaning |", "|---|---|---|---|---|---|"]
    for name in (*READING_ORDER, *STRONG_ORDER):
        concept = KNOWN[name]
        reply = "one" if concept.replies else "none"
        long, says = say(f"concepts.{name}.long"), say(f"concepts.{name}.says")
        rows.append(f"| `{name}` | {concept.symbol} | {long} | {concept.closure.name} | {reply} | {says} |")
    return "\n".join(rows) + "\n"


def catalogue() -> str:
    """Every shipped case with what its lesson asks."""
    rows = [
        "# The cases that come with detente\n",
        "Made from the files by `docs/generate.py`. `detente cases NAME` shows the story and the source of one, "
        "with `--teach` what to ask of it, with `--reveal` also the answer; `--topic`, `--year` and `--concept` "
        "find cases.\n",
        "| name | title | year | topics | concepts | question |",
        "|---|---|---|---|---|---|",
    ]
    for case in shipped_cases():
        title = in_language(read_file(case.path).required().title, "en") or ""
        lesson = case.lesson()
        told = ["", "", "", ""]
        if lesson is not None:
            topics = ", ".join(say(f"cli.topics.{topic}") for topic in lesson.topics)
            told = [str(lesson.year), topics, ", ".join(f"`{one}`" for one in lesson.concepts), lesson.question["en"]]
        rows.append(f"| `{case.name}` | " + " | ".join([title, *told]) + " |")
    count = sum(lesson.published for lesson in lessons().values())
    rows += ["", f"{count} of them have been published; each README says where, and what is from memory."]
    return "\n".join(rows) + "\n"


def problems() -> str:
    """Every message about an input, with its remedy."""
    rows = [
        "# Messages about a file\n",
        "Made from the message files by `docs/generate.py`. `{…}` stands for a value.\n",
    ]
    rows += ["| code | message | remedy |", "|---|---|---|"]
    for code, entry in sorted(messages("en", "problems")["problems"].items()):
        if code != "label":
            said, mend = (_plain(entry[key]) for key in ("says", "mend"))
            rows.append(f"| `{code}` | {said} | {mend} |")
    rows += ["", "## What only the checker sees, and not the JSON Schema", ""]
    rows += [f"- {item}" for item in ONLY_THE_CHECKER]
    return "\n".join(rows) + "\n"


RECORDS = {  # how the reference calls a record, in its order
    "Situation": "The file",
    "Source": "A source", "Passage": "A passage", "Cite": "A cite", "Actor": "An actor", "Held": "What is held",
    "Quantity": "A number", "Together": "Two drivers together",
    "Option": "An option", "Level": "A level, or an outcome of the graph form",
    "Agreement": "An agreement", "Term": "A term", "Docket": "A docket",
    "Share": "A share", "Money": "Money", "Coalition": "A group of parties", "Ratifier": "A ratifier",
    "Vote": "A rule of ratifiers", "Stage": "A term in steps", "Deadline": "A deadline",
    "Comparison": "Two packages compared",
    "Sentence": "A statement with a name", "Rule": "A rule", "Cut": "A cut", "Standing": "An entry of the status quo",
    "Preference": "A preference", "Curve": "Lines over a share", "Goal": "A goal",
    "Item": "An entry of priorities or of a ranking",
    "Issue": "An issue", "Position": "A position",
    "Tie": "A tie", "Domain": "A domain of dependence", "Assertion": "A claim about dependence",
    "WhatIf": "A supposition", "Growing": "grow", "Moving": "diversify", "Table": "A table of pairs",
    "Mactor": "MACTOR", "Sheet": "A matrix in a file",
    "Question": "A question", "Check": "A check", "Act": "An act", "NamedOutcome": "What an outcome is called",
}  # fmt: skip
EVERYWHERE = ("cites", "why", "note")


def file_keys() -> str:
    """Every key of the format with its meaning, from the schema."""
    schema = json_schema()
    records = {"Situation": schema, **schema["$defs"]}
    if set(RECORDS) != set(records):
        raise ValueError(f"RECORDS differs from the schema: {sorted(set(RECORDS) ^ set(records))}")
    parts = [
        "# Every key of the file format\n",
        "Made from the schema by `docs/generate.py`; how it all hangs together: [the file format](file-format.md). The "
        "same texts are in what `detente schema` prints, so an editor can show them where a key is typed.\n",
        "Any record may also carry:\n",
        _keys({key: meanings()["Record"][key] for key in EVERYWHERE}, {}),
    ]
    for name, title in RECORDS.items():
        needed, keys = _parts(records[name])
        told = {key: part for key, part in keys.items() if key not in EVERYWHERE}
        words = " ".join(records[name]["description"].split()).replace("``", "`")
        parts.append(f"## {title}\n\n{words}\n")
        if name != "Situation":
            parts.append(f"Stands in: {', '.join(_mentions(name, records)) or '`cites`'}.\n")
        parts.append(_keys({key: part["description"] + _choice(part) for key, part in told.items()}, needed))
    return "\n".join(parts)


def _keys(told: dict[str, str], needed: Any) -> str:
    """A table of keys, those that must be there marked."""
    rows = ["| key | | meaning |", "|---|---|---|"]
    for key, words in told.items():
        rows.append(f"| `{key}` | {'required' if key in needed else ''} | {words.replace('|', chr(92) + '|')} |")
    return "\n".join(rows) + "\n"


def _parts(record: dict[str, Any]) -> tuple[set[str], dict[str, Any]]:
    """The keys of a record in all forms in which it may be written, and those that one form alone has and needs."""
    forms = [part for part in record.get("anyOf", [record]) if "properties" in part] or [record]
    keys: dict[str, Any] = {}
    for form in forms:
        keys |= form["properties"]
    return (set(forms[0].get("required", ())) if len(forms) == 1 else set()), keys


def _mentions(name: str, records: dict[str, Any]) -> list[str]:
    """The keys whose value is, or holds, this record."""
    found = []
    for other, record in records.items():
        for key, part in _parts(record)[1].items():
            if key not in EVERYWHERE and f"'#/$defs/{name}'" in str(part):
                found.append(f"`{key}`" if other == "Situation" else f"`{key}` of {RECORDS[other].lower()}")
    return found


def _choice(part: Any) -> str:
    """The words among which a value must be, where its description does not name them all."""
    words = part.get("enum") or next((one["enum"] for one in part.get("anyOf", ()) if "enum" in one), ())
    found = [f"`{word}`" for word in dict.fromkeys(map(str, words))]
    return "" if all(word.strip("`") in part["description"] for word in found) else f" One of {', '.join(found)}."


MEMBERS = "   :members:\n   :undoc-members:\n   :exclude-members: __init__, told_by, drawn_by\n"
BASICS = ("load", "check", "check_text")


def python() -> str:
    """The public names, each with the class of what it returns."""
    functions = [name for name in detente.__all__ if inspect.isfunction(getattr(detente, name))]
    classes = [name for name in detente.__all__ if inspect.isclass(getattr(detente, name))]
    returned = [get_type_hints(getattr(detente, name))["return"] for name in functions]
    results = dict.fromkeys(one for one in returned if inspect.isclass(one) and one.__module__.startswith("detente."))
    own = [getattr(detente, name) for name in classes]
    parts = [
        "# Python\n",
        "Made from `detente.__all__` by `docs/generate.py`.\n",
        '```python\n>>> import detente as dt\n>>> case = dt.load("stability/chicken")\n'
        '>>> dt.stability(case).equilibria("seq")\n[2, 3]\n\n```\n',
        "Importing does nothing but define names. A function takes a case (or a situation) and returns a result: rows, "
        "sentences in any shipped language, JSON, a drawing. What the JSON holds: [here](json.md); what the concepts "
        "are: [here](concepts.md).\n",
        "## From a file to a case\n",
        *(_auto("function", f"detente.{name}") for name in BASICS),
        *(_auto("class", f"detente.{name}", members=True) for name in classes if name == "Case"),
        "## Questions\n",
        *(_auto("function", f"detente.{name}") for name in functions if name not in BASICS),
        "## Results\n",
        "What all of them share:\n",
        *(_auto("class", _path(one), members=True) for one in (Result, Origin)),
        *(_auto("class", _path(one), members=True) for one in (*results, Deal) if one not in own),
        "## Settings\n",
        *(_auto("class", _path(one), members=True) for one in (Settings, Asked)),
        "## What can go wrong\n",
        *(_auto("class", f"detente.{n}", members=True) for n in classes if issubclass(getattr(detente, n), Exception)),
        "## The situation\n",
        "Its fields are the keys of [the file format](file-keys.md).\n",
        _auto("class", "detente.Situation"),
    ]
    return "\n".join(parts)


def _path(one: type) -> str:
    return f"{one.__module__}.{one.__qualname__}"


def _auto(kind: str, path: str, members: bool = False) -> str:
    return f"```{{eval-rst}}\n.. auto{kind}:: {path}\n" + (MEMBERS if members else "") + "```\n"


def _plain(entry: object) -> str:
    text = str(entry["other"] if isinstance(entry, dict) else entry)
    return text.replace("|", "\\|").replace("[[", "").replace("]]", "")


CASES = Path(__file__).parents[1] / "tests" / "published" / "foresight" / "situations"


def drawn(case: str) -> Callable[[], str]:
    """The drawing of where things go in a small case of what follows a deal."""
    return lambda: figure(detente.paths(detente.load(CASES / f"{case}.yaml"), concept="seq"), "en")


def web_api() -> str:
    """Every request of the workbench and its answer, from the records that check them."""
    parts = [
        "# The workbench as a program sees it\n",
        "Made from `detente.web.contracts` by `docs/generate.py`.\n",
        "Each request is `POST /api/NAME` with a JSON object, answered by a JSON object. The server listens on "
        "127.0.0.1 alone; it wants the cookie that the address printed by `detente serve` sets, and refuses a foreign "
        "Host or Origin (403), a missing token (401) and more than 5 MB (413). What cannot be answered comes as "
        "`problems` (HTTP 400). `rev` counts the texts of a document and `turn` the looks of a page: an answer repeats "
        "both, and a request of a later turn overtakes those of the same document that still wait (`superseded`).\n",
        "A job tells how far it is from `GET /api/job/ID`, as Server-Sent Events: `progress` and `found` again and "
        "again, then `done` or `failed`. `DELETE /api/job/ID` ends it; what was found stays.\n",
    ]
    every = {name: (one.request, one.answer) for name, one in ENDPOINTS.items()} | OWN
    told: set[type[Record]] = {AskExport, Exported}  # of a job
    for name, (request, answer) in every.items():
        parts += [
            f"## {name}\n",
            _said(request) + "\n",
            _record(request, SHARED),
            "Answer:\n",
            _record(answer, {"rev", "turn"}),
        ]
        told |= _inside(request) | _inside(answer)
    parts.append("## What every request about a document may say\n")
    parts.append(_record(Viewed, set()))
    parts.append("## Records\n")
    shown = {one for pair in every.values() for one in pair} | {Viewed}
    for record in sorted(told | {Progress, Ended, Failure} - shown, key=lambda one: one.__name__):
        parts += [f"### {record.__name__}\n", _said(record) + "\n", _record(record, set())]
    return "\n".join(parts)


SHARED = set(Viewed.model_fields)


def _said(record: type[Record]) -> str:
    return inspect.cleandoc(record.__doc__ or "")


def _meanings(record: type[Record]) -> dict[str, str]:
    """Key → what it means: the text that follows it in the source, of the records it is made from too."""
    found: dict[str, str] = {}
    for one in reversed(record.__mro__):
        if issubclass(one, Record):
            (source,) = ast.parse(textwrap.dedent(inspect.getsource(one))).body
            assert isinstance(source, ast.ClassDef)
            for key, text in pairwise(source.body):
                match key, text:
                    case ast.AnnAssign(ast.Name(name)), ast.Expr(ast.Constant(str(means))):
                        found[name] = " ".join(means.split())
    return found


def _record(record: type[Record], without: set[str]) -> str:
    """The keys of a record: name, type, whether it may be left out, what it means."""
    rows, meant = [], _meanings(record)
    for name, field in record.model_fields.items():
        if name not in without:
            kind = _kind(field.annotation)
            default = "" if field.is_required() else f" = {_written(field.get_default(call_default_factory=True))}"
            means = meant.get(name, "")
            rows.append(f"- `{field.alias or name}`: {kind}{default}" + (f". {means}" if means else ""))
    return ("\n".join(rows) or "- nothing more") + "\n"


def _written(value: object) -> str:
    return f"`{json.dumps(value, default=str)}`"


def _kind(annotation: object) -> str:
    text = str(annotation) if get_args(annotation) else getattr(annotation, "__name__", str(annotation))
    return "`" + re.sub(r"(?:detente\.web\.contracts\.\w+|typing)\.", "", text) + "`"


def _inside(annotation: Any) -> set[type[Record]]:
    """Every record that a type holds."""
    if inspect.isclass(annotation) and issubclass(annotation, Record):
        below = [_inside(field.annotation) for field in annotation.model_fields.values()]
        return {annotation}.union(*below)
    return set().union(*map(_inside, get_args(annotation)))


PAGES = {
    **{f"{case}.svg": drawn(case) for case in ("ahead_reward", "ahead_waits", "ahead_avert")},
    "command-line.md": command_line,
    "concepts.md": concepts,
    "cases.md": catalogue,
    "file-keys.md": file_keys,
    "messages.md": problems,
    "python.md": python,
    "web-api.md": web_api,
}


def main(folder: Path) -> None:
    """Write every generated page."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
