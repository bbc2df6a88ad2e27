"""One record of everything that is told about a case: brief, report, tables, pictures and JSON read nothing else.

Conventions. One seed and one number of runs; a *run* is the situation with every uncertain number drawn from its range.
Gains are counted from where things go without a deal. An agreement is *signed* if every party gains more than the least
for which it moves, and *lasts* if nobody leaves it afterwards (SEQ). Answers are ``every`` (yes), ``none`` (no) and
``some`` (either way: yes in some of the places where it can end). Every finding has a key, by which sentences name it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from typing import Any, ClassVar, Literal

from detente.bargaining.brokered.result import Brokered
from detente.bargaining.positions.result import Positions
from detente.influence.result import Influence
from detente.outcomes.space import Axis, Space
from detente.result import Result, Row, above
from detente.situation.case import Case
from detente.situation.model import Situation
from detente.stability.prediction import Answer
from detente.uncertainty.close import HUNDREDTHS

MOST_SURE = 0.8  # an answer in fewer of the runs is a close call
Part = tuple[int, int]  # axis and level: one thing that differs
Basis = Literal["measured", "part", "judged", "none"]
Levels = tuple[int, ...]


@dataclass(frozen=True)
class Answered:
    """One question. `yes_ends` of `ends` places where it can end say yes throughout.

    `shares`: answer → share of the runs; `wide`: share of `answer` with ranges twice as wide (None: nothing uncertain).
    `numbers`: uncertain numbers that turn it alone within their ranges; `edges`: actors of whose least gain to move a
    change to between none and twice as much turns it. `verdict`: derived or put in; `wishes`: what asks for it.
    `near`: weights of which one or two hundredths turn it, and how many. `apart`: in the runs where it comes out
    otherwise, the share with the main answer that the centre has.
    """

    name: str
    answer: Answer
    yes_ends: int
    ends: int
    shares: Mapping[str, float]
    wide: float | None
    numbers: tuple[str, ...]
    edges: tuple[str, ...]
    near: Mapping[str, int] = field(default_factory=dict)
    verdict: str = "derived"
    wishes: tuple[str, ...] = ()
    apart: float | None = None

    @property
    def share(self) -> float:
        """Of the answer at the centre."""
        return self.shares.get(self.answer, 0.0)

    @property
    def close(self) -> bool:
        """It turns within one range, twice the least gain to move or hundredths of a weight, or has too few runs."""
        return bool(self.numbers or self.edges or self.near or self.share < MOST_SURE)


@dataclass(frozen=True)
class Taken:
    """A step on the way: who takes it, from which outcome to which, and what then differs."""

    mover: str
    start: int
    end: int
    changed: tuple[Part, ...]


@dataclass(frozen=True)
class EndPlace:
    """Where things can end. `changed`: what differs from today, weightiest first; `way`: the steps from today."""

    key: str
    levels: Levels
    node: str | None
    circle: bool
    changed: tuple[Part, ...]
    way: tuple[Taken, ...]
    says: Mapping[str, bool | None]


@dataclass(frozen=True)
class Summand:
    """What one goal adds to a party's gain by a package."""

    path: tuple[str, ...]
    value: Fraction


@dataclass(frozen=True)
class Package:
    """One step the parties take together. `gains` and `short` by party; `refused_by`: who does not gain enough to move.

    `changed`: what differs from no deal, weightiest first; `answers`: what the main question would be answered by it.
    `lasts`: None where that could not be asked. `terms`: party → what its gain is the sum of, largest first.
    """

    key: str
    levels: Levels
    gains: Mapping[str, Fraction]
    short: Mapping[str, Fraction]
    refused_by: tuple[str, ...]
    changed: tuple[Part, ...]
    answers: bool | None
    lasts: bool | None
    broken_by: Taken | None
    undominated: bool
    terms: Mapping[str, tuple[Summand, ...]]


