"""What holds when everybody looks ahead, where does it go, and why?

The graph model of conflict resolution (Fang, Hipel & Kilgour 1993) with credible joint moves. Open `concepts` first:
one row per solution concept. `solve` applies them (`engines`), `result` is what `detente stability` shows; the folders
answer what people ask next: why (`witness`), together with whom (`coalitions`), by which way (`paths`), what would have
to be true (`inverse`), and what if they see different games (`perception`).
"""
