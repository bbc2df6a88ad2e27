"""The deal table: what is negotiated, what becomes of a package, what the agreement says besides."""

from __future__ import annotations

from detente.web.contracts.asking import Record, Replied, Viewed
from detente.web.contracts.bench import Named
from detente.web.contracts.screens import Replying


class AskDeal(Viewed):
    """What can be agreed."""

    agreement: str | None = None


class LevelNamed(Record):
    """A level of an issue."""

    id: str
    text: str


class Shared(Record):
    """A term of which any level can be agreed. `unit`: as it stands after the number, with its space."""

    low: float
    high: float
    unit: str


class IssueOf(Record):
    """A term, or an option that the agreement may bind (`owner`: whose)."""

    id: str
    owner: str
    text: str
    levels: list[LevelNamed]
    """Of a term with a share those at hand: no deal, the fairest package, drafts."""
    share: Shared | None = None


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


class Straight(Record):
    """A straight piece of what no package with shares beats, as gains of two parties; an open end is not part of it."""

    left: tuple[float, float]
    right: tuple[float, float]
    left_open: bool
    right_open: bool


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
    pieces: list[Straight] = []
    """With shares, and for two parties alone: what no package beats; `points` then are those of the levels at hand."""
    reach: list[tuple[float, float]] = []
    """Between which gains of two parties payments reach, where payments have no limit."""
    money: str | None = None
    """What money is counted in, with its space, where the parties may pay each other."""


class Handover(Record):
    """A step of a safe delivery: who hands over what."""

    giver: str
    text: str


class Heading(Record):
    """A part of what an agreement says beyond its packages (`money`, `time`, `ratify`, `lasts`, `stages`, `robust`,
    `states`, `compare`, `drafts`), as the report has it. `steps`: a safe order, where there is one."""

    id: str
    title: str
    lines: list[str]
    steps: list[Handover] = []


class Openings(Replied):
    """What would open a deal, how often there is one, and what the agreement says beyond its packages: it takes longer
    than the table itself."""

    open_by: list[Opening]
    more: list[Heading] = []
    zone: dict[str, float]
    """`as_it_is` and each view → share of the futures in which some package serves all."""


class AskAudit(Viewed):
    """One package on the table. `kept`: the issue that was chosen last, which stays where others have to follow."""

    package: dict[str, str]
    agreement: str | None = None
    kept: str | None = None
    receives: dict[str, float] = {}
    """Party → what it receives with the package, in money; the last party receives what is left."""


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


class Vote(Record):
    """What a ratifier of `party` says. `gain`: its own; None for a body, which counts the yes of others."""

    party: str
    text: str
    yes: bool
    gain: float | None


class Ratified(Record):
    """Whether those who must say yes do, and who would have to besides."""

    passes: bool
    votes: list[Vote]
    text: str


class Payments(Record):
    """What payments make of the package as it is without any. `receives`: party → least and most by which nobody is
    worse off (None: no payment does it); `even`: what each receives at an even share."""

    receives: dict[str, tuple[float, float]] | None
    even: dict[str, float] | None
    text: list[str]


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
    ratified: Ratified | None = None
    payments: Payments | None = None
