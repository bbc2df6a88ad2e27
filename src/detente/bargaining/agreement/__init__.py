"""What deal would this agreement of a situation allow, who would sign it, what stands in its way, and would it last?

An agreement becomes a negotiation over packages (`from_situation`), everything else standing where it would without a
deal (`drift`). Open `result` first: it holds all the answers, each worked out when it is asked for. Definitions:
``docs/theory/deals.md``.
"""
