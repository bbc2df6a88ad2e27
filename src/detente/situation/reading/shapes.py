"""How the entries of a file become the fields of a record: short forms, names, dates, and what must not be.

Each function takes the plain data of the file (scalars as their source text, so ``no`` and ``1.10`` stay what was
typed) and raises `PydanticCustomError` whose type is a message key.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any, NoReturn

from pydantic_core import PydanticCustomError

from detente.situation.digits import ascii_number
from detente.situation.identifiers import hidden, name_fault, nearest, normal
from detente.situation.quantity import Form, QuantityError, read_form
from detente.words.grammar import COUNTS, Forms, Noun

LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
OTHER_FORMS = ("short", "adjective", "in_list")
YES_NO = ("true", "false", "yes", "no")
NOUN: dict[str, tuple[str, ...]] = {
    "text": (),
    "plural": YES_NO,
    "gender": ("m", "f"),
    "number": COUNTS,
    **dict.fromkeys(OTHER_FORMS, ()),
}
DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
MAX_LEVELS = 250
COMMON = ("cites", "why", "note")
BESIDE = (*COMMON, "text")
TRIANGLE = ("low", "likely", "high")
QUANTITY = ("value", *TRIANGLE, "any", *BESIDE)
QUANTITY_KEYS = frozenset(QUANTITY)
CODES = ("iso3", "cow", "gw")
CITE_KEYS = frozenset({"name", "source", "quote", "prefix", "suffix", "row"})
VARIANT_MAY_HOLD = frozenset(
    {"date", "title", "note", "why", "cites", "sources", "passages", "held", "drivers", "together", "words"}
    | {"statements", "rules", "cuts", "status_quo", "preferences", "issues", "ties", "dependence", "mactor"}
    | {"capability_table", "questions", "checks", "moves", "actors", "agreements"}
)
PERCEPTION_MAY_HOLD = frozenset({"note", "why", "cites", "preferences", "drivers", "rules", "cuts"})
THOUGHT_MAY_HOLD = frozenset({"note", "why", "cites", "preferences", "drivers"})  # what an actor thinks another sees


def fail(code: str, **params: Any) -> NoReturn:
    raise PydanticCustomError(code, code, params)


def scalar(value: Any) -> str:
    """The text of a scalar; anything else is an error."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    fail("text_expected", found=kind(value))


def kind(value: Any) -> str:
    """What sort of entry this is, as a message key."""
    if value is None:
        return "empty"
    return "map" if isinstance(value, dict) else "list" if isinstance(value, list | tuple) else "text"


def line(value: Any) -> str:
    text = scalar(value)
    if not text.strip():
        fail("text_empty")
    return text


def name(value: Any) -> str:
    text = normal(scalar(value))
    if fault := name_fault(text):
        fail(fault, name=text, found=hidden(text))
    return text


def text(value: Any) -> str | dict[str, str]:
    """Words for people: one string, or one per language."""
    if not isinstance(value, dict):
        return _words(value)
    if not value:
        fail("text_empty")
    for language in value:
        if not LANGUAGE.match(str(language)):
            fail("language_unknown", at=(str(language),), in_key=True, language=str(language))
    return {str(language): _words(words) for language, words in value.items()}


def _words(value: Any) -> str:
    return found if (found := scalar(value)).strip() else ""  # nothing but spaces is no text


def named(value: Any) -> str | dict[str, str]:
    """A name: as a text, but in each language it may be a map with its grammatical forms (a `Noun`)."""
    if not isinstance(value, dict) or "text" not in value:
        plain = {key: words["text"] if _has_forms(words) else words for key, words in _languages(value)}
        found = text(plain or value)
        if isinstance(found, dict):
            return {key: _noun(words, value[key], (key,)) for key, words in found.items()}
        return found
    return _noun(scalar(value["text"]), value, ())


