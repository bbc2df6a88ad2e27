"""What do tables about states say, in the forms in which they are published or kept?

Open `dyad_tables` first: it makes shares, ties and levels of the rows that `dyads` reads, by the forms in
`dyad_formats`.
"""
