"""Papers that leave the office: bordereaux of lots, letters about dossiers.

`gather` reads what they say from the database, under the eyes of who prints and of who
will read; the rest is pure: facts in, bytes out, the same bytes for the same facts.
"""
