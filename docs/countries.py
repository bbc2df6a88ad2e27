"""Make the list of states anew: ``python docs/countries.py`` (needs pycountry and Babel; detente itself does not).

The codes stay as they stand in the list; the names come from ISO 3166 (pycountry) and the Unicode CLDR (Babel). Sources
of the codes: ISO 3166-1; Correlates of War Project, State System Membership List v2016; Gleditsch & Ward (1999), A
revised list of independent states, with its supplement of microstates; CEPII for the numbers of BACI that differ from
ISO. `others`: spellings that public data sets use, and states that are no more; kept by hand.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pycountry
from babel import Locale

LIST = Path(__file__).parents[1] / "src" / "detente" / "evidence" / "tables" / "countries.csv"


def main() -> None:
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    english, arabic = Locale("en").territories, Locale("ar").territories
    for row in rows:
        state = pycountry.countries.get(alpha_3=row["iso3"])
        if state is None:
            continue  # a state that is no more, or that has no code of ISO: named by hand
        row["iso2"], row["en"], row["ar"] = state.alpha_2, english[state.alpha_2], arabic[state.alpha_2]
        names = [state.name, getattr(state, "common_name", ""), getattr(state, "official_name", "")]
        kept = [name for name in row["others"].split("|") if name]
        row["others"] = "|".join(name for name in dict.fromkeys([*kept, *names]) if name and name != row["en"])
    with LIST.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
