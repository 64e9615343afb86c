"""Scripts that print ratios from one run. Machines drift by half within an hour; a time alone says nothing."""
