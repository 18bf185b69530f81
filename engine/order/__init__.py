"""What the trade talks about: the order and its parts, as frozen values."""
