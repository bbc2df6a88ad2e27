"""What every key of the format means, and the schema in an older draft.

The meaning of a field is the text that stands under it in its record. Python drops such texts when it runs, so they are
read from the source of the records: only when a schema is asked for.
"""

from __future__ import annotations

import ast
import inspect
import sys
from copy import deepcopy
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from detente.situation.model import Situation
from detente.situation.records import NOUN, Cite, Record

# A quantity may be written in several forms, which are no fields of its record.
FORMS = {
    "value": "The number itself, in any of its forms, so that `cites`, `why` or `text` can stand beside it.",
    "low": "The least value of a triangular range.",
    "likely": "The most likely value of a triangular range, and its centre.",
    "high": "The greatest value of a triangular range.",
    "any": "One of these numbers, each as likely as the others; the first is the centre.",
}


@cache
def meanings() -> dict[str, dict[str, str]]:
    """Record → key as it is written in a file → what it means."""
    records: list[type[BaseModel]] = [Cite, *_below(Record)]
    found = {record.__name__: _of(record) for record in records}
    return {**found, "Quantity": {**FORMS, **found["Quantity"]}}


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with a description at every property."""
    found = deepcopy(schema)
    _describe({key: part for key, part in found.items() if key != "$defs"}, meanings()[Situation.__name__])
    for name, definition in found["$defs"].items():
        _describe(definition, meanings()[name])
    return found


def older(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema of draft 2020-12 in draft 7: other names for definitions and for the items of a list of fixed length."""
    made: dict[str, Any] = _seventh(schema)
    return {**made, "$schema": "http://json-schema.org/draft-07/schema#"}


def _seventh(node: Any) -> Any:
    if isinstance(node, list):
        return [_seventh(part) for part in node]
    if not isinstance(node, dict):
        return node
    names = {"$defs": "definitions", "prefixItems": "items"}
    made = {names.get(key, key): _seventh(part) for key, part in node.items()}
    if isinstance(made.get("$ref"), str):
        ref = made.pop("$ref").replace("#/$defs/", "#/definitions/")
        # Draft 7 hears nothing that stands beside a reference.
        return {**made, "allOf": [{"$ref": ref}]} if made else {"$ref": ref}
    return made


def _describe(node: Any, keys: dict[str, str]) -> None:
    """Put the meanings beside the properties of one record, in whatever form it may be written."""
    if isinstance(node, list):
        for part in node:
            _describe(part, keys)
    if isinstance(node, dict) and node.get("title") != NOUN:  # a name with its forms says itself what they mean
        for key, part in node.get("properties", {}).items():
            part["description"] = keys[key]
        for part in node.values():
            _describe(part, keys)


def _below(record: type[BaseModel]) -> list[type[BaseModel]]:
    """A record and all that are made from it."""
    return [record, *(one for child in record.__subclasses__() for one in _below(child))]


def _of(record: type[BaseModel]) -> dict[str, str]:
    """The meanings of a record's keys, those that it has from others included."""
    written: dict[str, str] = {}
    for parent in reversed(record.__mro__):
        written |= _texts(parent.__module__).get(parent.__name__, {}) if issubclass(parent, BaseModel) else {}
    named = {field: record.model_fields[field].alias or field for field in written if field in record.model_fields}
    return {key: written[field] for field, key in named.items()}


@cache
def _texts(module: str) -> dict[str, dict[str, str]]:
    """Class → field → the text under it, as the source of a module has them."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {one.name: _under_fields(one.body) for one in classes}


def _under_fields(body: list[ast.stmt]) -> dict[str, str]:
    found = {}
    for field, below in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            text = below.value.value if isinstance(below.value, ast.Constant) else None
            if isinstance(text, str):
                found[field.target.id] = " ".join(text.split())
    return found
