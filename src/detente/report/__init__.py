"""How is everything that was found told to a reader: one self-contained page, in English or Arabic.

Open `findings` first: it computes once what the page tells. `sentences` and `futures` say it, each ``…_section`` turns
a part of it into what a template shows, `html` puts the page together.
"""
