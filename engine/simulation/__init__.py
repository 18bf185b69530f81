"""Synthetic orders with planted schemes, for demonstrations, tests and benchmarks; never evidence of accuracy."""
