"""How does what other programs wrote come in, and go out?

Every format is a row of one table, `formats`, which says how a file of it is recognised, what it makes, and who reads
and writes it; open that first. Models of GMCR+, negotiations and tables of positions have a folder each. Analyses read
no files: this folder stands above them.
"""
