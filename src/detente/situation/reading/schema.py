"""The JSON Schema of situation files, for editors, made from the records themselves.

What the checker accepts the schema accepts, and what the schema refuses the checker refuses. The checker sees more:
`ONLY_THE_CHECKER` lists what (also printed in the reference).

What a key means stands in the records, in the text under each field. It is read from there when a schema is made
(`detente.situation.reading.described`), so that no check of a file pays for it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from detente.situation.model import Situation
from detente.situation.reading.described import described, older
from detente.situation.reading.shapes import COMMON, LANGUAGE

ONLY_THE_CHECKER = (
    "names that are not defined, or defined twice in different blocks",
    "statements and formulas: syntax, and whether they are truths or numbers",
    "reversed ranges, circles of drivers or statements, numbers written in another way (0,4)",
    "keys written twice, merge keys (<<) and tags",
    "exactly one kind of preference per actor, and of rule",
    "what does not go with the graph form",
    "outcomes: none feasible, an infeasible status quo, a ranking that leaves outcomes out",
    "quotes, claims and rows that are not in their source, or are newer than the date",
    "variants, perceptions and readings of acts merged into the base",
    "limits of size, nesting and expansion; paths outside the folder",
)

# Records that may be written as a bare scalar; true: also as words per language, or as nothing at all.
SHORT = {
    "Level": True,
    "Option": True,
    "Term": True,
    "Sentence": False,
    "Question": False,
    "Standing": False,
    "Held": False,
    "Item": False,
    "Position": False,
    "Cite": False,
    "Vote": False,
}
SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
NOTHING: dict[str, Any] = {"type": "null"}
WORDS: dict[str, Any] = {"type": "object", "minProperties": 1, "propertyNames": {"pattern": LANGUAGE.pattern}}
NUMBER = {"type": ["number", "string"], "pattern": r"^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?\s*$"}


Draft = Literal["2020-12", "7"]
IDS: dict[Draft, str] = {"2020-12": "urn:detente:situation:1", "7": "urn:detente:situation:1:draft-07"}


@cache
def json_schema(draft: Draft = "2020-12") -> dict[str, Any]:
    """The schema as plain data, with what every key means; in JSON Schema 2020-12, or draft 7 for older editors."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": IDS[draft]}
    schema = {**head, **described(_shape())}
    return schema if draft == "2020-12" else older(schema)


@cache
def _shape() -> dict[str, Any]:
    """What may stand where; not yet what it means."""
    schema = Situation.model_json_schema(by_alias=True)
    definitions = schema["$defs"]
    for name, empty in SHORT.items():
        if name in definitions:
            whole = definitions[name]
            definitions[name] = _either(whole, SCALAR, whole, *((WORDS, NOTHING) if empty else ()))
    docket, actor = definitions["Docket"], definitions["Actor"]
    definitions["Docket"] = _either(docket, docket["properties"]["terms"], docket)
    definitions["Actor"] = _either(actor, actor, NOTHING)
    definitions["Money"] = _either(definitions["Money"], {"enum": ["yes", "true", True]}, definitions["Money"], NOTHING)
    definitions["Quantity"] = _quantity(definitions["Quantity"])
    definitions["Cite"]["anyOf"][1] = _cite(definitions["Cite"]["anyOf"][1])
    _any_of(schema)
    names = {"type": "array", "items": SCALAR}
    for record in ("Option", "Term"):
        definitions[record]["anyOf"][1]["properties"]["levels"]["anyOf"].append(names)
    properties = schema["properties"]
    properties["outcomes"]["anyOf"].append(names)
    item = {"$ref": "#/$defs/Item"}
    groups = definitions["Preference"]["properties"]["ranking"]["anyOf"][0]
    groups["items"] = {"anyOf": [item, {"type": "array", "items": item}]}
    definitions["Preference"]["properties"]["order"]["anyOf"].append(SCALAR)
    for name, block in properties.items():
        if name not in schema["required"]:
            properties[name] = {"anyOf": [block, NOTHING]}
    schema["$defs"] = {name: definitions[name] for name in sorted(_used(schema["properties"], definitions))}
    schema["title"] = "A detente situation, format 1"
    return schema


def _used(node: Any, definitions: dict[str, Any]) -> set[str]:
    """The definitions that something refers to, directly or through others."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        here = waiting.pop()
        waiting += here.values() if isinstance(here, dict) else here if isinstance(here, list) else ()
        name = str(here.get("$ref", "")).rpartition("/")[2] if isinstance(here, dict) else ""
        if name and name not in found:
            found.add(name)
            waiting.append(definitions[name])
    return found


def _quantity(record: dict[str, Any]) -> dict[str, Any]:
    common = {key: record["properties"][key] for key in ("text", "cites", "why", "note")}

    def form(**properties: Any) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {**properties, **common},
            "required": list(properties),
            "additionalProperties": False,
        }

    triangle = {"low": NUMBER, "likely": NUMBER, "high": NUMBER}
    choice = {"any": {"type": "array", "items": NUMBER, "minItems": 1}}
    bare: list[dict[str, Any]] = [
        SCALAR,
        {**form(**triangle), "properties": triangle},
        {**form(**choice), "properties": choice},
    ]
    return _either(record, bare[0], form(**triangle), form(**choice), form(value={"anyOf": bare}))


def _either(record: dict[str, Any], *forms: dict[str, Any]) -> dict[str, Any]:
    """A record that may be written in several forms."""
    return {"title": record["title"], "description": record["description"], "anyOf": list(forms)}


def _cite(record: dict[str, Any]) -> dict[str, Any]:
    forms = ({"required": keys} for keys in (["name"], ["source", "row"], ["source", "quote"]))
    return {**record, "anyOf": list(forms)}


def _any_of(node: Any) -> None:
    """`anyOf` for `oneOf` throughout: a value may fit two forms that mean the same."""
    if isinstance(node, dict):
        if "oneOf" in node:
            node["anyOf"] = node.pop("oneOf")
        for value in node.values():
            _any_of(value)
    elif isinstance(node, list):
        for value in node:
            _any_of(value)


def keys_at(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys the format knows at this place of a file."""
    schema = _shape()
    here = _open(schema, schema)
    for step in path:
        below: list[dict[str, Any]] = []
        for node in here:
            if isinstance(step, str) and step in node.get("properties", {}):
                below += _open(node["properties"][step], schema)
            elif isinstance(step, str) and isinstance(node.get("additionalProperties"), dict):
                below += _open(node["additionalProperties"], schema)
            elif isinstance(step, int):
                for items in [node["items"]] if isinstance(node.get("items"), dict) else node.get("prefixItems", []):
                    below += _open(items, schema)
        here = below
    keys = dict.fromkeys(key for node in here for key in node.get("properties", {}))
    return tuple(sorted(keys, key=lambda key: key in COMMON))


def _open(node: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The alternatives of a schema node, references followed."""
    if "$ref" in node:
        return _open(schema["$defs"][node["$ref"].rsplit("/", 1)[1]], schema)
    if "anyOf" in node:
        return [inner for part in node["anyOf"] for inner in _open(part, schema)]
    return [node]
