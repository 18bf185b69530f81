"""What all files of `data/packing` have in common: sources, confidence and whole numbers."""

from engine.goods.files import Record

CONFIDENCE = frozenset({"high", "medium", "low"})


def source(record: Record) -> str:
    """Reads a source's row and gives its name; what it says is for people."""
    for name in ("title", "publisher", "url", "dated", "trust"):
        record.text(name)
    name = record.text("id")
    record.close()
    return name


def whole(record: Record, key: str) -> int:
    """A whole number of at least 0 that must be there."""
    number = record.number(key)
    if number < 0 or number != int(number):
        record.wrong(key, "a whole number of at least 0")
        return 0
    return int(number)


def whole_or_none(record: Record, key: str) -> int | None:
    """A whole number of at least 0, or None when the field is absent."""
    return whole(record, key) if record.states(key) else None
