"""Many values in, a site and its plan out. Nothing here reads a file or a clock."""
