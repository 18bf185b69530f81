"""Carriers on loopback, each in the form that its own documentation publishes."""
