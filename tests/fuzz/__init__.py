"""Files spoilt at random, against every reader and every analysis (``make fuzz MINUTES=n``); and what once failed."""
