"""What may be asked of the newer concepts: their names, their parameters, and which apply to a situation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from detente.errors import DetenteError
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.stability.forms.three_relations import EXTENSIONS

CLASSICAL = ("nash", "gmr", "smr", "seq", "sseq")
KINDS = ("relational", "fuzzy", "probable")
OTHERS = ("limited", "nonmyopic", "stackelberg", "metarational", "berge", "simultaneous")
NAMES = (*CLASSICAL, *(f"{kind}_{name}" for kind in KINDS for name in CLASSICAL), *OTHERS)
SHORT = {"r": "nash", "l": "limited", "nm": "nonmyopic", "mr": "metarational", "sim": "simultaneous"}
LETTERS = {"r": "relational", "f": "fuzzy", "p": "probable"}
DEFAULT_HORIZONS = {"limited": (1, 2, 3, 4, 5), "metarational": (4,)}
TIES = ("weak", "strict")


@dataclass(frozen=True)
class Asked:
    """One question. What does not belong to its concept stays None; numbers per actor override those of the file."""

    concept: str
    horizon: int | None = None
    leader: str | None = None
    extension: str | None = None
    degree: int | None = None
    ties: str = "weak"
    attitudes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    bounds: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)  # threshold → actor → number

    @property
    def kind(self) -> str:
        """``relational``, ``fuzzy`` or ``probable``; empty for the rest."""
        return next((kind for kind in KINDS if self.concept.startswith(kind)), "")

    @property
    def base(self) -> str:
        """The classical concept that this one carries over."""
        return self.concept.removeprefix(f"{self.kind}_")


def named(name: str) -> str:
    """The concept a person means: its name, or how the literature writes it (L, NM, MR, RNash, FGMR, PSEQ …)."""
    low = name.casefold().replace(" ", "_")
    known = SHORT.get(low, low)
    if known not in NAMES and low[:1] in LETTERS and low[1:] in CLASSICAL:
        known = f"{LETTERS[low[0]]}_{low[1:]}"
    if known not in NAMES:
        raise DetenteError("concept_unknown", name=name, nearest=nearest(low, NAMES), known=NAMES)
    return known


def spread(situation: Situation, asked: Asked) -> Iterator[Asked]:
    """One question for every parameter that was left open: each horizon, leader, extension or degree that there is."""
    if asked.concept in DEFAULT_HORIZONS and asked.horizon is None:
        yield from (replace(asked, horizon=horizon) for horizon in DEFAULT_HORIZONS[asked.concept])
    elif asked.concept == "stackelberg" and asked.leader is None:
        yield from (replace(asked, leader=actor) for actor in situation.actors)
    elif asked.concept in CLASSICAL and asked.extension is None and asked.degree is None:
        yield from _readings(situation, asked)
    else:
        yield asked


def _readings(situation: Situation, asked: Asked) -> Iterator[Asked]:
    """The concept itself, or, where something is unknown, in four ways; then at each degree that the file tells."""
    if has_unknown(situation):
        yield from (replace(asked, extension=one) for one in EXTENSIONS)
    else:
        yield asked
    if asked.concept in ("gmr", "smr", "seq"):
        yield from (replace(asked, degree=degree) for degree in range(1, greatest_degree(situation) + 1))


def has_unknown(situation: Situation) -> bool:
    return any(preference.unknown for preference in situation.preferences.values())


def greatest_degree(situation: Situation) -> int:
    """The greatest degree that the file tells; 0 where it tells none."""
    told = [int(degree) for preference in situation.preferences.values() for degree in preference.degrees or {}]
    much = [2 for preference in situation.preferences.values() if isinstance(preference.much, tuple)]
    return max((*told, *much), default=0)


def everything(situation: Situation) -> list[str]:
    """The concepts that what the file says calls for, then those that any file of one or two sides allows."""
    found: list[str] = []
    if has_unknown(situation) or greatest_degree(situation):
        found += CLASSICAL
    for kind, present in (
        ("relational", bool(situation.attitudes)),
        ("fuzzy", all_are(situation, "fuzzy")),
        ("probable", all_are(situation, "probable")),
    ):
        found += [f"{kind}_{name}" for name in CLASSICAL] if present else []
    if len(situation.actors) == 2 and not (has_unknown(situation) or graded(situation)):
        found += ["limited", "nonmyopic", "stackelberg", "metarational"]
    return [*found, "berge"]


def all_are(situation: Situation, kind: str) -> bool:
    """Every preference of the file is of this kind, and there are some."""
    return bool(situation.preferences) and all(
        getattr(preference, kind) is not None for preference in situation.preferences.values()
    )


def graded(situation: Situation) -> bool:
    """Some preference is fuzzy or probable: then there are no ranks."""
    return any(one.fuzzy is not None or one.probable is not None for one in situation.preferences.values())
