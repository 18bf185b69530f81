"""A shop that nobody runs: two months of orders that nobody placed, decided and carried on by the real code.

It is a merchant of its own, so that nothing of it touches other shops and all of it can be taken away.
"""
