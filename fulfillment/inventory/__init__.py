"""Shelves and reservations."""
