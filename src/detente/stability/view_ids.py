"""The ids that outcomes have in the situation itself, for a view of it that has fewer of them.

A perception may add rules: then an actor sees some of the outcomes only. They keep the ids of the situation, so that
one may lie beside the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.outcomes.space import Space
from detente.result import Row

WITH_IDS = (
    *("stable", "equilibria", "holds", "predicted", "possible", "drift", "anticipated", "sacrifices"),
    *("coalitions", "universal", "perhaps", "perhaps_equilibria"),
)
ID_KEYS = ("id", "from", "to")


def ids_of(view: Space, whole: Space) -> list[int]:
    """The id that each outcome of a view has in the situation itself; if some are none of its, they count from 1."""
    places = [whole.index_of(view.name(index)) for index in range(view.count)]
    known = [place + 1 for place in places if place is not None]
    return known if len(known) == view.count else list(range(1, view.count + 1))


def with_ids(data: dict[str, Any], ids: Sequence[int]) -> dict[str, Any]:
    """The JSON of stability with other ids: the first outcome gets the first of them, and so on."""
    outcomes = [{**one, "id": ids[one["id"] - 1]} for one in data["outcomes"]]
    lists = {key: _mapped(data[key], ids) for key in WITH_IDS if key in data}
    return {**data, "outcomes": outcomes, **lists}


def numbered(data: Any, ids: Sequence[int]) -> Any:
    """Any other JSON with other ids: numbers under `ID_KEYS`, and every number of the lists under `WITH_IDS`."""
    if isinstance(data, list):
        return [numbered(one, ids) for one in data]
    if not isinstance(data, dict):
        return data
    found = {}
    for key, value in data.items():
        if key in ID_KEYS and isinstance(value, int) and not isinstance(value, bool):
            found[key] = ids[value - 1]
        else:
            found[key] = _mapped(value, ids) if key in WITH_IDS else numbered(value, ids)
    return found


def numbered_rows(rows: Sequence[Row], ids: Sequence[int] | None) -> list[Row]:
    """The same of the rows of a table; None: as they are."""
    return list(rows) if ids is None else [numbered(row, ids) for row in rows]


def _mapped(value: Any, ids: Sequence[int]) -> Any:
    """Every id in lists and mappings; names of who moves stay."""
    if isinstance(value, dict):
        return {key: _mapped(one, ids) for key, one in value.items()}
    if isinstance(value, list):
        return [_mapped(one, ids) for one in value]
    return ids[value - 1] if isinstance(value, int) else value
