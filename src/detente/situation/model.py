"""A whole situation, as one file says it: what can be decided, what cannot be, what is asked.

Names of actors, options and so on are the keys of the maps that hold them. The same classes produce the JSON Schema for
editors (`detente.situation.reading.schema`).
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)

from detente.situation.deal_records import Coalition, Comparison, Deadline, Money, Package, Ratifier, Stage
from detente.situation.divisible import Exact, Share, level_name
from detente.situation.reading import shapes
from detente.situation.records import (
    Actor,
    Attitude,
    Date,
    Line,
    Name,
    Named,
    Pair,
    Passage,
    Quantity,
    ReadAs,
    Reason,
    Record,
    Reference,
    Source,
    Statement,
    Text,
    YesNo,
)
from detente.situation.relations import Domain, Issue, Mactor, Table, Tie, Together
from detente.situation.rules import Cut, Rule
from detente.situation.scope import Scope, Symbol
from detente.situation.wants import Preference


class Level(Record):
    """One of the levels of an option or term."""

    text: Text | None = None
    """What the level means, in words."""
    does: Text | None = None
    """The same as what its actor does: `adds forces`; in Arabic the verb first: `تزيد قواتها` (its actor goes after it,
    or where `{}` stands)."""

    _short = model_validator(mode="before")(shapes.shorthand("text"))


Levels = Annotated[dict[Name, Level], BeforeValidator(shapes.levels)]


class Option(Record):
    """What one actor decides alone: yes or no, or one of several levels in the order listed."""

    text: Text | None = None
    """What yes means, in words: `deepen the partnership`."""
    otherwise: Text | None = None
    """What no means, in words: `hold it back`."""
    levels: Levels | None = None
    """More than yes and no: a list of at least two names in order, or name → words. Default: no, yes."""
    move: Literal["both", "forward", "back"] = "both"
    """Where it may go: `both` ways, only `forward` (never falls), only `back` (never rises)."""
    does: Text | None = None
    """Yes as what its actor does: `deepens the partnership`; in Arabic the verb first."""
    does_not: Text | None = None
    """No as what its actor does: `holds it back`."""

    _short = model_validator(mode="before")(shapes.shorthand("text"))

    @property
    def level_names(self) -> tuple[str, ...]:
        return tuple(self.levels) if self.levels else ("no", "yes")


class Term(Option):
    """What the parties of an agreement change only together."""

    leave: Literal["any", "all", "never"] = "any"
    """Who can return it once it is agreed: `any` party alone, only `all` together, or `never`."""
    without: Line | None = None
    """The level to which it returns when the agreement is left. Default: the first level."""
    share: Share | None = None
    """Instead of levels, for what can be divided: `{from: 0, to: 100, unit: "% of the flow"}`."""
    by: dict[Name, Line] = {}
    """State → a condition on drivers, the last one `otherwise`: a package then names a level of this term for each of
    them (`{drought: "rain < 0.3", wet: otherwise}`)."""

    @property
    def level_names(self) -> tuple[str, ...]:
        if self.share is None or self.levels:
            return super().level_names
        return tuple(map(level_name, self.share.steps or ()))

    @property
    def is_open(self) -> bool:
        """Any level of a range can be agreed, and none has been put in its place."""
        return self.share is not None and self.share.step is None and not self.levels


class Docket(Record):
    """Terms and pledges that are negotiated as one matter."""

    terms: tuple[Reference, ...]
    """The terms (`islands`) and pledges (`japan.missile_defence`) that are negotiated together."""
    text: Text | None = None
    """The matter in words."""

    _short = model_validator(mode="before")(shapes.listed("terms"))


class Agreement(Record):
    """What its parties can only change together: terms, and what becomes of them without a deal."""

    name: Named | None = None
    """What the agreement is called; written like the name of an actor."""
    parties: tuple[Name, ...]
    """The actors that can only sign it together."""
    terms: dict[Name, Term]
    """Name → what changes only together; written like an option, with `leave` and `without`."""
    pledges: tuple[Reference, ...] = ()
    """Own options of the parties that a package may bind: `[japan.missile_defence]`."""
    disagreement: Annotated[
        Annotated[Literal["drift", "myopic", "as_it_stands"], Tag("other")]
        | Annotated[dict[Name, Quantity], Tag("map")],
        Discriminator(shapes.map_or_other),
    ] = "drift"
    """What happens without a deal: `drift` (where the parties' own improvements lead), `as_it_stands` (the status
    quo), or a utility for each party: `{japan: 10, russia: 12}`."""
    dockets: dict[Name, Docket] = {}
    """Name → terms and pledges that are one matter. Default: each is a matter of its own."""
    winning: tuple[tuple[Name, ...], ...] = ()
    """Groups of parties that can pass a package: `[[usa, panama]]`. Default: all together."""
    power: dict[Name, Quantity] = {}
    """Party → its bargaining power in the Nash deal. Default: 1."""
    scale: Literal["own", "common"] = "own"
    """`common` if the utilities of the parties may be added and compared; else each has its `own`."""
    money: Money | None = None
    """`yes` if the parties may pay each other; needs `scale: common`, or what money is `worth` to each."""
    worth: dict[Name, Coalition] = {}
    """Name → what a group of parties could gain without the others, in money. Default: nothing."""
    ratifiers: dict[Name, dict[Name, Ratifier]] = {}
    """Party → ratifier → who must say yes to what the party signs. Several: all of them, unless a `rule` says how."""
    stages: dict[Reference, Stage] = {}
    """Term or pledge → who delivers it, in how many steps. What is not named holds from the signature on."""
    bonds: dict[Name, Exact] = {}
    """Party → what it loses if it stops halfway, on its own scale. Default: 0."""
    cost: dict[Reference, Exact] = {}
    """Term or pledge → what it costs to bind it, in any unit. Default: 1 each."""
    deadline: Deadline | None = None
    """What waiting costs each party."""
    comparisons: dict[Name, Comparison] = {}
    """Name → two packages that a party compared."""
    drafts: dict[Name, Package] = {}
    """Name → a package that was on the table, in the order of the talks: `{islands: two, treaty: yes}`."""

    @property
    def voters(self) -> dict[str, Ratifier]:
        """The ratifiers that want something themselves, of all parties."""
        return {who: one for each in self.ratifiers.values() for who, one in each.items() if one.rule is None}


class Sentence(Record):
    """A named statement."""

    statement: Statement
    """What is true or false of an outcome: `japan.invest and not peace.treaty`."""
    text: Text | None = None
    """The statement in words."""

    _short = model_validator(mode="before")(shapes.shorthand("statement"))


class Question(Sentence):
    """A statement to be answered; `text` asks it in words."""

    yes: Text | None = None
    """The answer yes as a whole sentence: `a peace treaty is signed`."""
    no: Text | None = None
    """The answer no as a whole sentence: `no peace treaty is signed`."""
    main: YesNo = False
    """`true` for the question that headlines and levers are about. Default: the first of the file."""


class NamedOutcome(Record):
    """What some outcomes or packages are called."""

    is_: Statement = Field(alias="is")
    """A statement that is true of the outcomes with this name: `peace.islands == two and peace.treaty`."""
    text: Named
    """The name, as it stands in a sentence: `two islands and a treaty`; written like the name of an actor."""


class Standing(Record):
    """The level of one option or term in the status quo."""

    level: Line
    """The level at which the option or term stands: `yes`, `no`, or one of its levels."""

    _short = model_validator(mode="before")(shapes.shorthand("level"))


class Held(Record):
    """An option that keeps its status-quo level, or an actor that does not move."""

    hold: Reference
    """An actor (`china`) that takes part in no move, or an option (`usa.deploy`) that keeps its level."""

    _short = model_validator(mode="before")(shapes.shorthand("hold"))


class Check(Record):
    """What later turned out: a statement that is compared with the forecast, never used to make it."""

    statement: Statement
    """What later turned out to be true: a statement about the outcome."""
    text: Text | None = None
    """What turned out, in words."""


Partial = Annotated[dict[str, Any], ReadAs(shapes.partial, {"type": ["object", "null"]})]


class Act(Record):
    """Something an actor may do so that others read it: what shows that it is done, for whom, how each may read it."""

    by: Name
    """The actor that does it."""
    observe: Statement
    """A statement that is true where the act is done: how others see it."""
    to: tuple[Name, ...] = ()
    """Those for whom the act is meant. Default: nobody in particular."""
    text: Text | None = None
    """The act in words."""
    readings: dict[Name, dict[Name, Partial]]
    """Audience → name of a reading → what a perception may hold: the situation as the audience then sees it."""


class Situation(Record):
    """A whole situation, as one file says it. Every map keeps the order of the file."""

    detente: Annotated[Literal["1"], BeforeValidator(str), WithJsonSchema({"enum": [1, "1"]})]
    """The version of this format: 1."""
    title: Text | None = None
    """What the situation is called, in one or several languages."""
    date: Date | None = None
    """The day, month or year as of which everything is known: `2019-01-31`. Later facts are errors."""
    sources: dict[Name, Source] = {}
    """Name → a text or a table that numbers and statements rest on."""
    passages: dict[Name, Passage] = {}
    """Name → a quote that is used more than once, to be cited by this name."""
    actors: dict[Name, Annotated[Actor, BeforeValidator(shapes.empty_record)]]
    """Name → an actor; nothing at all (`china:`) where there is no more to say."""
    capability_table: Table | None = None
    """A file with a number for each state (`cow_capability`, `world_bank`, `vdem`), taken as the `capability` of every
    actor that states none; where it covers several years, their mean."""
    held: tuple[Held, ...] = ()
    """What only sets the scene: actors that do not move, options that keep their level."""
    drivers: dict[Name, Quantity] = {}
    """Name → an uncertain number that several formulas may use; drivers may use drivers."""
    together: dict[Name, Together] = {}
    """Name → two drivers that move together. Default: all ranges are independent."""
    words: dict[Name, Quantity] = {}
    """Word → the range that it stands for, to be used instead of a number: `{minor: 0.5..1.5}`."""
    options: dict[Name, dict[Name, Option]] = {}
    """Actor → option → what the actor decides alone."""
    agreements: dict[Name, Agreement] = {}
    """Name → what some actors can only change together."""
    outcomes: Annotated[dict[Name, Level], BeforeValidator(shapes.names_as_map)] | None = None
    """Graph form: the names of all outcomes, as a list or name → words. Instead of options and agreements."""
    moves: dict[Name, tuple[Pair, ...]] = {}
    """Graph form: actor → its single moves from outcome to outcome: `[[s1, s2], [s2, s1]]`."""
    statements: dict[Name, Sentence] = {}
    """Name → a statement, to be used by this name everywhere."""
    rules: dict[Name, Rule] = {}
    """Name → what makes an outcome impossible."""
    cuts: dict[Name, Cut] = {}
    """Name → single moves that are ruled out."""
    status_quo: (
        Annotated[
            Annotated[dict[Reference, Standing], Tag("map")] | Annotated[Name, Tag("other")],
            Discriminator(shapes.map_or_other),
        ]
        | None
    ) = None
    """Where things stand: `actor.option` or `agreement.term` → level; what is not named stands at its first level. In
    graph form: the name of an outcome. Without it nothing is predicted."""
    preferences: dict[Name, Preference] = {}
    """Actor → what it wants, in exactly one kind: goals, priorities, ranking, prefers or any."""
    attitudes: dict[Name, dict[Name, Attitude]] = {}
    """Actor → actor → `+` (wants what is good for it), `-` (what is bad for it) or `0`, for `detente concepts`. What is
    not named: `+` for itself, `0` for others."""
    issues: dict[Name, Issue] = {}
    """Name → a line on which actors take positions, for `detente positions`."""
    ties: dict[Name, Tie] = {}
    """Name → a tie between two actors, friendly or hostile, for `detente influence`."""
    dependence: dict[Name, Domain] = {}
    """Domain → who depends on whom in it, for `detente influence`."""
    mactor: Mactor | None = None
    """Direct influence and stakes in objectives by the method MACTOR, for `detente influence`."""
    questions: dict[Name, Question] = {}
    """Name → a statement to be answered by yes or no. The first is the most important."""
    checks: dict[Name, Check] = {}
    """Name → what later turned out; compared with the forecast, never used to make it."""
    variants: dict[Name, Partial] = {}
    """Name → a partial situation laid over this one; `null` removes an entry."""
    perceptions: dict[Name, Partial] = {}
    """Actor → what it sees otherwise: its view of preferences, drivers, rules and cuts."""
    acts: dict[Name, Act] = {}
    """Name → something an actor may do so that others read it, and how they may read it."""
    names: dict[Name, NamedOutcome] = {}
    """Name → what outcomes and packages of a kind are called: a statement (`is`) and words (`text`). Where several fit,
    the first is taken. Default: by what differs from today."""
    left_out: tuple[Text, ...] = ()
    """What the file leaves out though it may matter, each in words: told among the reasons to distrust the answer."""
    accept: dict[Name, Reason] = {}
    """Name of a warning or hint of `detente check` → why it is meant so. It is shown as accepted and counts no more."""

    @property
    def has_tables(self) -> bool:
        """Whether any block takes numbers from a table."""
        taken = [self.capability_table, *(domain.table for domain in self.dependence.values())]
        sheets = () if self.mactor is None else (self.mactor.influence_table, self.mactor.objectives_table)
        return any(one is not None for one in (*taken, *(tie.table for tie in self.ties.values()), *sheets))

    @property
    def main_question(self) -> str | None:
        """The question that headlines and levers are about: the one marked so, or else the first; None without any."""
        marked = (name for name, question in self.questions.items() if question.main)
        return next(marked, next(iter(self.questions), None))

    @cached_property
    def scope(self) -> Scope:
        """Everything a statement or formula of this situation can name."""
        symbols: dict[tuple[str, ...], Symbol] = {("status_quo",): Symbol("status_quo")}
        for word in self.words:
            symbols[(word,)] = Symbol("word")
        for owner in (*self.actors, *self.agreements):
            symbols[(owner,)] = Symbol("owner")
        for actor, options in self.options.items():
            for name, option in options.items():
                symbols[(actor, name)] = Symbol("option", option.level_names)
        for agreement, record in self.agreements.items():
            for name, term in record.terms.items():
                symbols[(agreement, name)] = Symbol("share" if term.is_open else "term", term.level_names)
        for name in self.statements:
            symbols[(name,)] = Symbol("statement")
        for name in self.outcomes or ():
            symbols[(name,)] = Symbol("outcome")
        for name in self.drivers:
            symbols[(name,)] = Symbol("driver")
        return Scope(symbols)
