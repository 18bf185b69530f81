"""What carriers charge: bills taken in, held against what was agreed and packed, and disputed where they differ."""
