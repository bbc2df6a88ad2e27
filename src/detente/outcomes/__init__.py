"""What can happen, who can move where, and what does each actor prefer, at one set of numbers or at thousands?

Outcomes (`space`, or a `grid` where they are too many to list), moves, preferences and numbers, all as arrays over
draws; what is noted of every draw (`columns`); and outcomes in words (`telling`). Open `space` first, then
`preferences`.
"""
