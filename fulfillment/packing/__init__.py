"""From picked goods to a weighed box."""
