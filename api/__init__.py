"""Ways in, and nothing else: the command line now; HTTP and pages as they come."""
