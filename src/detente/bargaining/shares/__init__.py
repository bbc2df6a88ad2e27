"""What deals are there when some terms can be divided: shares of water, money, time?

Begin with `gain_sets`: the gains of all packages as a union of polytopes, one per choice of the discrete terms and
pieces of the values; for two parties `pruned_gains` leaves out what is dominated. `share_points` finds zone and fair
points, `share_frontier` the frontier of two parties, `money` what payments add. All exact in fractions; definitions:
docs/theory/shares.md.
"""
