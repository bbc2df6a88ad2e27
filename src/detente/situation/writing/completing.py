"""What can stand at a place of a file that is being written: the keys it knows there, and the file's own names.

The place is found by indentation and brackets alone, so that it works in a text that is not right yet. Keys come from
the schema with what they mean; names come from the situation as it was when the text was last right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from detente.situation.model import Situation
from detente.situation.reading.schema import json_schema
from detente.situation.scope import reference_text
from detente.words import in_language

WORD = re.compile(r"[\w.]*$")
KEY = re.compile(r"""^\s*(?:- )*\s*["']?([\w. ]+?)["']?\s*:(?:\s|$)""")
INSIDE = re.compile(r"""([\w.]+)["']?\s*:\s*[^,{}\[\]]*$""")
COMPARED = re.compile(r"([\w.]+)\s*(?:==|!=|<=|>=|<|>)\s*[\w]*$")
STATEMENTS = frozenset(
    {"want", "avoid", "statement", "never", "if", "then", "is", "observe", "from", "to", "when", "at_most_one",
     "exactly_one", "priorities", "ranking", "questions", "statements", "rules"}
)  # fmt: skip
NUMBERS = frozenset({"weight", "value", "inertia", "base", "much", "drivers", "points"})
ACTORS = frozenset({"actor", "by", "parties", "between", "hold", "to"})
OF_ACTORS = frozenset({"preferences", "options", "moves", "perceptions", "attitudes"})
OF_REFERENCES = frozenset({"status_quo", "points"})

What = Literal["key", "actor", "option", "term", "level", "driver", "statement", "outcome", "word", "cite", "value"]


@dataclass(frozen=True)
class Offer:
    """A word that fits, what it is, and what it means in the language asked for."""

    word: str
    kind: What
    text: str


def offers(text: str, at: int, situation: Situation | None, language: str = "en") -> tuple[int, list[Offer]]:
    """Where the word at a place begins, and what fits there, in the order of schema and file."""
    before = text[:at]
    line = before.rsplit("\n", 1)[-1]
    begun = WORD.search(line)
    assert begun is not None
    start = at - len(begun[0])
    above = _above(before, line)
    written = INSIDE.search(line) or (re.search(r"([\w.]+)[\"']?\s*:\s.*$", line) if _open(line) else None)
    found: list[Offer] = []
    if situation is not None and (compared := COMPARED.search(line)) is not None:
        found = [*_levels(situation, compared[1])]
    elif written is not None:
        found = [*_values(written[1], above, situation, language)]
    elif _key_goes_here(line):
        path = (*above, *_brackets(line))
        found = [*_keys(path), *_names_as_keys(path, situation, language)]
    elif situation is not None:
        found = [*_named(situation, language)]
    return start, list({one.word: one for one in found}.values())


def _above(before: str, line: str) -> tuple[str, ...]:
    """The keys of the blocks in which a line stands, outermost first."""
    margin = len(line) - len(line.lstrip(" "))
    keys: list[str] = []
    for one in reversed(before.split("\n")[:-1]):
        if not one.strip() or one.lstrip().startswith("#"):
            continue
        indent = len(one) - len(one.lstrip(" "))
        if indent < margin and (found := KEY.match(one)) is not None:
            keys.append(found[1])
            margin = indent
        if margin == 0:
            break
    return tuple(reversed(keys))


def _open(line: str) -> bool:
    """A quote or a list in brackets is open: what is written is inside a value."""
    return line.count('"') % 2 == 1 or line.rfind("[") > line.rfind("]")


def _brackets(line: str) -> tuple[str, ...]:
    """The keys whose maps in brackets are open on a line: of ``north: {goals: {`` both."""
    keys: list[str] = []
    for part in re.finditer(r"""([\w.]+)["']?\s*:\s*\{|[{}]""", line):
        if part[1]:
            keys.append(part[1])
        elif part[0] == "{":
            keys.append("")
        elif keys:
            keys.pop()
    return tuple(key for key in keys if key)


def _key_goes_here(line: str) -> bool:
    bare = line.rstrip()
    word = WORD.search(line)
    rest = bare[: len(bare) - len(word[0])].rstrip() if word else bare
    return not rest.strip("- ") or rest.endswith(("{", ","))


def _keys(path: tuple[str, ...]) -> Iterator[Offer]:
    """The keys that the schema knows at a path."""
    schema = json_schema()
    here = schema
    for step in path:
        here = _below(schema, here, step)
    for name, means in _whole(schema, here).get("properties", {}).items():
        yield Offer(name, "key", str(means.get("description", "")).replace("\n", " "))


def _below(schema: dict[str, Any], here: dict[str, Any], step: str) -> dict[str, Any]:
    whole = _whole(schema, here)
    found = whole.get("properties", {}).get(step, whole.get("additionalProperties"))
    return found if isinstance(found, dict) else {}


def _whole(schema: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    """What a place may be as a map: references followed, of several forms the one with most keys."""
    while "$ref" in here:
        here = schema["$defs"][here["$ref"].rsplit("/", 1)[-1]]
    forms = [_whole(schema, one) for one in here.get("anyOf", ())]
    forms += [_whole(schema, here["items"])] if isinstance(here.get("items"), dict) else []
    maps = [one for one in forms if "properties" in one or isinstance(one.get("additionalProperties"), dict)]
    if "properties" in here or not maps:
        return here
    return max(maps, key=lambda one: len(one.get("properties", ())))


def _names_as_keys(path: tuple[str, ...], situation: Situation | None, language: str) -> Iterator[Offer]:
    """Names of the file that are keys at a path: actors, options and terms."""
    if situation is None or not path:
        return
    if len(path) == 1 and path[0] in OF_ACTORS:
        yield from _actors(situation, language)
    if path[-1] in OF_REFERENCES:
        yield from _references(situation)
    if len(path) > 1 and path[-2] in OF_REFERENCES:
        yield from _levels(situation, path[-1])


def _values(key: str, above: tuple[str, ...], situation: Situation | None, language: str) -> Iterator[Offer]:
    """What can stand as the value of a key."""
    last = next((one for one in reversed(above) if not one.isdigit()), "")
    if situation is not None:
        if key in ACTORS and not (key == "to" and "cuts" in above):
            yield from _actors(situation, language)
        if key == "cites":
            yield from _cites(situation, language)
        if key in STATEMENTS or last in ("questions", "statements"):
            yield from _named(situation, language)
        if key in NUMBERS or last in NUMBERS:
            yield from _numbers(situation, language)
        if last in OF_REFERENCES:
            yield from _levels(situation, key)
    schema: dict[str, Any] = json_schema()
    here = schema
    for step in (*above, key):
        here = _below(schema, here, step)
    for form in (here, *here.get("anyOf", ())):
        for value in form.get("enum", ()):
            if isinstance(value, str):
                yield Offer(value, "value", "")


def _actors(situation: Situation, language: str) -> Iterator[Offer]:
    for name, actor in situation.actors.items():
        yield Offer(name, "actor", str(in_language(actor.name, language) or ""))


def _references(situation: Situation) -> Iterator[Offer]:
    for parts, symbol in situation.scope.symbols.items():
        if symbol.kind in ("option", "term"):
            yield Offer(
                reference_text(parts), "option" if symbol.kind == "option" else "term", " · ".join(symbol.levels)
            )


def _named(situation: Situation, language: str) -> Iterator[Offer]:
    """What a statement can name."""
    yield from _references(situation)
    for name, statement in situation.statements.items():
        yield Offer(name, "statement", in_language(statement.text, language) or statement.statement)
    for name, outcome in (situation.outcomes or {}).items():
        yield Offer(name, "outcome", in_language(outcome.text, language) or "")
    for word in ("and", "or", "not", "if", "status_quo"):
        yield Offer(word, "word", "")


def _numbers(situation: Situation, language: str) -> Iterator[Offer]:
    for name, driver in situation.drivers.items():
        yield Offer(name, "driver", in_language(driver.text, language) or "")
    for name in situation.words:
        yield Offer(name, "word", "")


def _levels(situation: Situation, reference: str) -> Iterator[Offer]:
    symbol = situation.scope.symbols.get(tuple(reference.split(".")))
    for level in symbol.levels if symbol is not None else ():
        yield Offer(level, "level", "")


def _cites(situation: Situation, language: str) -> Iterator[Offer]:
    for name, passage in situation.passages.items():
        yield Offer(name, "cite", in_language(passage.translation, language) or passage.quote)
