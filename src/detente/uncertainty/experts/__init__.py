"""How far do several coders or experts agree, and does it matter whose numbers are taken?

Open `krippendorff` (agreement) or `delphi` (rounds) first.
"""
