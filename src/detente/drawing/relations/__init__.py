"""How do relations look: ties and camps, leverage by domain, the plane of actors, and balance from year to year?

`detente.drawing.influence` says which drawing belongs to which part of a result. Open `ties` first.
"""
