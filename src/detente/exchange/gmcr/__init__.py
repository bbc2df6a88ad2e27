"""How do models of GMCR+ come in, and go out?

Its YAML-like text is parsed by `gmcr_yaml`; every loss on the way is listed. Open `gmcr_read` first.
"""
