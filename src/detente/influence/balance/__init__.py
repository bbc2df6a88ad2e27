"""Which alignments are under tension, and what would others cost?

Ties become a signed network (`signed`, `projection`); its frustration index is exact and proven (Harary 1953; Aref,
Mason & Wilson 2020). Open `frustration` first, then `alignment` for the price of changing sides.
"""
