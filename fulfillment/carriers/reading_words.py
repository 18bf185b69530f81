"""What a refusal is about, read from a carrier's own words where it publishes no closed list of codes.

The first row that matches counts, so that "temporary restriction to this postcode area" is a suspension. It is a
reading, not the carrier's statement: its words stand beside it wherever it is shown.
"""

from collections.abc import Sequence

from fulfillment.carriers.words import Refusal

Rows = Sequence[tuple[Refusal, tuple[str, ...]]]


def meant(words: str, rows: Rows) -> Refusal:
    """Why it was refused; OTHER where no row matches."""
    said = words.lower()
    return next((why for why, marks in rows if any(mark in said for mark in marks)), Refusal.OTHER)
