"""What all files of the data about papers have in common: a list of sources, and rows that quote one of them."""

from engine.goods.files import Record

TRUSTS = frozenset({"official", "secondary"})


def quoted(record: Record) -> str:
    """The source that a row quotes, by its name; where in it is for people."""
    source = record.part("source")
    name = source.text("id")
    source.text("locator")
    source.close()
    return name


def listed(record: Record, *, rated: bool = False) -> frozenset[str]:
    """The names of all sources of a file. `rated`: each says how far it is to be trusted."""
    found: set[str] = set()
    for item in record.records("sources"):
        for name in ("title", "publisher", "url", "dated"):
            item.text(name)
        if rated:
            item.choice("trust", TRUSTS)
        found.add(item.text("id"))
        item.close()
    return frozenset(found)
