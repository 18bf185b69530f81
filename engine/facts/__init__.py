"""Order and context -> typed facts."""
