"""Checked rules -> firings: compiled for durable_rules, and evaluated beside it in plain Python."""
