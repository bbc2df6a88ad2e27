"""How do negotiations written by other programs become ours?

Genius, GeniusWeb, NegMAS and scoring sheets all become one document (``negotiation-case/1``), which `negotiation_json`
reads. Open `negotiation_files` first.
"""
