"""Whose name in a table is whose: by what the table's `actors` say, by name, or by the codes of states.

An actor is a state if its `code` says so, else if one of its names is a state's. Then every code of that state and
every spelling of its name is the actor. What matched what, and what did not, is kept to be shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.evidence.sources import SourceError
from detente.evidence.tables.countries import Country, by_any, by_code, by_name, folded, near
from detente.evidence.tables.table_columns import Keys
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.records import Actor
from detente.situation.relations import Table


def texts_of(actor: Actor) -> list[str]:
    """What an actor is called, in every language."""
    return list(actor.name.values()) if isinstance(actor.name, dict) else [actor.name] if actor.name else []


def country_of(name: str, actor: Actor) -> Country | None:
    """The state that an actor is; None if it is none, or if its names are those of several."""
    for system, code in (actor.code or {}).items():
        return by_code(system, code)
    for written in (*texts_of(actor), name, *actor.aliases):
        is_code = written == name or written.isupper()
        if (found := by_any(written) if is_code else by_name(written)) is not None:
            return found
    return None


@dataclass
class Names:
    """The actors by every name that a table may use. `mapped`: what the table's `actors` say."""

    ours: dict[str, str] = field(default_factory=dict)
    alike: dict[str, str] = field(default_factory=dict)
    states: dict[Country, str] = field(default_factory=dict)
    mapped: dict[str, tuple[str, ...]] = field(default_factory=dict)
    found: dict[str, str | None] = field(default_factory=dict)

    @staticmethod
    def of(situation: Situation, given: dict[str, str]) -> Names:
        names = Names()
        for actor, record in situation.actors.items():
            if actor in given:
                written = tuple(part.strip() for part in given[actor].split(";"))
                names.mapped[actor] = written
                names.ours |= dict.fromkeys(written, actor)
                for name in written:
                    if (state := by_any(name)) is not None:
                        names.states[state] = actor
                continue
            for name in (actor, *texts_of(record), *record.aliases):
                names.ours.setdefault(name, actor)
                names.alike.setdefault(folded(name), actor)
            if (state := country_of(actor, record)) is not None:
                names.states.setdefault(state, actor)
        return names

    def actor(self, name: str, keys: Keys = ()) -> str | None:
        """Our actor of this name. `keys`: what else its row calls it; codes may be padded (``008`` is 8)."""
        if name not in self.found:
            self.found[name] = self._look(keys or (("name", name),))
        return self.found[name]

    def _look(self, keys: Keys) -> str | None:
        for _, text in keys:
            if (known := self.ours.get(text) or self.ours.get(text.lstrip("0"))) is not None:
                return known
        for system, text in keys:
            state = by_any(text) if system == "name" else by_code(system, text)
            if state is not None:
                return self.states.get(state)
        spellings = (folded(text) for system, text in keys if system == "name")
        return next((self.alike[text] for text in spellings if text in self.alike), None)

    def written(self, actor: str) -> tuple[str, ...]:
        """What the table calls an actor, as far as its names were looked up."""
        return tuple(name for name, known in self.found.items() if known == actor)


def match(names: Names, seen: dict[str, Keys], situation: Situation, table: Table) -> list[SourceError]:
    """Look up every name of a table; what is wrong: names and actors that match nothing but are near something."""
    for name, keys in seen.items():
        names.actor(name, keys)
    faults = []
    texts = {text: first for first, keys in seen.items() for _, text in keys}
    for actor, written in names.mapped.items():
        for name in written:
            state = by_any(name)
            known = {*texts, *(text.lstrip("0") for text in texts)}
            if name in known or (state is not None and any(_is(state, keys) for keys in seen.values())):
                continue
            likely = nearest_to(name, seen)
            faults.append(SourceError("table_name", "actors", file=table.file, name=name, actor=actor, nearest=likely))
    for actor, record in situation.actors.items():
        if actor in names.mapped or names.written(actor):
            continue
        state = country_of(actor, record)
        if state is not None and table.format == "plain" and table.others == "refused":
            continue  # there, every name that is not ours is a fault
        for name in texts_of(record) or [actor] if state is None else state.names:
            if likely := nearest_to(name, seen, sure=True) if state is None else _slips(name, seen):
                found = {"file": table.file, "name": name, "actor": actor, "nearest": likely}
                faults.append(SourceError("table_unmatched", "file", **found))
                break
    return faults


def _slips(name: str, seen: dict[str, Keys]) -> tuple[str, ...]:
    """What a table may have written for the name of a state, and is the name of none."""
    unknown = [text for keys in seen.values() for system, text in keys if system == "name" and not by_any(text)]
    close = nearest(name, unknown) if len(folded(name)) > 3 else None
    return () if close is None else (close,)


def _is(state: Country, keys: Keys) -> bool:
    return any((by_any(text) if system == "name" else by_code(system, text)) is state for system, text in keys)


def nearest_to(name: str, seen: dict[str, Keys], *, sure: bool = False) -> tuple[str, ...]:
    """What is most like a name, in the file and among states; `sure`: only what differs by a slip."""
    texts = {text: keys for keys in seen.values() for _, text in keys if not text.isdecimal()}
    close = nearest(name, texts)
    if sure and len(folded(name)) < 4:
        return ()
    if close is None:
        return near(name)
    state = by_any(close)
    here = (
        shown_keys(texts[close])
        if state is None
        else state.shown
        if by_name(close) is None
        else f"{close} ({state.coded})"
    )
    return (here, *(other for other in near(name) if state is None or other != state.shown))[:3]


def shown_keys(keys: Keys) -> str:
    """A row's names and codes in one: Japan (740, JPN)."""
    texts = [text for system, text in sorted(keys, key=lambda one: one[0] != "name")]
    return texts[0] + (f" ({', '.join(texts[1:])})" if len(texts) > 1 else "")


def spelled(names: Names) -> dict[str, tuple[str, ...]]:
    """Actors that a table spells in several ways where it was not told to."""
    many = {actor: names.written(actor) for actor in dict.fromkeys(names.found.values()) if actor is not None}
    return {actor: ways for actor, ways in many.items() if len(ways) > 1 and actor not in names.mapped}
