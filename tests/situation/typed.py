"""A YAML file as an editor's schema checker sees it: typed values, keys as text."""

from __future__ import annotations

import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from detente.situation.reading.schema import Draft, json_schema

VALIDATORS: dict[Draft, Any] = {
    "2020-12": Draft202012Validator(json_schema()),
    "7": Draft7Validator(json_schema("7")),
}


def typed(text: str) -> Any:
    """The data of a YAML 1.2 text with numbers, truths and nulls; dates as ISO text. Raises `YAMLError`."""
    return _plain(YAML(typ="safe", pure=True).load(text))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.datetime) else value


def _key(key: Any) -> str:
    if isinstance(key, bool):
        return str(key).lower()
    return key.isoformat() if isinstance(key, datetime.date) else str(key)


@cache
def schema_faults(text: str, draft: Draft = "2020-12") -> tuple[str, ...]:
    """What the schema says against a text; a text that no typed YAML reader reads is a fault too."""
    data, fault = _read(text)
    return fault or tuple(f"{error.json_path}: {error.message[:100]}" for error in VALIDATORS[draft].iter_errors(data))


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[Any, tuple[str, ...]]:
    """The data, or why there is none; it is read once for both drafts."""
    try:
        return typed(text), ()
    except (YAMLError, ValueError, TypeError, OverflowError, AttributeError) as error:
        return None, (f"not loaded: {type(error).__name__}",)


def schema_faults_of(path: Path) -> tuple[str, ...]:
    return schema_faults(path.read_text(encoding="utf-8"))
