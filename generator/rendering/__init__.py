"""From one output of the plan to its bytes: no site, no other page, no clock."""
