"""The bench: opening a situation, its answer, how sure, why, and where each number tips it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from detente.web.contracts.asking import Basis, Language, Mistake, Record, Replied, Reply, Spoken, Told, Turns, Viewed


class Open(Spoken):
    """Open a shipped case or a file of the folder by `name`, or a text that was dropped (`text`, with its `name`)."""

    name: str
    text: str | None = None
    turn: int = 0
    tab: str = ""
    """Who asks: a random word that a page keeps while it is open."""


class Named(Record):
    """Something that can be chosen, and what it is called."""

    id: str
    text: str


class Question(Record):
    """A question of the file, and its answers as clauses."""

    id: str
    text: str
    yes: str
    no: str
    main: bool


class Number(Record):
    """A number of the file that can be moved.

    `range` is what the file allows (None: one value), `centre` where it stands, `domain` how far a slider goes.
    """

    id: str
    path: str
    text: str
    short: str
    """The same without whose it is."""
    actor: str | None
    kind: Literal["driver", "weight", "points", "inertia"]
    range: tuple[float, float] | None
    centre: float
    domain: tuple[float, float]
    mark: Basis
    line: int
    """Where it is written; 0: nowhere."""
    written: str
    """What the file says there."""
    made_of: list[str] = []
    """Of a formula, the numbers in it."""
    formula: bool = False
    """It follows from other numbers and is not moved itself."""
    turns: Turns | None = None
    """Whether it alone turns an answer; None: not worked out yet (`strip`)."""


class Opened(Replied):
    """A document that is open."""

    doc: str
    name: str
    title: str
    date: str | None
    shipped: bool
    """It came with detente: what is saved goes into a copy in the folder."""
    path: str
    """Where it lies in the folder; empty: nowhere yet."""
    outcomes: int | None
    """How many outcomes it has; None: not known, because of mistakes."""
    main: str | None
    variants: list[Named]
    views: list[Named]
    ahead: list[Named]
    actors: list[Named]
    questions: list[Question]
    numbers: list[Number]
    dock: list[str]
    """The numbers whose sliders come first: those that turn an answer most easily."""
    languages: list[Language]
    mistakes: int
    problems: list[Mistake]


class Ask(Viewed):
    """The answer."""


class Fact(Record):
    """The answer to one question as a sentence."""

    question: str
    answer: Reply
    text: str


class Placed(Record):
    """A place where things can end: an outcome (ids count from 1) and its name."""

    outcome: int
    text: str
    circle: bool = False


class Base(Record):
    """The answer without the what-ifs (and, in a variant or a view, that of the file as it is)."""

    where: Told
    facts: list[Fact]


class Answered(Replied):
    """Where things go, what that means for every question, and the places where they can end."""

    where: Told
    facts: list[Fact]
    base: Base
    changed: list[str]
    """The questions that are answered otherwise than in `base`."""
    ends: list[Placed]
    status_quo: int | None
    how: str
    """How far each side looks ahead, in words."""


class AskShares(Viewed):
    """How often each answer comes, over so many futures that the ranges allow."""

    draws: int = Field(default=1000, ge=1, le=20_000)


class Share(Record):
    """How many of the futures have each answer."""

    yes: int
    some: int
    no: int
    draws: int


class Shares(Replied):
    """Question → its share of the futures."""

    shares: dict[str, Share]


class AskStrip(Viewed):
    """Where numbers tip the answers, each alone, the others at what they are (what-ifs included)."""

    numbers: list[str] = []
    """Ids; none: all."""


class Cut(Record):
    """From here on these are the answers (question → answer)."""

    at: float
    answers: dict[str, Reply]


class Strip(Record):
    """One number through its domain: the answers at its low end, and every value at which one changes."""

    domain: tuple[float, float]
    range: tuple[float, float] | None
    centre: float
    first: dict[str, Reply]
    cuts: list[Cut]
    turns: Turns


class Strips(Replied):
    """Id → strip."""

    strips: dict[str, Strip]


class AskWhy(Viewed):
    """Why a question is answered so."""

    question: str


class Step(Record):
    """One step on the way, who takes it, what it gains each party."""

    mover: str
    text: str
    gains: dict[str, float]
    answer: Told
    """Why the others do not prevent it; empty where nothing is to be said."""
    outcome: int


class Stay(Record):
    """Why a party stays where things come to rest."""

    actor: str
    text: str
    answered: list[str]
    """What it would rather do, and the answer to each."""


class Blocked(Record):
    """Of the outcomes in which the question is answered otherwise: how many each party would gain by, and all."""

    count: int
    gains: dict[str, int]
    all: int
    text: Told


class Mover(Record):
    """A number that decides the answer: its share of the variation, and how often yes in its outer fifths."""

    number: str
    text: str
    share: float
    yes_low: float | None
    yes_high: float | None


class Derived(Record):
    """Whether the answer follows from what the file says, or was put in."""

    verdict: Literal["derived", "assumed", "backed", "unseen", "given"]
    text: str


class Why(Replied):
    """The way from today, why it ends there, what blocks the other answer, what decides it."""

    question: str
    answer: Reply
    text: str
    steps: list[Step]
    stays: list[Stay]
    ends: list[Placed]
    blocked: Blocked | None
    moves_it: list[Mover]
    few: str
    """Said instead of `moves_it` where too few futures differ."""
    derived: Derived | None
    """Of the file as it is; None with what-ifs."""


class AskTrace(Viewed):
    """What stands behind a number."""

    path: str
    """The id of a number, or a place in the file."""


class Evidence(Record):
    """A passage or row: where it is quoted from, the words around it, its translation."""

    cite: str
    kind: str
    source: str
    start: int | None = None
    end: int | None = None
    before: str = ""
    words: str = ""
    after: str = ""
    translation: str = ""
    language: str = ""
    text: str = ""
    """A row of a table, in words."""
    value: str = ""


class Trace(Replied):
    """What the file says, its mark, its reason, and every passage and row behind it."""

    path: str
    text: str
    says: str
    mark: Basis
    why: str
    line: int
    evidence: list[Evidence]
