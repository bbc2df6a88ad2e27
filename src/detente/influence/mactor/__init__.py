"""Who is strong, who is dominated, and who stands with whom on which objective (MACTOR; Godet)?

Open `mactor` first; `bands` says how far the ranges of the file move every number.
"""
