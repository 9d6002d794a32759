"""Pictures: what a file says of itself, and the files that the site shows of it.

Bytes go in, values or bytes come out. Nothing here knows articles, addresses or folders.
"""
