"""What could be agreed? Packages of issues, agreements of a situation, positions on a scale, shares of a whole.

`packages`: a negotiation by itself. `agreement`: the same about an agreement of a situation, with what stands in its
way and whether it lasts. `positions`: where a single issue settles between actors that stand on one scale. `sharing`:
items between two parties, or the worth of coalitions.
"""
