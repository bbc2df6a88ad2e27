"""What follows where numbers are not known exactly: in how many futures does an answer hold, and what would change it?

A `study` draws the futures, its `questions` are asked of it afterwards; `scan` moves one number at a time, `without`
leaves out a source, `measured` tells what else was looked at. Open `study.study` first, then `questions.table`.
"""
