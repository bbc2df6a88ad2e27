"""How do tables of positions come in: KTAB, Decide, DEU, plain CSV?

Open `position_read` first.
"""
