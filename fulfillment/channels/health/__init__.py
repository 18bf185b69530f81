"""How a seller's account stands with its marketplace, and how it will stand if nothing is done."""
