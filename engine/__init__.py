"""The decision: an order and its context in, an outcome with every reason out."""

__version__ = "0.1.0"
