"""Why is an outcome stable, and why is a joint step taken or not?

A witness is data: the improvement nobody can punish, or the sanction of each. Open `witness` first; `verify` shares
nothing with the search; `result` is what `detente explain` shows, for actors, agreements and groups.
"""