@dataclass(frozen=True)
class Bargain:
    """An agreement. `count`: packages, of which `better` are better for all and `serving` by enough for all to move.

    `whole`: every package was looked at (else only those that no other beats). `packages`: those told, by key;
    `nearest` to serving all, of any kind; `turning`: nearest of those that answer the main question otherwise;
    `fairest` of those signed and lasting; `listed`: those of the table. `shared`: what all that serve have in common.
    `dots`: gains of every package, and whether no other beats it (two parties).
    """

    agreement: str
    parties: tuple[str, ...]
    kind: str
    base: Levels
    least: Mapping[str, Fraction]
    count: int
    better: int
    serving: int
    otherwise: int
    whole: bool
    packages: Mapping[str, Package]
    nearest: str | None
    turning: str | None
    fairest: str | None
    listed: tuple[str, ...]
    shared: tuple[Part, ...]
    dots: tuple[tuple[float, float, bool], ...] = ()


@dataclass(frozen=True)
class Lever:
    """One number and the value from which on the main answer is another: what is then signed also lasts.

    `now`, `low`, `high`: what the file takes and allows; `needed`: beyond it the answer turns; `more`: above it.
    `within`: the range already allows it. `widths`: how far from the centre, in widths of the range. `then`: the
    answer; `package`: the key of what is then signed, `end`: what then differs from today.
    """

    key: str
    path: tuple[str, ...]
    kind: Literal["goal", "points", "driver", "inertia"]
    actor: str | None
    now: float
    low: float
    high: float
    needed: float
    more: bool
    within: bool
    widths: float
    then: Answer
    package: str | None
    end: tuple[Part, ...]

    @property
    def close(self) -> bool:
        """It is within its range, or one or two hundredths of a weight away."""
        near = max(HUNDREDTHS.values()) * abs(self.now)
        return self.within or (self.kind in ("goal", "points") and abs(self.needed - self.now) <= near)


@dataclass(frozen=True)
class Belief:
    """What a side hopes for: a package, what the others gain by it in the file, and what this side believes they gain.

    `numbers`: what it sees otherwise. `answers`: question → the answer it expects where that is not the answer that
    comes. `share`: of the runs of its view with a package that serves all.
    """

    believer: str
    numbers: tuple[str, ...]
    package: str | None
    file: Mapping[str, Fraction]
    believed: Mapping[str, Fraction]
    enough: bool
    answers: Mapping[str, Answer]
    share: float | None


@dataclass(frozen=True)
class Swing:
    """A number that decides an answer: its share of the variation, and how often yes in its outer fifths; where there
    is hardly a yes, how often the likeliest `answer`."""

    path: str
    share: float
    lowest: float | None
    highest: float | None
    answer: Answer = "every"


@dataclass(frozen=True)
class Weight:
    """What somebody wants, how much it counts, and what stands behind that number.

    `value`: signed (below 0: it loses by it); `low`, `high` likewise; `cites`: keys of the notes.
    """

    path: tuple[str, ...]
    actor: str
    value: float
    low: float
    high: float
    basis: Basis
    cites: tuple[str, ...]
    why: Any


@dataclass(frozen=True)
class Note:
    """A passage, claim or row that something cites; `standing`: what the facts make of a claim."""

    key: str
    kind: str
    source: str
    words: Any
    quoted: bool
    place: str = ""
    standing: str = ""


@dataclass(frozen=True)
class Grounds:
    """What the numbers rest on. `claims`: claim → standing; `judged`: numbers without a source of their own."""

    weights: tuple[Weight, ...]
    notes: Mapping[str, Note]
    ratings: tuple[tuple[str, str], ...]
    facts: int
    facts_used: int
    claims: Mapping[str, str]
    claims_used: tuple[str, ...]
    judged: int


@dataclass(frozen=True)
class Docket:
    """A matter that runs without a deal: what it gains each party by itself, and at best tied to another matter.

    `withheld`: what holding it back would cost who can; `fixed`: those whom that costs more than they move for.
    """

    agreement: str
    name: str
    alone: Mapping[str, Fraction]
    tied: Mapping[str, Mapping[str, Fraction]]
    withheld: Mapping[str, Fraction]
    fixed: tuple[str, ...]