def _languages(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _has_forms(value: Any) -> bool:
    return isinstance(value, dict) and "text" in value


def _noun(words: str, written: Any, at: tuple[str, ...]) -> str:
    """The words with the forms that are written beside them; the words alone if none are."""
    if not isinstance(written, dict):
        return words
    for key, value in written.items():
        if key not in NOUN:
            fail("key_unknown", at=(*at, key), in_key=True, name=key, nearest=nearest(key, NOUN), known=tuple(NOUN))
        if NOUN[key]:
            one_of(NOUN[key], value, (*at, key))
    if "plural" in written and "number" in written:
        fail("noun_number_twice", at=(*at, "plural"), in_key=True)
    number = written.get("number")
    if "plural" in written:
        number = "plural" if yes_no(written["plural"]) else "singular"
    short, adjective, in_list = (line(written[key]) if key in written else None for key in OTHER_FORMS)
    return Noun(words, Forms(written.get("gender"), number, short, adjective, in_list))


def one_of(known: tuple[str, ...], value: Any, at: tuple[str, ...] = ()) -> str:
    """The text of a scalar that may be only one of these."""
    found = scalar(value)
    if found not in known:
        fail("value_unknown", at=at, found=found, nearest=nearest(found, known), known=known)
    return found


def yes_no(value: Any) -> bool:
    return one_of(YES_NO, value) in ("true", "yes")


def noun_written(value: Any) -> Any:
    """A name as a file writes it."""
    if isinstance(value, dict):
        return {language: noun_written(words) for language, words in value.items()}
    if not isinstance(value, Noun):
        return value
    said = {key: getattr(value.forms, key) for key in ("gender", "number", *OTHER_FORMS)}
    return {"text": str(value), **{key: form for key, form in said.items() if form is not None}}


def reason(value: Any) -> str | dict[str, str]:
    """A text that must say something, in each of its languages."""
    if value is None or value == {}:
        fail("accept_unreasoned")
    words = text(value)
    for language, written in words.items() if isinstance(words, dict) else [("", words)]:
        if not written.strip():
            fail("accept_unreasoned", at=(language,) if language else ())
    return words


def date(value: Any) -> str:
    """A year, a month or a day, as written, in ASCII digits."""
    written = ascii_number(scalar(value))
    match = DATE.fullmatch(written)
    if match:
        year, month, day = (int(part) if part else 1 for part in match.groups())
        try:
            datetime.date(year, month, day)
        except ValueError:
            match = None
    if not match:
        fail("date_broken", found=written)
    return written


def code(value: Any) -> Any:
    """The codes of a state by system; a bare one is that of ISO 3166."""
    if not isinstance(value, dict):
        return value if value is None else {"iso3": line(value)}
    if odd := [key for key in value if key not in CODES]:
        fail("key_unknown", at=(odd[0],), in_key=True, name=odd[0], nearest=nearest(odd[0], CODES), known=CODES)
    return {key: line(item) for key, item in value.items()}


def rating(value: Any) -> str:
    written = scalar(value)
    if not re.fullmatch("[A-F][1-6]", written):
        fail("rating_broken", found=written)
    return written


def shorthand(field: str) -> Callable[[Any], Any]:
    """A bare scalar stands for a record with only this field; nothing at all for an empty record.

    Where the field is a text, a map from languages to words (``{en: …, ar: …}``) stands for it too.
    """

    def from_scalar(value: Any) -> Any:
        if value is None:
            return {} if field == "text" else {field: ""}
        if isinstance(value, str | int | float):
            return {field: value}
        if field == "text" and isinstance(value, dict) and value and all(map(is_language, value)):
            return {field: value}
        return value

    return from_scalar


def listed(field: str) -> Callable[[Any], Any]:
    """A bare list stands for a record with only this field."""
    return lambda value: {field: value} if isinstance(value, list | tuple) else value


def is_language(key: Any) -> bool:
    """True for a language code that is not the name of a field."""
    return bool(LANGUAGE.match(str(key))) and str(key) not in COMMON


def empty_record(value: Any) -> Any:
    return {} if value is None else value


def levels(value: Any) -> Any:
    """Levels in order, as a list of names or a map from name to text; at least two."""
    as_map = names_as_map(value)
    if isinstance(as_map, dict) and len(as_map) < 2:
        fail("levels_few", count=len(as_map))
    if isinstance(as_map, dict) and len(as_map) > MAX_LEVELS:
        fail("levels_many", count=len(as_map), limit=MAX_LEVELS)
    return as_map


def names_as_map(value: Any) -> Any:
    """A list of names as a map from each name to nothing; a repeated name is an error."""
    if not isinstance(value, list | tuple):
        return value
    found: dict[str, None] = {}
    for place, item in enumerate(value):
        item_name = name(item)
        if item_name in found:
            fail("name_twice", name=item_name, at=(place,))
        found[item_name] = None
    return found


def cite(value: Any) -> Any:
    """A name, a quote of a source or a row of it; a bare scalar is a name."""
    if isinstance(value, str | int | float):
        return {"name": value}
    if not isinstance(value, dict):
        fail("cite_shape")
    given = set(value)
    row, quote = given == {"source", "row"}, {"source", "quote"} <= given <= {"source", "quote", "prefix", "suffix"}
    if given <= CITE_KEYS and not (row or quote or given == {"name"}):
        fail("cite_shape")
    for key in ("name", "source", "quote", "row"):
        if key in given and value[key] is None:
            fail("text_empty", at=(key,))
    return value


def quantity(value: Any) -> Any:
    """Any form of a quantity, wrapped or not, as ``{form, text, cites, why, note}``."""
    if isinstance(value, dict) and isinstance(value.get("form"), Form):
        return value
    extra: dict[str, Any] = {}
    at: tuple[str, ...] = ()
    if isinstance(value, dict):
        _quantity_keys(value)
        extra = {key: value[key] for key in BESIDE if key in value}
        value = {key: item for key, item in value.items() if key not in BESIDE}
        if set(value) == {"value"}:
            value, at = value["value"], ("value",)
    try:
        return {"form": read_form(value), **extra}
    except QuantityError as error:
        fail(error.code, at=(*at, *error.at), **error.params)


def _quantity_keys(value: dict[str, Any]) -> None:
    """Refuse a key that no quantity has, and a triangle that lacks a corner."""
    for key in value:
        if key not in QUANTITY_KEYS and not QUANTITY_KEYS.isdisjoint(value):
            fail("key_unknown", at=(key,), in_key=True, name=key, nearest=nearest(key, QUANTITY_KEYS), known=QUANTITY)
    corners = [key for key in TRIANGLE if key in value]
    if len(corners) == 2 and "value" not in value:
        missing = next(key for key in TRIANGLE if key not in value)
        fail("key_missing", in_key=True, name=missing, inside="")


def group(value: Any) -> Any:
    """Several lines (a group of a ranking, an order): a list of them, or one."""
    return value if isinstance(value, list | tuple) else [value]


def pair(value: Any) -> Any:
    if not isinstance(value, list | tuple) or len(value) != 2:
        fail("pair_expected")
    return tuple(value)


def graded(value: Any) -> Any:
    """Two outcomes and a number between 0 and 1."""
    if not isinstance(value, list | tuple) or len(value) != 3:
        fail("graded_expected")
    return tuple(value)


ATTITUDES = {"+": "+", "positive": "+", "-": "-", "−": "-", "negative": "-", "0": "0", "neutral": "0"}


def attitude(value: Any) -> str:
    """``+``, ``-`` or ``0``, or a word for it."""
    written = scalar(value).strip()
    if written not in ATTITUDES:
        fail("attitude_unknown", found=written)
    return ATTITUDES[written]


def is_divider(value: Any) -> str:
    return "divider" if value == ">>" else "entry"


def map_or_other(value: Any) -> str:
    return "map" if isinstance(value, dict) else "other"


def pairs_or_quantity(value: Any) -> str:
    return "pairs" if isinstance(value, list | tuple) else "quantity"


def partial(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        fail("map_expected", found=kind(value))
    return dict(value)


def one_rule(record: Any) -> Any:
    forms = [record.never, record.at_most_one, record.exactly_one, record.at_most, record.if_]
    if sum(form is not None for form in forms) != 1 or (record.if_ is None) != (record.then is None):
        fail("rule_shape")
    return record


def want_or_avoid(record: Any) -> Any:
    if (record.want is None) == (record.avoid is None):
        fail("want_or_avoid")
    return record


KINDS = ("priorities", "ranking", "fuzzy", "probable", "any")


def one_preference(record: Any) -> Any:
    """A preference of exactly one kind, with what goes with that kind only."""
    cardinal = record.goals is not None or record.points is not None or record.base is not None
    pairs = isinstance(record.much, tuple) or any(
        part is not None for part in (record.prefers, record.degrees, record.unknown)
    )
    kinds = [cardinal, pairs, *(getattr(record, kind) is not None for kind in KINDS)]
    if sum(kinds) != 1:
        fail("preference_kinds", count=sum(kinds))
    if record.much is not None and not isinstance(record.much, tuple) and not cardinal:
        fail("much_needs_goals", at=("much",), in_key=True)
    for kind, names in (("fuzzy", ("threshold",)), ("probable", ("leave_above", "hurt_up_to", "credible_above"))):
        for name in names:
            if getattr(record, name) is not None and getattr(record, kind) is None:
                fail("bound_needs_kind", at=(name,), in_key=True, name=name, kind=kind)
    for name in ("order", "total"):
        if getattr(record, name) is not None and record.goals is None:
            fail("order_needs_goals", at=(name,), in_key=True, name=name)
    return record


def tie_ends(record: Any) -> Any:
    """Between two, from one to another, or from a table."""
    one_way = (record.from_ is not None) + (record.to is not None)
    if (record.between is not None) + (one_way > 0) + (record.table is not None) != 1 or one_way == 1:
        fail("tie_ends")
    return record


def years(value: Any) -> str:
    """A year, or a span of years: ``2014..2018``."""
    written = ascii_number(scalar(value).strip())
    match = re.fullmatch(r"(\d{4})(?:\.\.(\d{4}))?", written)
    if not match or (match[2] and match[2] < match[1]):
        fail("years_broken", found=written)
    return written
