"""Carriers' bills read from their files: which column is what is data, in data/freight or in a mapping of one's own."""
