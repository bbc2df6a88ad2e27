"""What can be done with a file before it is analysed: is it right, what does it say, how else
can it be written, where to begin?

Begin with `check`. `library` holds the small commands: shipped cases, a new file, the schema, completion in a shell.
"""
