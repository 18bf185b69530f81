"""What leaves the house: the one guarded HTTP client, and what fetches with it."""
