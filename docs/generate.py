"""Make the generated pages of the reference from the program itself: ``python docs/generate.py [FOLDER]``.

The tests fail when a page differs from what this writes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from detente.cli import COMMANDS, LazyGroup, group
from detente.situation.reading.schema import ONLY_THE_CHECKER
from detente.stability.concepts import KNOWN, READING_ORDER, STRONG_ORDER
from detente.words import messages, say

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


def _plain(entry: object) -> str:
    text = str(entry["other"] if isinstance(entry, dict) else entry)
    return text.replace("|", "\\|").replace("[[", "").replace("]]", "")


PAGES = {"command-line.md": command_line, "concepts.md": concepts, "messages.md": problems}


def main(folder: Path) -> None:
    """Write every generated page."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
