"""Texts from outside that a spreadsheet would run: an order number or a name that is written like a formula.

What begins a formula is after OWASP, CSV Injection. Such a text is written behind an apostrophe.
"""

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
QUOTE = "'"


def harmless(text: str) -> str:
    """The text as a cell that every spreadsheet shows and none computes."""
    return f"{QUOTE}{text}" if text.startswith(FORMULAS) else text
