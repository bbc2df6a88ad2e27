"""The forms in which tables about states and pairs of states are published: which columns hold what.

Column names are compared without regard to case; where a format has had several names, all are listed. Sources:

- BACI: CEPII, *The CEPII-BACI dataset* (i exporter, j importer, k product, t year, v thousand US dollars).
- SIPRI: trade register of the Arms Transfers Database: lines of explanation, then one line per deal; a delivered volume
  (TIV) is spread evenly over the years of delivery that the line names, which is our reading and no figure of SIPRI's.
  Since 2023 the register has one line per deal and year of delivery. A table of TIV names one state in its title, its
  partners in the first column, and has a column for each year.
- Correlates of War: *Dyadic Trade* 4.0 (flow1: imports of state 1 from state 2, in million dollars, −9 if missing),
  *Formal Alliances* 4.1 by dyad (and year), or by member; *Dyadic MID* 4 (hihost: highest level of hostility, 1 to 5);
  *MID* 5 by participant (MIDB: sidea, hostlev); *National Material Capabilities* 6; *State System Membership* 2016.
- ATOP 5.1, by directed dyad and year (stateA, stateB), by dyad and year (mem1, mem2), or by member.
- UCDP/PRIO *Armed Conflict Dataset*: gwno_a and gwno_b, where a cell may list several states.
- Events: ICEWS (Intensity is on the scale of Goldstein), POLECAT, or CAMEO codes with the scale in `goldstein.csv`.
- Ideal points from United Nations votes: Bailey, Strezhnev & Voeten (2017); session s is the year 1945 + s.
- World Bank (*World Development Indicators*): a column for each year, or a row for each; V-Dem: one column per measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Use = Literal["flows", "ties", "points", "states"]


@dataclass(frozen=True)
class Form:
    """How one published form is read. Each role lists the names its column has had, the best first.

    `one`, `other`: every column that says who it is about, for one state may have several codes in a row. `world`: the
    file is about all states, so names that are not ours are partners outside, and no faults. `back`: a second value in
    the same row, for the other direction. `until`: a row holds from `year` until this year. `group`: where no column
    names the other, the rows of a group are about one another, those of different `side` if it has one. `joins`: how
    several rows of a pair become one value. `wide`: there may be a column for each year. `loose`: the column of text
    that may break a line. `told`: sets of columns of which one is enough to know the form. `absent`: what a pair
    without a row means. `signed`: values have a sign, that of the tie. `lists`: a cell may list several codes. `once`:
    a pair stands there once in a year, or once for each value of `apart`; `together`: its rows stand one after another,
    so that only these have to be compared. `series`: columns that say which measure a row belongs to.
    `instead`: the file of these data that says which states its rows are about, where others do not.
    """

    use: Use
    one: tuple[str, ...]
    other: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    joins: Literal["sum", "greatest", "mean"] = "sum"
    absent: Literal["zero", "unknown"] = "zero"
    world: bool = True
    wide: bool = False
    signed: bool = False
    lists: bool = False
    once: bool = False
    apart: tuple[str, ...] = ()
    together: bool = False
    year_zero: int = 0
    loose: str = ""
    series: tuple[str, ...] = ()
    instead: str = ""
    told: tuple[frozenset[str], ...] = ()


PREAMBLE = 40  # lines of explanation that may stand above the header
TITLE = re.compile(
    r"TIV of arms (?:exports|imports) (?P<way>from|to) (?P<state>.+?)(?:,\s*\d{4}(?:\s*-\s*\d{4})?)?\s*$", re.IGNORECASE
)
TOTALS = re.compile(r"(?:the )?(?:all\b|top\b|world\b|largest\b).*", re.IGNORECASE)  # a title that names no one state
YEAR_COLUMN = re.compile(r"(?:x|yr)?(?P<year>1[89]\d\d|20\d\d)(?:\s*\[yr\d{4}\])?")

STATES = ("ccode1", "statea", "mem1", "state1", "country1", "state_name1", "namea", "stabb1")
OTHERS = ("ccode2", "stateb", "mem2", "state2", "country2", "state_name2", "nameb", "stabb2")
OBLIGATIONS = ("defense", "offense", "neutral", "neutrality", "nonagg", "nonaggression", "entente", "consul")

# The system of codes (`detente.evidence.tables.countries`) of a column; of all others: names.
SYSTEM_OF = {
    **dict.fromkeys(("ccode", "ccode1", "ccode2", "cowcode", "actor cow", "recipient cow", "member", "state"), "cow"),
    **dict.fromkeys(("statea", "stateb", "mem1", "mem2", "state1", "state2"), "cow"),
    **dict.fromkeys(("stateabb", "stabb", "stabb1", "stabb2"), "cow_code"),
    **dict.fromkeys(("gwno_a", "gwno_b", "gwnoa", "gwnob", "gwno", "gwcode"), "gw"),
    **dict.fromkeys(("iso3c", "country code", "country_text_id", "countryiso3code", "economy", "code", "iso3"), "iso3"),
    **dict.fromkeys(("actor country", "recipient country", "actor1countrycode", "actor2countrycode"), "iso3"),
    **dict.fromkeys(("i", "j"), "number"),
    **dict.fromkeys(("iso2c", "iso2"), "iso2"),
}


def _told(*sets: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one.split("+")) for one in sets)


FORMS: dict[str, Form] = {
    "baci": Form(
        "flows", ("i",), ("j",), ("v",), year=("t",), once=True, apart=("k",), together=True, told=_told("t+i+j+k+v")
    ),
    "sipri": Form(
        "flows",
        ("supplier",),
        ("recipient",),
        ("sipri tiv of delivered weapons", "tiv delivery values", "tiv delivered"),
        year=("year(s) of delivery", "year(s) of deliveries", "delivery year"),
        loose="comments",
        told=_told("supplier+recipient"),
    ),
    "sipri_tiv": Form("flows", ("supplier", "recipient", ""), wide=True),
    "cow_trade": Form(
        "flows",
        ("ccode2", "importer2"),
        ("ccode1", "importer1"),
        ("flow1",),
        back=("flow2",),
        year=("year",),
        absent="unknown",
        once=True,
        instead="Dyadic_COW_4.0.csv",
        told=_told("ccode1+ccode2+flow1+flow2", "statename+imports+exports"),
    ),
    "cow_alliance": Form(
        "ties",
        (*STATES, "ccode", "state_name"),
        OTHERS,
        year=("year", "dyad_st_year", "mem_st_year"),
        until=("dyad_end_year", "mem_end_year"),
        kinds=OBLIGATIONS,
        group=("version4id",),
        instead="alliance_v4.1_by_dyad_yearly.csv",
        joins="greatest",
        told=_told("version4id"),
    ),
    "atop": Form(
        "ties",
        (*STATES, "member"),
        OTHERS,
        year=("year", "yrent"),
        until=("yrexit",),
        kinds=OBLIGATIONS,
        group=("atopid",),
        instead="atop5_1ddyr.csv",
        joins="greatest",
        told=_told("atopally", "atopid", "atopid1"),
    ),
    "cow_dispute": Form(
        "ties",
        (*STATES, "ccode", "stabb"),
        OTHERS,
        ("hihost", "hostlev"),
        year=("year", "strtyr", "styear"),
        until=("endyear",),
        group=("dispnum", "dispnum3", "dispnum4"),
        side=("sidea", "insidea"),
        instead="MIDB 5.0.csv",
        joins="greatest",
        told=_told("hihost", "dispnum+hostlev"),
    ),
    "ucdp": Form(
        "ties",
        ("gwno_a", "gwnoa", "side_a"),
        ("gwno_b", "gwnob", "side_b"),
        ("intensity_level",),
        year=("year", "start_date"),
        joins="greatest",
        lists=True,
        told=_told("side_a+side_b"),
    ),
    "events": Form(
        "ties",
        ("source country", "actor cow", "actor country", "actor1countrycode", "source name", "actor name"),
        ("target country", "recipient cow", "recipient country", "actor2countrycode", "target name", "recipient name"),
        ("intensity", "goldsteinscale", "goldstein", "cameo code", "eventcode"),
        year=("year", "event date", "sqldate", "date"),
        joins="mean",
        signed=True,
        told=_told("source country+target country", "actor country+recipient country", "actor1countrycode+eventcode"),
    ),
    "ideal_points": Form(
        "points",
        ("ccode", "iso3c", "countryname"),
        value=("idealpointall", "idealpoint", "idealpointfp"),
        year=("year", "session"),
        joins="mean",
        once=True,
        year_zero=1945,
        told=_told("idealpointall", "idealpoint", "idealpointfp"),
    ),
    "cow_capability": Form(
        "points",
        ("ccode", "stateabb"),
        value=("cinc",),
        year=("year",),
        joins="mean",
        once=True,
        told=_told("cinc+milex"),
    ),
    "cow_states": Form(
        "states",
        ("ccode", "stateabb", "statenme"),
        year=("styear", "year"),
        until=("endyear",),
        told=_told("stateabb+ccode+statenme"),
    ),
    "world_bank": Form(
        "points",
        ("country code", "iso3c", "countryiso3code", "economy", "code", "country name", "country", "entity", "iso2c"),
        value=("value",),
        year=("year", "date", "time"),
        joins="mean",
        once=True,
        wide=True,
        series=("indicator code", "series code", "indicator name", "series name", "indicator id", "indicator"),
        told=_told(
            "country code+indicator code",
            "country code+series code",
            "iso3c+iso2c",
            "countryiso3code+date",
            "entity+code+year",
        ),
    ),
    "vdem": Form(
        "points",
        ("country_text_id", "cowcode", "country_name"),
        year=("year",),
        joins="mean",
        once=True,
        apart=("historical_date",),
        told=_told("country_text_id"),
    ),
}


def form_told(header: list[str]) -> str | None:
    """The published form whose columns a header has; names in small letters."""
    there = set(header)
    return next((name for name, form in FORMS.items() if any(one <= there for one in form.told)), None)
