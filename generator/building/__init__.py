"""The pipeline, what it remembers, and the only writer of the result."""
