"""How are thousands of draws of one model solved at once?

Blocks of draws, draws innermost, compiled by Numba where it is there; `kernel` says what is asked, `profile` what the
actors prefer. Open `kernel` first; the engines of `detente.stability` are its proof.
"""
