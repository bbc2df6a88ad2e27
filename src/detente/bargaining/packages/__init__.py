"""Packages of linked issues: which deals there are, which are fair, is there a zone, what linking is worth."""
