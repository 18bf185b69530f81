"""Puts a process together: secret, database, services, loops. Nothing else knows all of them."""
