"""Shopify, by its GraphQL Admin API and its webhooks.

Shopify calls its REST Admin API legacy since 1 October 2024 (Shopify, "About REST to GraphQL migration", read 2026-11):
it is still served, and new apps must not use it. So orders are read by GraphQL, and one module, `translating`, writes
them in the form of the REST resource, which webhooks still carry and `engine.order.formats.shopify` reads.
"""
