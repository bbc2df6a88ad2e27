"""What does a file say: who decides what, what cannot be, what each wants, what is not known, what is asked?

`model` is the record of all of it, made by `reading` from a file; `expression` the language of statements and formulas,
`quantity` what is known of a number. Open `model` first. Nothing here computes an answer.
"""
