"""What the goods are, and what the destination's law says of them."""
