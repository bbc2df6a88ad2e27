"""How to share what there is: items between two parties, or the worth of coalitions among many.

Adjusted winner (Brams & Taylor 1996) in `adjusted_winner`; Shapley value, core and least core in `games`. Each has a
result that tells itself: `division`, `worths`. Open `games` first.
"""
