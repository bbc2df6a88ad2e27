"""The forms in which tables about pairs of states are published: which columns hold what.

Column names are compared without regard to case; where a format has had several names, all are listed. Sources:

- BACI: CEPII, *The CEPII-BACI dataset* (i exporter, j importer, k product, t year, v thousand US dollars).
- SIPRI: trade register of the Arms Transfers Database: lines of explanation, then one line per deal; a delivered volume
  (TIV) is spread evenly over the years of delivery that the line names, which is our reading and no figure of SIPRI's.
- Correlates of War: *Dyadic Trade* 4.0 (flow1: imports of state 1 from state 2, in million dollars, −9 if missing),
  *Formal Alliances* 4.1 by dyad and year, *Dyadic MID* 4 (hihost: highest level of hostility, 1 to 5).
- ATOP 5.1, by directed dyad and year (stateA, stateB) or by dyad and year (mem1, mem2).
- Ideal points from United Nations votes: Bailey, Strezhnev & Voeten (2017); session s is the year 1945 + s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Use = Literal["flows", "ties", "points"]


@dataclass(frozen=True)
class Form:
    """How one published form is read. Each role lists the names its column has had, the best first.

    `world`: the file is about all states, so names that are not ours are partners outside, and no faults.
    `back`: a second value in the same row, for the other direction. `until`: a row holds from `year` until this year.
    """

    use: Use
    one: tuple[str, ...]
    other: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    world: bool = True
    encoding: str = "utf-8-sig"
    year_zero: int = 0
    preamble: int = 0


STATES = ("ccode1", "statea", "mem1", "state1", "country1")
OTHERS = ("ccode2", "stateb", "mem2", "state2", "country2")
OBLIGATIONS = ("defense", "offense", "neutral", "neutrality", "nonagg", "nonaggression", "entente", "consul")

FORMS: dict[str, Form] = {
    "baci": Form("flows", ("i",), ("j",), ("v",), year=("t",)),
    "sipri": Form(
        "flows",
        ("supplier",),
        ("recipient",),
        ("sipri tiv of delivered weapons", "tiv delivery values", "tiv delivered"),
        year=("year(s) of delivery", "year(s) of deliveries", "delivery year"),
        encoding="latin-1",
        preamble=40,
    ),
    "cow_trade": Form("flows", ("ccode2",), ("ccode1",), ("flow1",), back=("flow2",), year=("year",)),
    "cow_alliance": Form(
        "ties", STATES, OTHERS, year=("year", "dyad_st_year"), until=("dyad_end_year",), kinds=OBLIGATIONS
    ),
    "atop": Form("ties", STATES, OTHERS, year=("year",), kinds=OBLIGATIONS),
    "cow_dispute": Form("ties", STATES, OTHERS, ("hihost",), year=("year", "strtyr")),
    "ideal_points": Form(
        "points",
        ("ccode", "iso3c", "countryname"),
        value=("idealpointall", "idealpoint"),
        year=("year", "session"),
        encoding="latin-1",
        year_zero=1945,
    ),
}
