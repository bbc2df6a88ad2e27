"""How is everything that was found told to a reader: the brief of two pages and the report, in English or Arabic.

Open `brief` first, then `whole`: they put the `parts` into the order of a page. `blocks` is what a page is made of,
`saying` puts findings into words; `page` writes HTML, `word`, `pdf`, `markdown` and `terminal` the rest, `writing`
chooses.
"""
