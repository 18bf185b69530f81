"""Whose names an offer uses: brands, clubs and characters, and whether it claims, fits or imitates them."""
