"""The other screens: moves, deal, evidence, compare, the small case drawn whole, sharing."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from detente.web.contracts.asking import Basis, Record, Replied, Reply, Told, Turns, Viewed
from detente.web.contracts.bench import Fact, Named


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


class AskDeal(Viewed):
    """What can be agreed."""

    agreement: str | None = None


class LevelNamed(Record):
    """A level of an issue."""

    id: str
    text: str


class IssueOf(Record):
    """A term, or an option that the agreement may bind (`owner`: whose)."""

    id: str
    owner: str
    text: str
    levels: list[LevelNamed]


class Preset(Record):
    """A package by name: issue → level."""

    id: str
    text: str
    package: dict[str, str]


class Point(Record):
    """A package as a point: what each party gains."""

    package: dict[str, str]
    gains: dict[str, float]
    frontier: bool
    signed: bool


class Opening(Record):
    """A number beyond which something is signed."""

    path: str
    text: str
    now: float
    beyond: float
    package: dict[str, str] | None


class Deal(Replied):
    """The table of an agreement."""

    agreement: str
    agreements: list[Named]
    """Every agreement that can be negotiated, to choose among."""
    parties: list[str]
    least: dict[str, float]
    """What each must gain, at least, to move."""
    issues: list[IssueOf]
    no_deal: dict[str, str]
    no_deal_text: str
    presets: list[Preset]
    frontier: list[Point]
    points: list[Point]


class Openings(Replied):
    """What would open a deal, and how often there is one: it takes longer than the table itself."""

    open_by: list[Opening]
    zone: dict[str, float]
    """`as_it_is` and each view → share of the futures in which some package serves all."""


class AskAudit(Viewed):
    """One package on the table. `kept`: the issue that was chosen last, which stays where others have to follow."""

    package: dict[str, str]
    agreement: str | None = None
    kept: str | None = None


class Gauge(Record):
    """What a party gains: at the centre, in 9 of 10 futures, and whether that is enough."""

    centre: float
    low: float
    high: float
    enough: bool


class Signed(Record):
    verdict: bool
    refuses: list[str]
    text: str


class Lasting(Record):
    verdict: bool | None
    """None where it could not be asked."""
    way: list[Replying]
    text: str


class Better(Record):
    package: dict[str, str]
    text: str
    gains: dict[str, float]


class Audit(Replied):
    """What becomes of a package. `repaired`: what had to be changed for it to be possible."""

    package: dict[str, str]
    repaired: list[str]
    impossible: dict[str, dict[str, str]]
    """Issue → level that no package has → the rule that rules it out."""
    gains: dict[str, Gauge]
    seen: dict[str, dict[str, float]]
    """Whose view → party → what that side believes it gains."""
    signed: Signed
    lasts: Lasting
    others: list[str]
    better: list[Better]


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
    """One side of a comparison: the document as it is looked at."""

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


class AskExport(Viewed):
    """The brief or the report as a file."""

    format: Literal["html", "docx", "pdf", "md", "csv"] = "html"
    languages: Literal["en", "ar", "both"] = "en"
    quotes: bool = False
    """With the words of the sources; by default they stay out where a source is not ours."""
    whole: bool = False
    """The whole report instead of the brief."""


class Exported(Replied):
    """A file, as base64; in both languages two of them in a ZIP archive."""

    name: str
    media: str
    content: str
