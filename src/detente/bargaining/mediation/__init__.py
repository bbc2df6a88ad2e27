"""What does a mediator ask beyond the package: who must ratify, in which steps, what binds, what if, how sure, by when?

One module per question, each of packages by name and what they bring, in exact fractions: `ratification`, `stages`,
`binding`, `acceptance`, `robust_packages`, `contingent`, `deadline`, `comparisons`. Definitions: docs/theory/shares.md.
"""
