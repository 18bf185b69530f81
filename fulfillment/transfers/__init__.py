"""Goods from one warehouse to another: planned, packed, shipped, received carton by carton, closed."""
