"""Exceptions on the way, and what carriers are asked to pay for them."""
