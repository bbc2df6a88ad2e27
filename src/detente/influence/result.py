"""Influence in one result: dependence by domain, the balance of signed ties, MACTOR, and what-ifs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, ClassVar

from detente.counts import counted
from detente.errors import DetenteError
from detente.evidence.expanded import Beside, expanded
from detente.influence.balance.alignment import Balance, balance
from detente.influence.balance.frustration import SECONDS
from detente.influence.balance.projection import Rule
from detente.influence.balance.signed import SAME, Array
from detente.influence.dependence.claims import Judged, judged
from detente.influence.dependence.dependence import leverage, ratios
from detente.influence.dependence.domains import Dependence, domains
from detente.influence.dependence.what_if import WhatIf, diversified, failing, grown, in_file, withdrawn
from detente.influence.drawn import DRAWS, MOST_DRAWS, SEED, band, central
from detente.influence.mactor.mactor import Variant
from detente.influence.mactor.play import Play, play
from detente.outcomes.chance import LARGEST_SEED
from detente.result import Origin, Result, Row
from detente.situation.model import Situation


@dataclass(frozen=True)
class Asked:
    """What to ask beside what the file says.

    `projection`: how several ties of a pair become one sign; `weigh`: ties weigh their strength; `mactor`: the reading
    of MACTOR's formulas; `suppose`: (actor, actor, 1 or -1); `camp`: the actors of one camp; `camps`: numbers of camps
    beside two; `seconds`: how long each search for a best split may take;
    `diversify`: (domain, actor, from, to, share); `grow`: (domain, actor, partner, factor); `withdraw`: (domain, hub);
    `fails`: (domain, actor, guarantor, probability).
    """

    projection: Rule = "net"
    weigh: bool = False
    camps: tuple[int, ...] = (3,)
    suppose: tuple[tuple[str, str, int], ...] = ()
    camp: tuple[str, ...] = ()
    mactor: Variant = "lipsor"
    diversify: tuple[tuple[str, str, str, str, float], ...] = ()
    grow: tuple[tuple[str, str, str, float], ...] = ()
    withdraw: tuple[tuple[str, str], ...] = ()
    fails: tuple[tuple[str, str, str, float], ...] = ()
    draws: int = DRAWS
    seed: int = SEED
    seconds: float = SECONDS

    def __post_init__(self) -> None:
        counted("draws", self.draws, 1, MOST_DRAWS)
        counted("seed", self.seed, 0, LARGEST_SEED)


@dataclass(frozen=True, repr=False)
class Influence(Result):
    """Who moves whom. Each part is None where the file has no such block."""

    told_by: ClassVar[str] = "detente.influence.sentences:influence_sentences"
    drawn_by: ClassVar[str] = "detente.drawing.influence:figure"

    situation: Situation
    asked: Asked
    dependence: Dependence | None
    balance: Balance | None
    mactor: Play | None
    what_if: tuple[WhatIf, ...]
    claims: tuple[Judged, ...] = ()
    beside: tuple[Beside, ...] = ()

    def in_short(self) -> str:
        parts = []
        if self.dependence is not None:
            parts.append(f"{len(self.dependence.actors)} actors in {len(self.dependence.domains)} domains")
        if self.balance is not None:
            parts.append(f"ties that contradict {self.balance.best.value:g}")
        if self.mactor is not None:
            parts.append(f"MACTOR of {len(self.mactor.actors)} actors")
        return "; ".join(parts)

    def rows(self) -> list[Row]:
        """One row per number: the part, the measure, who, whom, the value, and its band where there is one."""
        return [
            *self._dependence_rows(),
            *self._turn_rows(),
            *self._concentration_rows(),
            *self._claim_rows(),
            *self._balance_rows(),
            *self._mactor_rows(),
        ]

    def _concentration_rows(self) -> list[Row]:
        """How concentrated each actor's named shares are; `high`: if all the rest came from one partner."""
        result = self.dependence
        if result is None:
            return []
        found = []
        for k, name in enumerate(result.domains):
            for i, actor in enumerate(result.actors):
                if (pair := result.concentration(k, i)) is not None:
                    held, rest = pair
                    low, high = (held.hhi, held.hhi + rest * rest) if rest > SAME else (None, None)
                    row = {"part": name, "who": actor, "whom": held.top or ""}
                    found.append({**row, "measure": "hhi", "value": held.hhi, "low": low, "high": high})
        return found

    def _turn_rows(self) -> list[Row]:
        """The factors on the weight of a domain at which the sum of a pair turns."""
        result = self.dependence
        if result is None or len(result.domains) < 2:
            return []
        return [
            {
                "part": result.domains[turn.domain],
                "who": result.actors[i],
                "whom": result.actors[j],
                "measure": "turning_weight",
                "value": turn.factor,
                "low": None,
                "high": None,
            }
            for i, j in result.pairs()
            for turn in result.turning(i, j)
        ]

    def _claim_rows(self) -> list[Row]:
        return [
            {
                "part": one.domain,
                "who": one.who,
                "whom": one.on,
                "measure": f"claim_{one.standing}",
                "value": one.ratio,
                "low": None,
                "high": None,
            }
            for one in self.claims
        ]

    def _dependence_rows(self) -> list[Row]:
        result = self.dependence
        if result is None:
            return []
        parts: list[tuple[str, int | None, Array, Array | None]] = [
            (name, k, result.single(k), result.bands(k)) for k, name in enumerate(result.domains)
        ]
        if len(result.domains) > 1:
            parts.append(("all_domains", None, result.total, result.bands()))
        found = []
        for name, domain, depends, many in parts:
            gain, relative = leverage(depends), ratios(depends)
            for i, j in result.pairs():
                if depends[i, j] == depends[j, i] == 0:
                    continue
                i, j = (i, j) if gain[i, j] >= 0 else (j, i)
                low, high = (band(many[:, i, j]) if many is not None else None) or (None, None)
                who = {"part": name, "who": result.actors[i], "whom": result.actors[j]}
                found.append({**who, "measure": "leverage", "value": float(gain[i, j]), "low": low, "high": high})
                if relative[i, j] == relative[i, j] and result.alike(i, j, domain):
                    found.append({**who, "measure": "ratio", "value": float(relative[i, j]), "low": None, "high": None})
        return found

    def _balance_rows(self) -> list[Row]:
        result = self.balance
        if result is None:
            return []
        return [
            {
                "part": "balance",
                "who": "+".join(result.actors[actor] for actor in one.changed),
                "whom": "",
                "measure": "alignment_cost",
                "value": one.cost,
                "low": None,
                "high": None,
            }
            for one in result.alignments
        ] + [
            {
                "part": "balance",
                "who": actor,
                "whom": "",
                "measure": "balanced_triads",
                "value": result.partial.share(place),
                "low": None,
                "high": None,
            }
            for place, actor in enumerate(result.actors)
            if result.partial.share(place) is not None
        ]

    def _mactor_rows(self) -> list[Row]:
        result = self.mactor
        if result is None:
            return []
        data, found = result.mactor.data(), []
        for measure, bands in (("Rstar", result.firmness.rstar), ("Qstar", result.firmness.qstar)):
            for actor, value, (low, high) in zip(result.actors, data[measure], bands, strict=True):
                row = {"part": "mactor", "who": actor, "whom": "", "measure": measure, "value": value}
                found.append({**row, "low": low, "high": high})
        for actor, share in zip(result.actors, result.firmness.first, strict=True):
            row = {"part": "mactor", "who": actor, "whom": "", "measure": "first_share", "value": share}
            found.append({**row, "low": None, "high": None})
        return found

    def data(self) -> dict[str, Any]:
        """The whole result; a part that the file does not have is null."""
        return {
            "digest": self.origin.digest,
            "draws": self.asked.draws,
            "seed": self.asked.seed,
            "dependence": self.dependence.data() if self.dependence else None,
            "claims": [one.data() for one in self.claims],
            "balance": self.balance.data() if self.balance else None,
            "mactor": self.mactor.data() if self.mactor else None,
            "what_if": [one.data() for one in self.what_if],
            "beside": {
                one.name: {"kind": one.kind, "pairs": [[*pair, value] for pair, value in one.pairs.items()]}
                for one in self.beside
            },
        }


