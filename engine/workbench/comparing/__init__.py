"""What two rule books made of the same orders: how outcomes moved, which rules moved them, and what it is worth."""
