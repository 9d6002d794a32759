"""What hosts must be told: headers, redirects, and what each of them makes of a pattern."""
