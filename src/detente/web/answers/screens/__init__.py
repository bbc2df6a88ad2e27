"""What do the screens beside the bench show? Moves and their map, the deal table, evidence, comparisons, the small case
drawn whole, and files to share.

One module for each endpoint of `detente.web.contracts.screens`, named like it. Open `moves` first: most of the others
use its words for outcomes and steps.
"""
