"""What is the answer, and what does it rest on: everything that is said of a case, worked out once.

Open `result` first: the record `Findings`, from which text, tables, pictures, JSON and terminal take their numbers.
`findings` fills it, part by part: `answered` (questions and where it goes), `every_package`, `turning` (what would turn
an answer), `hopes` (what each side believes), `grounds` (what stands behind the numbers), `dates` (other times).
"""
