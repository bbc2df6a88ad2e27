"""What holds where actors see different games: who is surprised, and what would being told change?

Hypergames of level 1 (Bennett 1977; Wang, Hipel & Fraser 1988). Open `hypergame` first.
"""
