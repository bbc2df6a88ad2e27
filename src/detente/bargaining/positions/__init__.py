"""Where does an issue settle between actors that stand on a scale, and how sure is that?

Each model of the literature has its module; `models` is the table of all of them, and `forecast` says which one counts
and with what band. `score` compares them with outcomes that are known. Open `models` first, then `result`. Definitions:
``docs/theory/positions.md``.
"""
