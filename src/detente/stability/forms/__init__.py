"""What do the newer concepts and preference forms of the literature say?

Begin with `three_relations`: one engine, three relations (leave, hurt, step), which serves unknown, graded, fuzzy and
probabilistic preference and attitudes. `limited` holds the concepts with a horizon and those with a leader,
`metarational` the trees of moves and countermoves; `result` is what `detente concepts` returns. Definitions and what
is quoted from memory: docs/theory/concepts.md.
"""
