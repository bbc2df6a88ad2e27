"""What can be asked of a study: how often, what decides, what would flip it, what it hangs on.

One file, or a file and its sentences, per question. Open `table` first: it lists them all.
"""
