"""One file in, one value out. Nothing here sees a second file, the site or the clock."""
