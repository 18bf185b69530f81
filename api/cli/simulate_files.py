"""Files that `simulate` writes."""
