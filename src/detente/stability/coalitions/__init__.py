"""Which groups of actors upset an outcome together, and why?

Coalition stability (Kilgour, Hipel, Fang & Peng 2001; Inohara & Hipel 2008). Open `coalition` first; `verify` checks a
witness from the definitions alone.
"""
