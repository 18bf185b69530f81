"""Denied parties: lists in their official formats, and the matching of names against them."""
