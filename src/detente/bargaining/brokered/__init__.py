"""What does a mediator find in an agreement of a situation beyond its plain packages: shares, money, ratifiers, steps,
binding, robust packages, comparisons, drafts?

Open `result` first: one deal section with all of it, each part worked out on request. `share_agreement` makes the
problem of divisible terms, `packages_at_hand` tells which levels a point of it stands for; the other modules put one
question each to an agreement and hand it to the methods of `detente.bargaining.mediation`.
"""
