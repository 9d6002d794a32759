"""What is measured: speed, on a newspaper of any size that is the same each time it is made."""
