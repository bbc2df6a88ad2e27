"""What does a result look like: figures as SVG with real text, each with a sentence and a table that say the same.

A figure is a function from a result to text; nothing here computes an answer. Open `map` first. Plots of studies, drawn
by matplotlib, are in `plots`.
"""
