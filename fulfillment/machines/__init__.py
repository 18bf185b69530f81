"""The machines of an order's life, one table a module."""
