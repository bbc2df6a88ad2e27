"""What does a paper need? The graph of a situation as a drawing or a file, and a folder that can be made again.

Each module is named for its command; open `graph` first.
"""
