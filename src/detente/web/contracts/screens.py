"""The other screens: moves, deal, evidence, compare, the small case drawn whole, sharing."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from detente.web.contracts.around import AskJob
from detente.web.contracts.asking import Basis, Record, Replied, Reply, Told, Turns, Viewed
from detente.web.contracts.bench import Fact


class AskMoves(Viewed):
    """Who can do what at an outcome."""

    outcome: int | None = None
    """Its id, from 1; None: the status quo."""


class Replying(Record):
    """A step of an answer."""

    mover: str
    text: str


class Move(Record):
    """A single move of one actor: what it gains each party, and whether it pays.

    `free`: it gains and nobody can answer; `answered`: it gains, and is answered; `small`: it gains too little; `loss`.
    """

    to: int
    text: str
    gains: dict[str, float]
    verdict: Literal["free", "answered", "small", "loss"]
    answer: list[Replying] = []


class Alone(Record):
    """What an actor can do alone; `more`: how many moves are not listed."""

    actor: str
    moves: list[Move]
    more: int


class Joint(Record):
    """A step the parties of an agreement would take together, and who refuses it."""

    agreement: str
    to: int
    text: str
    gains: dict[str, float]
    verdict: Literal["signed", "refused", "not_kept", "spoiled"]
    refuses: list[str]
    why: str = ""


class Moves(Replied):
    """An outcome played: its name, whether things rest there, the answers there, and every step from it."""

    outcome: int
    text: str
    rests: bool
    answers: dict[str, Reply]
    movers: list[Alone]
    together: list[Joint]
    says: Told | None = None


class AskMap(Viewed):
    """The outcomes that matter, to be drawn by what two parties gain."""

    path: list[int] = []


class Node(Record):
    """An outcome of the map: why it is there, and what each party gains by it against today."""

    outcome: int
    why: str
    """`status_quo`, `predicted`, `best:ACTOR`, `hope:ACTOR`, `deal`, `here`."""
    text: str
    at: dict[str, float]


class Map(Replied):
    """`axes`: the two parties by whose gains it is drawn."""

    axes: list[str]
    nodes: list[Node]


class AskEvidence(Viewed):
    """Every source and what rests on it."""


class SourceText(Record):
    """A source; `text` only where it is a text (None: it is not there)."""

    id: str
    title: str
    language: str
    text: str | None
    rows: int
    rating: str


class Claim(Record):
    """A passage or claim, where it stands in its source, and the parts that rest on it."""

    id: str
    source: str
    start: int | None
    end: int | None
    text: str
    parts: list[str]
    standing: str


class Weakest(Record):
    """A number with little behind it that turns an answer."""

    number: str
    text: str
    why: str
    mark: Basis
    turns: Turns | None


class EvidenceShown(Replied):
    sources: list[SourceText]
    claims: list[Claim]
    weakest: list[Weakest]
    parts: dict[str, str]
    """Place in the file → what it is called."""


class AskWithout(Viewed):
    """The same if these sources, passages, claims or rows were false, all at once."""

    sources: list[str]


class Without(Replied):
    """The answers then, which turn, and the parts that fall (with what they would rest on instead)."""

    where: Told
    facts: list[Fact]
    changed: list[str]
    fallen: list[str]
    unsupported: list[str]
    text: Told | None = None


class Side(Record):
    """One side of a comparison: a document as it is looked at."""

    doc: str | None = None
    """Another document that is open, such as another coder's file; None: the one that is asked about."""
    rev: int = 0
    variant: str | None = None
    as_: str | None = Field(default=None, alias="as")
    what_if: dict[str, float | str] = {}


class AskCompare(Viewed):
    left: Side
    right: Side


class Reason(Record):
    """One difference in what the two sides say; `alone`: what turns with this one alone, `back`: without it alone."""

    path: str
    text: str
    left: str
    right: str
    alone: dict[str, tuple[Reply, Reply]]
    back: dict[str, tuple[Reply, Reply]]


class Compared(Replied):
    """Answers of both; `same` and `differ`: the questions that both ask."""

    where: tuple[Told, Told]
    facts: tuple[list[Fact], list[Fact]]
    same: list[str]
    differ: list[str]
    reasons: list[Reason]


class AskGraph(Viewed):
    """A small case drawn whole (up to 24 outcomes)."""


class GraphNode(Record):
    outcome: int
    text: str
    status_quo: bool


class Arc(Record):
    """A move that gains; `free`: nobody can answer it in the way looked ahead."""

    actor: str
    from_: int = Field(alias="from")
    to: int
    free: bool


class Graph(Replied):
    nodes: list[GraphNode]
    arcs: list[Arc]
    holds: dict[str, list[int]]
    """Way of looking ahead → the outcomes that hold."""


class AskExport(AskJob):
    """The job `export`: the brief or the report as a file."""

    kind: Literal["export"] = "export"  # type: ignore[assignment]
    format: Literal["html", "docx", "pdf", "md", "csv"] = "html"
    languages: Literal["en", "ar", "both"] = "en"
    quotes: bool = False
    """With the words of the sources; by default they stay out where a source is not ours."""
    whole: bool = False
    """The whole report instead of the brief."""


class Exported(Record):
    """What the job `export` found: a file, as base64; in both languages two of them in a ZIP archive."""

    name: str
    media: str
    content: str
