"""How do balance, dependence and distance change from year to year?

Each year is a situation of its own: the tables of the file read for that year, or for a window of years that ends with
it (`windows`). Open `result` first.
"""
