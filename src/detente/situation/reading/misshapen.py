"""What does not have the shape the format asks for: reported, set aside, and the rest is read again.

One broken entry must not hide the others, and must not be blamed twice. So what is missing is filled in, what is
misshapen is taken out, and both are remembered: a name that went with it is no unknown name, a record that lost a part
is not called incomplete.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from detente.situation.identifiers import nearest
from detente.situation.meant_keys import meant as meant_key
from detente.situation.model import Situation
from detente.situation.quantity import as_written
from detente.situation.reading.faults import MAX_SUGGESTIONS, Faults, Path
from detente.situation.reading.nodes import Node
from detente.situation.reading.schema import keys_at
from detente.situation.records import FROM_FILE

MAX_ROUNDS = 40
DEFINING = ("actors", "options", "agreements", "outcomes", "statements", "drivers", "words", "passages", "sources")
FILLED: dict[str, Any] = {
    "detente": "1", "actors": {}, "parties": [], "terms": {}, "positions": {}, "influence": {}, "objectives": {},
    "statement": "true", "want": "true", "weight": "1", "position": "0", "correlation": "0", "kind": "tie",
    "sign": "positive", "observe": "true", "readings": {},
}  # fmt: skip


def validated(data: dict[str, Any], faults: Faults) -> Situation | None:
    """The situation that is left when everything misshapen is reported and set aside; None if nothing is."""
    for _ in range(MAX_ROUNDS):
        try:
            return Situation.model_validate(data, context=FROM_FILE)
        except ValidationError as error:
            details = error.errors(include_url=False)
            found = [(detail, _real_path(detail, data)) for detail in details]
            moved = False
            unknown = [path for detail, path in found if detail["type"] == "extra_forbidden"]
            near = {path: _meant(path, data) for path in unknown[:MAX_SUGGESTIONS]}
            meant = {(*path[:-1], key) for path, key in near.items()}
            for detail, path in found:
                if not faults.broken_at(path) and path not in meant:
                    _report(detail, path, faults, near.get(path))
            for path in sorted({_to_set_aside(path) for _, path in found}, reverse=True):
                moved |= _set_aside(data, path, faults)
                faults.aside.paths.add((*path[:-1], "*") if isinstance(path[-1], int) else path)
            if not moved:
                return None
    return None


def _real_path(detail: Any, data: Any) -> Path:
    """The steps of an error's location that exist in the file (validators add steps of their own), and a missing key.

    Where a fault is inside what its validator was given, ``at`` leads there.
    """
    steps = [*detail["loc"], *(detail.get("ctx") or {}).get("at", ())]
    missing = [detail["loc"][-1]] if detail["type"] == "missing" else []
    steps = steps[: len(steps) - len(missing)]
    path: list[str | int] = []
    here: Any = data
    for step in steps:
        below = _inside(here, (step,))
        if below is not None or (isinstance(here, dict) and step in here):
            here = below
            path.append(step)
    return (*path, *missing)


def _meant(path: Path, data: Any) -> str | None:
    """The key that an unknown key was probably meant to be."""
    return meant_key(str(path[-1]), keys_at(path[:-1]), _inside(data, path[:-1]) or ())


def _report(detail: Any, path: Path, faults: Faults, meant: str | None) -> None:
    """The problem that a validation error stands for. `meant`: what an unknown key was probably meant to be."""
    kind = detail["type"]
    context = {key: value for key, value in (detail.get("ctx") or {}).items() if key not in ("error", "at")}
    found = faults.root.at(path)
    if kind in ("extra_forbidden", "key_unknown", "quantity_empty") and (whole := _before_comma(path, faults)):
        found_number = f"{whole},{path[-1]}"
        faults.add("number_written", path, key=True, found=found_number, wanted=as_written(found_number))
    elif kind == "missing":
        faults.add("key_missing", path[:-1], key=True, name=str(path[-1]), inside=_name_of(path[:-1]))
    elif kind == "extra_forbidden":
        known = keys_at(path[:-1])
        faults.add("key_unknown", path, key=True, name=str(path[-1]), nearest=meant, known=known)
    elif kind == "literal_error":
        expected = tuple(part.strip("' ") for part in context["expected"].replace(" or ", ", ").split(", "))
        word = found.text or "[]" * (found.kind == "list") + "{}" * (found.kind == "map")
        faults.add("value_unknown", path, found=word, known=expected, nearest=nearest(found.text, expected))
    elif kind in ("dict_type", "model_type", "model_attributes_type", "map_expected"):
        faults.add("map_expected", path, name=_last_name(path))
    elif kind in ("tuple_type", "list_type"):
        faults.add("list_expected", path, name=_last_name(path))
    else:
        in_key = context.pop("in_key", False) or "[key]" in detail["loc"]
        faults.add(kind, path, key=in_key, **context)


def _before_comma(path: Path, faults: Faults) -> str | None:
    """The number that stands before a key of digits: ``{value: 0,4}`` is read as two entries."""
    if not str(path[-1]).isdecimal():
        return None
    entries = faults.root.at(path[:-1]).entries
    place = list(entries).index(str(path[-1])) if str(path[-1]) in entries else 0
    if not place:
        return None
    before = [*entries.values()][place - 1][1].text
    return before if before.lstrip("-").isdecimal() else None


def _name_of(path: Path) -> str:
    return ".".join(str(step) for step in path)


def _last_name(path: Path) -> str:
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "")


def _to_set_aside(path: Path) -> Path:
    """What goes with the fault: an option whose levels are broken goes whole, since nothing can be said of it."""
    if path[:1] in (("options",), ("agreements",)):
        for key in ("levels", "share"):
            if key in path[1:]:
                return path[: path.index(key)]
    return path


def _set_aside(data: Any, path: Path, faults: Faults) -> bool:
    """Take the entry at the path out of the data (fill it in if it must not be missing); False if nothing changed."""
    if not path:
        return False
    holder, last = _inside(data, path[:-1]), path[-1]
    if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        del holder[last], faults.root.at(path[:-1]).items[last : last + 1]
    elif isinstance(holder, dict) and last in holder:
        if path[0] in DEFINING:
            faults.suspects.update({str(last), *_texts(faults.root.at(path))})
        del holder[last]
    elif isinstance(holder, dict) and last in FILLED:
        holder[last] = FILLED[last]
    else:
        return _set_aside(data, path[:-1], faults)
    return True


def _inside(data: Any, path: Path) -> Any:
    """What stands at the path; None if nothing does."""
    for step in path:
        is_key = isinstance(data, dict) and step in data
        if not is_key and not (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            return None
        data = data[step]
    return data


def _texts(node: Node) -> Iterable[str]:
    """All keys and items inside: names that the broken entry may have defined."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield from here.entries
        yield from (item.text for item in here.items if item.kind == "scalar")
        waiting += [*here.items, *(value for _, value in here.entries.values())]
