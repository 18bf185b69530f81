"""Money: what comes, whether it is enough, and what goes back."""
