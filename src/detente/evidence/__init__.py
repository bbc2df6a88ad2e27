"""What does a part of a situation rest on: which passage, claim or row, and is it really there?

Quotes are found by place (`anchor`, after the TextQuoteSelector of the W3C), cites lead to them (`citations`), and
a part is followed down to what it rests on (`trace`). Tables that the user gives are read and put in place
(`expanded`). Open `sources` first.
"""
