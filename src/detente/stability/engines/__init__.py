"""How is stability worked out, for few outcomes and for millions?

Three engines that prove each other: `arrays` lists the outcomes, `relation` serves preferences given as pairs, `sweeps`
go along the axes of a grid too large to list (its `board`; the loops are `sweeps_plain` or, compiled, `sweeps_fast`);
`large` makes a result of them. On a grid joint moves are judged without listing any (`grid_walk`, by questions
about points: `dominance`). Each reads the closure of a concept or refuses it. Open `arrays` first; the rule they
share is in ``docs/theory/stability.md``.
"""
