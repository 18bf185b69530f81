"""Admission with memory: what people and programs do with orders, decisions and holds. Writes no SQL."""
