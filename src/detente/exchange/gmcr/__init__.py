"""How do models of GMCR+ come in, and go out?

`gmcr_read` makes a situation of one: `gmcr_model` is what the file says, `gmcr_yaml` the text made from it.
`gmcr_write` goes the other way. Every loss is listed. Open `gmcr_read` first.
"""
