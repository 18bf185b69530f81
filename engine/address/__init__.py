"""Addresses and phones of every country: what is missing, wrong, or elsewhere than stated."""
