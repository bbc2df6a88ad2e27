"""How do games of Gambit come in, and go out?

`nfg_write` writes a situation in normal form. `gambit_text` takes the files apart; `nfg_read` and `efg_read` make a
record of them (`game`), which `game_read` writes down as a situation with the same pure equilibria. Open that first.
"""
