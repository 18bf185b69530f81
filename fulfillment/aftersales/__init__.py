"""Returns, claims, and the end of an order that went well."""
