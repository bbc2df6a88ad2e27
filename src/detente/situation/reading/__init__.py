"""How does a file become a situation, and every fault of it a message with its place?

Shape first (`nodes`, `misshapen`), then meaning (`crosscheck`), every problem at once. Open `read` first.
"""