@dataclass(frozen=True)
class ActRead:
    """How an act is read by somebody: reading → question → the answer where that is another one."""

    act: str
    audience: str
    readings: Mapping[str, Mapping[str, Answer]]


@dataclass(frozen=True)
class Reading:
    """A variant: its date, if it has one, and question → answer → share of its runs."""

    name: str
    date: str | None
    answers: Mapping[str, Answer]
    shares: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, repr=False)
class Findings(Result):
    """Everything that is told about a case; see the module.

    `outcomes`: how many there are, of which `holding` are left by nobody (SEQ); `zone`: share of the runs in which some
    package serves all; `looks`: question → way of looking ahead → answer; `acting`: the answers that turn if each acts
    on what it sees; `knives`: what turns the close calls; `brokered`: agreement → what it says beyond plain
    packages.
    """

    told_by: ClassVar[str] = "detente.report.brief:sentences"
    written_by: ClassVar[str] = "detente.findings.data:findings_data"

    case: Case
    situation: Situation
    space: Space = field(repr=False)
    runs: int
    uncertain: int
    main: str | None
    questions: Mapping[str, Answered]
    start: int | None
    ends: tuple[EndPlace, ...]
    bargains: tuple[Bargain, ...]
    levers: tuple[Lever, ...]
    beliefs: tuple[Belief, ...]
    swings: Mapping[str, tuple[Swing, ...]]
    grounds: Grounds
    outcomes: int = 0
    holding: int = 0
    zone: float | None = None
    looks: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)
    dockets: tuple[Docket, ...] = ()
    acts: tuple[ActRead, ...] = ()
    acting: Mapping[str, Answer] = field(default_factory=dict)
    knives: Mapping[str, tuple[Lever, ...]] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    influence: Influence | None = field(default=None, repr=False)
    positions: Positions | None = field(default=None, repr=False)
    about: str | None = None
    brokered: Mapping[str, Brokered] = field(default_factory=dict, repr=False)

    def unquoted(self) -> Findings:
        """The same without the words of texts that are cited, nor their translations: only where they stand is told.

        A text may belong to somebody who has not allowed it to be passed on. Facts of tables stay.
        """
        notes = {
            key: replace(note, words="", key=note.source if ":" in note.key else note.key) if note.quoted else note
            for key, note in self.grounds.notes.items()
        }
        return replace(self, grounds=replace(self.grounds, notes=notes))

    def in_short(self) -> str:
        return f"{self.main}: {self.questions[self.main].answer}" if self.main else "no question"

    @property
    def axes(self) -> tuple[Axis, ...]:
        return self.space.axes

    @property
    def bargain(self) -> Bargain | None:
        """The agreement that the main question is about."""
        return next((one for one in self.bargains if one.agreement == self.about), None)

    @property
    def foremost(self) -> Bargain | None:
        """The agreement of the main question; else the first that pledges what it is about; else the first."""
        return next(iter(self.bargains), None)

    @property
    def least_sure(self) -> tuple[Answered, ...]:
        """All questions but the main one, the least sure first."""
        return tuple(sorted((q for q in self.questions.values() if q.name != self.main), key=lambda q: q.share))

    def rows(self) -> list[Row]:
        """One row per question."""
        return [
            {"question": q.name, "answer": q.answer, "share": q.share, "wide": q.wide, "close_call": q.close}
            for q in self.questions.values()
        ]

    def data(self) -> dict[str, Any]:
        """The JSON contract of ``detente findings``."""
        written: dict[str, Any] = above(self.written_by)(self)
        return written


def plain(record: Any) -> dict[str, Any]:
    """A record's fields as plain data; fractions become decimals."""
    found: dict[str, Any] = _plain(asdict(record))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Fraction):
        return float(value)
    return value