def influence(situation: Situation, folder: Path | None = None, asked: Asked | None = None) -> Influence:
    """Who moves whom, at the central numbers, with bands from the ranges.

    Args:
        situation: with any of `dependence`, `ties`, `mactor`.
        folder: where the tables lie that the file names.
        asked: rules and what-ifs; None: the defaults.

    Raises:
        DetenteError: the file has none of the three blocks; an unknown name; a number that cannot be meant.
    """
    asked = asked or Asked()
    if not (situation.dependence or situation.ties or situation.mactor):
        raise DetenteError("influence_nothing")
    whole = expanded(situation, folder)
    situation = whole.situation
    depends = domains(situation, asked.draws, asked.seed)
    found: list[WhatIf] = []
    claims: list[Judged] = []
    if depends is not None:
        claims = judged(situation, depends)
        found += in_file(situation, depends, central(situation))
        found += [diversified(depends, *one) for one in asked.diversify]
        found += [grown(depends, *one) for one in asked.grow]
        found += [stop for one in asked.withdraw for stop in withdrawn(depends, *one)]
        found += [failing(depends, *one) for one in asked.fails]
    elif asked.diversify or asked.grow or asked.withdraw or asked.fails:
        raise DetenteError("influence_no_dependence")
    if (asked.suppose or asked.camp) and not situation.ties:
        raise DetenteError("influence_no_ties")
    ties = balance(
        situation,
        asked.projection,
        weighed=asked.weigh,
        camps=asked.camps,
        suppose=asked.suppose,
        ask=asked.camp,
        seconds=asked.seconds,
    )
    matrices = play(situation, asked.mactor, asked.draws, asked.seed)
    questions = {field.name: getattr(asked, field.name) for field in fields(asked) if field.name != "seed"}
    origin = Origin.of(situation, seed=asked.seed, **questions)
    return Influence(
        situation, asked, depends, ties, matrices, tuple(found), tuple(claims), whole.beside, origin=origin
    )
