"""What the YAML reader stumbles over, said in words: the thing itself, where it begins, and how to write it instead.

The reader notices a fault late (a quote that is never closed: at the end of the file). Each message here stands where
the fault begins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from detente.errors import Place, Problem

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

STARTS = re.compile(
    "scanning (a block scalar|an alias|an anchor|a tag)|cannot start any token|sequence entries are not"
    "|node content, but found '-'"
)
ESCAPE = re.compile(r"unknown escape character '(.)'")


def syntax_problem(error: MarkedYAMLError, lines: tuple[str, ...], file: str) -> Problem:
    """The problem that a YAML error stands for, at the place to be mended."""
    detail = " ".join(str(part) for part in (error.context, error.problem) if part)
    here = error.problem_mark or error.context_mark
    begin = error.context_mark or here
    if here is None:
        return Problem("yaml_syntax", Place(file), {"detail": detail})
    code, mark, params = _meaning(detail, here, begin, lines)
    line = lines[mark.line] if mark.line < len(lines) else ""
    length = len(line.rstrip()) - mark.column if code in ("colon_missing", "quote_open") else 1
    return Problem(code, Place(file, mark.line + 1, mark.column + 1, max(1, length), line), params)


def _meaning(detail: str, here: Any, begin: Any, lines: tuple[str, ...]) -> tuple[str, Any, dict[str, Any]]:
    """Message key, the mark at which it stands, and its values."""
    before = lines[here.line][: here.column] if here.line < len(lines) else ""
    if "\\t" in detail:
        return "tab_indent", here, {}
    if "mapping values are not allowed" in detail:
        return ("colon_second" if ": " in before else "entry_misplaced"), here, {}
    if "could not find expected ':'" in detail:
        return "colon_missing", begin, {}
    if "quoted scalar" in detail and "end of stream" in detail:
        return "quote_open", begin, {}
    if match := ESCAPE.search(detail):
        return "escape_unknown", here, {"found": "\\" + match[1]}
    if STARTS.search(detail):
        mark = begin if "scanning" in detail and "next token" not in detail else here
        return "start_quotes", mark, {"found": lines[mark.line][mark.column : mark.column + 1]}
    if "expected ',' or" in detail:
        later = here.line > begin.line
        return ("bracket_open" if later else "comma_missing"), (begin if later else here), {}
    if "<block end>" in detail:
        return _block_end(detail, before), here, {}
    return "yaml_syntax", here, {"detail": detail}


def _block_end(detail: str, before: str) -> str:
    """Something stands where a block should have ended."""
    if "found ']'" in detail or "found '}'" in detail:
        return "bracket_extra"
    if before.rstrip()[-1:] in ("'", '"'):
        return "text_after_quote"
    return "indent_uneven"
