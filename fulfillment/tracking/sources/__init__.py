"""Where news of parcels comes from: one published API each, and no database."""
