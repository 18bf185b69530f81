"""What gateways say: their words as project data, and one reader a gateway for its messages."""
