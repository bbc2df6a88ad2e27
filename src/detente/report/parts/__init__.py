"""What stands in each part of a page? A function per part, from findings and a language to blocks.

Open `answer_part` first: the headline and its reason. Brief and report take the same parts, so they cannot differ.
"""
