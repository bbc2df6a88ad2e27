"""What does a result look like: figures as SVG with real text, each with a sentence and a table that say the same.

Nothing here computes an answer: a drawing is a function from a result to text, ``figure(result, language, kind)`` where
results name it. Open `svg` first, what all drawings are made of, then `map`. Plots of studies, drawn by matplotlib, are
in `plots`.
"""
