"""What outlives a process. For now: the sightings of one screening run, in a temporary file."""
