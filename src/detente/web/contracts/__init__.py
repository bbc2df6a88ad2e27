"""What can the page ask for, and what does it get? Every request and every answer as typed records.

Each request is ``POST /api/NAME`` with a JSON object, answered by a JSON object; open `asking` first: what all requests
and answers have. Two dots of the file's own names never meet: a record has either fixed keys or names of the file.
"""
