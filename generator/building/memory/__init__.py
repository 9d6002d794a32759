"""What a build leaves behind for the next. It saves time: deleting it changes nothing else."""
