"""What deal: where a position settles, which packages there are, and whether there is a zone of agreement."""
