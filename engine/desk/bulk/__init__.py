"""Many known orders decided anew: which, what moved since they were decided, what came of it, and when it is due."""
