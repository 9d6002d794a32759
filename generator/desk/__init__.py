"""The editor's desk: every article, what is wrong with it, what comes next, and how it will look.

Pure functions from frozen values to bytes. The preview serves them; nothing of it is ever built.
"""
