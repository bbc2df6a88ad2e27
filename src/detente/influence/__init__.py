"""Who moves whom: dependence and leverage by domain, power relations (MACTOR), the balance of signed ties.

One folder per method; `result` puts them together and `drawn` gives each its numbers, at the centre or drawn from
ranges. Open `result` first. Definitions: ``docs/theory/influence.md``.
"""
