"""How is a study drawn, kept and resumed, on one machine or many?

Counter-based sampling (`sampling`), batches, a store that survives a crash (`store`), workers. What comes of it is a
record (`result`). Open `study` first.
"""
