"""What the check finds in one book, kept: drafts, proposals and publishing look at the same books again and again."""

from collections.abc import Mapping
from datetime import date

from engine.desk.read_once import Once
from engine.rulebook.domain import Domain
from engine.workbench.check import Checked, check_book


def check_book_once(texts: Mapping[str, str], domain: Domain, today: date) -> Checked:
    """The same as `check_book`, which analyses a book anew."""
    return _BOOKS.of((domain.name, frozenset(texts.items()), today), lambda: check_book(texts, domain, today))


# The day belongs to the key: suppressions and lists end on one.
_BOOKS: Once[tuple[str, frozenset[tuple[str, str]], date], Checked] = Once(12)
