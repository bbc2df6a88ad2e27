"""What holds: which outcomes nobody leaves, alone or together, where it goes from here, and why?

The graph model for conflict resolution (Fang, Hipel & Kilgour 1993; Xu, Hipel, Kilgour & Fang 2018), with joint moves.
`concepts` lists the ways of looking ahead, `solve` goes from moves and preferences to what is stable, `result` is what
people ask. Open `concepts` first, then `engines.arrays`: the definition as arrays.
"""
