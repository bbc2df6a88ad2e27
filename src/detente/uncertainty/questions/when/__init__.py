"""When does an answer come out: boxes of few conditions, and a short tree as a second look.

Patient rule induction (Friedman & Fisher 1999) and classification trees (Breiman and others 1984), each re-checked on
fresh draws. Open `when` first.
"""
