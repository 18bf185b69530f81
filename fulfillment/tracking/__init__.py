"""What carriers tell, in one vocabulary."""
