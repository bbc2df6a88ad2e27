"""Who depends on whom, by domain, and what would change that?

`weight × share × (1 − exit)`, pair by pair (Emerson 1962; Keohane & Nye 1977). Open `dependence` first.
"""
