"""Which ways lead from where things stand to where they can end, and who could stop them?

Status quo analysis (Li, Kilgour & Hipel 2005). Open `reach` first; `verify` checks a path from the definitions alone.
"""
