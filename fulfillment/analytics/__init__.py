"""Figures of a period: how orders were decided, how long they waited, what was charged back, by when they came in."""
