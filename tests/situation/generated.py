"""Random small situations that use every block and every short form, as YAML text."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

ACTORS = ["japan", "روسيا", "U.S.", "2", "no", "日本"]


class Raw(str):
    """Text that stands in the file as it is, without quotes."""


def yaml(value: Any) -> str:
    """A value as one line of YAML: plain where it is raw, else in quotes."""
    match value:
        case dict():
            return "{" + ", ".join(f"{yaml(key)}: {yaml(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(yaml, value)) + "]"
        case Raw():
            return str(value)
        case None:
            return "null"
    return json.dumps(value, ensure_ascii=False)


class Situation:
    """A situation by chance; `text()` is the file."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.actors = self.some(ACTORS, 2)
        self.drivers: list[str] = []
        self.has_words = self.chance()
        self.options: dict[str, list[str] | None] = {}
        self.graph = self.chance(0.2)

    def chance(self, share: float = 0.5) -> bool:
        return self.dice.random() < share

    def one(self, *choices: Any) -> Any:
        """One of the choices; a function is called."""
        chosen = self.dice.choice(choices)
        return chosen() if callable(chosen) else chosen

    def some(self, items: list[Any], least: int = 0) -> list[Any]:
        return self.dice.sample(items, self.dice.randint(min(least, len(items)), len(items)))

    def raw(self, *choices: str) -> Raw:
        return Raw(self.dice.choice(choices))

    # Small things

    def words(self) -> Any:
        """A text: one, or one per language; perhaps a number or a truth."""
        per_language = [{"en": "words", "ar": "كلمات"}, {Raw("zh-Hant"): Raw("2019-01-24")}]
        bare = [Raw(text) for text in ("bare words", "3", "yes", "true", "1.50")]
        return self.one("a text: with, signs", *bare, *per_language)

    def about(self, record: dict[str, Any], *more: str) -> dict[str, Any]:
        """The record with some of what any record may carry."""
        for key in ("why", "note", *more):
            if self.chance(0.15):
                record[key] = self.one(self.words, None)
        if self.chance(0.1):
            record["cites"] = []
        return record

    def quantity(self, low: float = 0, high: float = 4, formula: str = "") -> Any:
        """A number between the bounds in any of its forms."""
        a, b = sorted((round(self.dice.uniform(low, high), 2), round(self.dice.uniform(low, high), 2)))
        forms: list[Callable[[], Any]] = [
            lambda: a, lambda: str(a), lambda: Raw(f"{a}..{b}"), lambda: {"low": a, "likely": str(b), "high": b},
            lambda: {"any": [b, str(a)]}, lambda: Raw(f"{b:g}e0"), lambda: f" {a} ", lambda: Raw("1"),
        ]  # fmt: skip
        if formula:
            forms += [lambda: formula]
        if self.has_words:
            forms += [lambda: Raw("minor")]
        if self.drivers and formula:
            forms += [lambda: self.dice.choice(self.drivers), lambda: f"{a} + 1 * {self.dice.choice(self.drivers)}"]
        form = self.one(*forms)
        if self.chance(0.3):
            return self.about({"value": form}, "text")
        return self.about(form, "text") if isinstance(form, dict) and self.chance() else form

    def statement(self) -> str:
        """Something true or false of an outcome."""
        if self.graph:
            return self.one("s1", "`s 2`", "not s1", "true", "s1 or `s 2`")
        name, levels = self.dice.choice(list(self.options.items()))
        plain = f"{name} == {self.dice.choice(levels)}" if levels else self.one(name, f"not {name}", f"{name} == yes")
        return self.one(plain, f"{plain} and true", f"({plain}) if not ({plain})")

    def sentence(self, *more: str) -> Any:
        return self.one(self.statement, lambda: self.about({"statement": self.statement()}, "text", *more))

    def levels(self) -> tuple[Any, list[str]]:
        names = self.one(["none", "some", "all"], ["`0`", "`10`"], ["no", "yes"], ["`2019`", "rest"])
        plain = [Raw(name.strip("`")) for name in names]
        if self.chance():
            return plain, names
        return {name: self.one(None, self.words, lambda: self.about({}, "text")) for name in plain}, names

    def option(self, name: str, term: bool = False) -> Any:
        """An option or a term; its levels are remembered under its name in statements."""
        self.options[name] = None
        record: dict[str, Any] = {}
        if self.chance(0.4):
            record["levels"], names = self.levels()
            self.options[name] = None if names == ["no", "yes"] else names
        if self.chance(0.3):
            record["move"] = self.raw("both", "forward", "back")
        if term and self.chance():
            record["leave"] = self.raw("any", "all", "never")
        if not record and self.chance(0.7):
            return self.one(None, self.words, {})
        return self.about(record, "text")

    # Blocks

    def text(self) -> str:
        """The file: blocks in any order, some of them null."""
        blocks: dict[str, Any] = {"detente": self.one(Raw("1"), "1"), "actors": self.actor_block()}
        blocks["drivers"] = self.driver_block()
        if self.graph:
            blocks["outcomes"] = self.one([Raw("s1"), "s 2", Raw("3")], {"s1": None, "s 2": self.words(), Raw("3"): {}})
            blocks["moves"] = {self.actors[0]: [["s1", "s 2"], [Raw("3"), Raw("s1")]]}
        else:
            blocks["options"] = {actor: {"act": self.option(f"`{actor}`.act")} for actor in self.actors}
            if self.chance(0.4):
                blocks["agreements"] = {"pact": self.agreement()}
            if self.chance(0.3):
                blocks["rules"] = {"r": self.rule()}
            if self.chance(0.2):
                blocks["cuts"] = {"c": self.about({"actor": self.actors[0], "from": self.statement(), "to": "true"})}
        if self.chance(0.4):
            blocks["status_quo"] = self.status_quo()
        blocks |= self.wants() | self.tables() | self.about_all()
        items = list(blocks.items())
        self.dice.shuffle(items)
        return "".join(f"{key}: {yaml(value)}\n" for key, value in items)

    def actor_block(self) -> dict[Any, Any]:
        def actor() -> Any:
            record: dict[str, Any] = {"aliases": self.some(["Tokyo", Raw("1"), Raw("true")])} if self.chance() else {}
            if self.chance(0.3):
                record["capability"] = self.quantity()
            return self.about(record, "name") if self.chance(0.8) else None

        return {self.one(actor_name, Raw(actor_name)): actor() for actor_name in self.actors}

    def driver_block(self) -> Any:
        found = {name: self.quantity(formula="2 * 3") for name in self.some(["trust", "ثقة", "fear"])}
        self.drivers = list(found)
        return found or None

    def agreement(self) -> dict[str, Any]:
        record = {"parties": self.actors[:2], "terms": {"treaty": self.option("pact.treaty", term=True)}}
        if self.chance(0.3):
            record["disagreement"] = self.one(
                Raw("drift"), Raw("as_it_stands"), {a: self.quantity() for a in self.actors[:2]}
            )
        if self.chance(0.2):
            record |= {
                "dockets": {
                    "one": self.one(["treaty"], {"terms": ["treaty", f"`{self.actors[0]}`.act"], "text": "it"})
                },
                "power": {self.actors[0]: self.raw("2", "0.5")},
                "scale": self.raw("own", "common"),
                "winning": [self.actors[:2]],
                "pledges": [f"`{self.actors[0]}`.act"],
            }
        return self.about(record, "name")

    def rule(self) -> dict[str, Any]:
        pair = [self.statement(), self.statement()]
        kinds: list[dict[str, Any]] = [{"never": pair[0]}, {"at_most_one": pair}, {"if": pair[0], "then": pair[1]}]
        return self.about(self.dice.choice(kinds))

    def status_quo(self) -> Any:
        if self.graph:
            return self.one("s1", Raw("3"))
        chosen = {}
        for name, levels in self.options.items():
            level = Raw(self.dice.choice(levels).strip("`")) if levels else self.raw("yes", "no", "true", "false")
            chosen[name] = self.one(level, lambda level=level: self.about({"level": level}))
        return chosen

    def preference(self, graph: bool, depth: int = 0) -> dict[str, Any]:
        def item() -> Any:
            when = {"when": f"{self.drivers[0]} > 0.5"} if self.drivers and self.chance(0.3) else {}
            return self.one(self.statement, lambda: self.about({"want": self.statement()} | when))

        def goals() -> dict[str, Any]:
            verbs = [self.raw("want", "avoid") for _ in range(2)]
            found = {f"g{n}": self.about({verb: self.statement(), "weight": self.quantity(-2, 3, "true")}, "text")
                     for n, verb in enumerate(verbs)}  # fmt: skip
            return {"goals": found} | ({"much": self.quantity(), "base": self.quantity()} if self.chance(0.2) else {})

        def ranking() -> dict[str, Any]:
            return {"ranking": [self.one(item, lambda: [item(), item()]), ">>", [Raw("true")]]}

        kinds: list[Any] = [goals, ranking, lambda: {"priorities": [item(), ">>", item(), item()]}]
        if graph and not depth:
            kinds.append(lambda: {"prefers": [["s1", "s 2"]], "much": [[Raw("3"), "s1"]]})
        if not depth:
            kinds.append(lambda: {"any": [self.preference(graph, 1), self.preference(graph, 1)]})
        return self.about(self.one(*kinds))

    def wants(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "preferences": {actor: self.preference(self.graph) for actor in self.some(self.actors)}
        }
        if not self.graph and self.chance(0.2):
            name, levels = self.dice.choice(list(self.options.items()))
            points = {Raw(level.strip("`")): self.quantity() for level in levels or ["no", "yes"]}
            found["preferences"][self.actors[0]] = {"points": {name: points}}
        for block, more in (("statements", ()), ("questions", ("yes", "no")), ("checks", ())):
            if self.chance(0.4):
                of_checks = {"statement": self.statement(), "text": self.words()}
                found[block] = {f"{block}_1": of_checks if block == "checks" else self.sentence(*more)}
        return found

    def tables(self) -> dict[str, Any]:
        first, second = self.actors[:2]
        ends = self.one({"between": [first, second]}, {"from": first, "to": second})
        tie = self.about(ends | {"kind": "rivalry", "sign": self.raw("positive", "negative")}, "text")
        point = self.raw("30", "20..60", '"45"', "12.5")
        position = self.one(point, lambda: {"position": self.quantity(10, 90), "salience": self.quantity(0, 1)})
        issue = {"scale": {Raw("0"): "keep", "100": self.words()}, "positions": {first: position}, "veto": [second]}
        shares = {"shares": {first: {second: self.quantity(0, 0.4)}}, "exits": {}, "weight": {first: self.quantity()}}
        mactor = {
            "influence": {first: {second: self.quantity(0, 4)}},
            "objectives": {"o": {first: self.quantity(-4, 4)}},
        }
        chosen = {
            "ties": {"t": tie},
            "issues": {"i": self.about(issue, "text")},
            "dependence": {"d": self.about(shares, "text")},
            "mactor": mactor,
        }
        return {key: self.one(value, None) for key, value in chosen.items() if self.chance(0.3)}

    def about_all(self) -> dict[str, Any]:
        held = [self.one(self.actors[0], lambda: self.about({"hold": self.actors[0]}))]
        minor = self.one(Raw("0.5..1.5"), {"low": 1, "likely": 2, "high": 3}, {"value": {"any": [1, 2]}})
        seen = {"drivers": {self.drivers[0]: self.quantity(1, 2)}} if self.drivers else {}
        first, second = self.actors[:2]
        act = {
            "by": first,
            "observe": self.statement(),
            "readings": {second: self.one({"calm": None}, {"calm": seen, "threat": {}})},
        }
        source = {"file": "s.txt", "rating": Raw("B2"), "published": Raw("2019"), "title": self.words()}
        chosen = {
            "title": self.one(self.words, None),
            "date": self.raw("2019", "2019-01", "2019-01-24", '"1962-10"', ""),
            "words": {"minor": minor},
            "held": self.one(held, [], None),
            "note": self.words(),
            "why": None,
            "cites": self.one([], None),
            "variants": {"later": self.one(None, {}, {"date": Raw("2020"), "note": self.words()})},
            "perceptions": {self.actors[0]: self.one(None, {}, seen)},
            "acts": {"a": self.about(act | self.one({}, {"to": [first]}), "text")},
            "sources": self.one(None, {"s": source}),
            "passages": None,
            "together": None,
        }
        return {key: value for key, value in chosen.items() if (self.has_words if key == "words" else self.chance(0.3))}
