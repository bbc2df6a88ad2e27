"""What would have to be true for an outcome to hold, or for a question to be answered otherwise?

The inverse problem of the graph model (Garcia, Obeidi & Hipel 2018). Open `result` first; `thresholds` holds the exact
conditions per actor.
"""
