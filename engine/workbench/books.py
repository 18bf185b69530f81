"""A folder of rules as all of its books: that of admission, and the policies that lie beside it.

Each is read and checked by itself, since none may name what another defines; faults are told by paths from the outer
folder.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from engine.domains import ADMISSION, POLICIES
from engine.rulebook.book import RuleBook
from engine.rulebook.domain import Domain
from engine.rulebook.folder import own_files, read_rulebook
from engine.rulebook.lints import Level
from engine.rulebook.source import RuleBookRejected, RuleFault, placed
from engine.workbench.check import Checked, check_book

Content = TypeVar("Content")
BookCheck = Callable[[Mapping[str, str], Domain, date], Checked]


@dataclass(frozen=True, slots=True)
class Book:
    """One book among the files of a folder; `folder` is empty for admission, else such as `shipping/`."""

    folder: str
    domain: Domain

    @property
    def named(self) -> str:
        """As commands name it, such as `rules/shipping`; empty for admission, which they mean unless told."""
        return f"rules/{self.folder}".rstrip("/") if self.folder else ""

    def inside(self, files: Mapping[str, Content]) -> dict[str, Content]:
        """Its files by paths from its own folder; for admission with those of the others, which its reader leaves."""
        return {
            path.removeprefix(self.folder): content for path, content in files.items() if path.startswith(self.folder)
        }

    def outside(self, faults: Sequence[RuleFault]) -> tuple[RuleFault, ...]:
        """Faults with the paths of the whole folder."""
        return tuple(
            replace(each, span=replace(each.span, path=f"{self.folder}{each.span.path}")) if self.folder else each
            for each in faults
        )


OF_ADMISSION = Book("", ADMISSION)


def policies_among(files: Mapping[str, object]) -> tuple[Book, ...]:
    """The policies of which there are files, by name."""
    books = (Book(f"{name}/", domain) for name, domain in POLICIES.items())
    return tuple(each for each in books if any(path.startswith(each.folder) for path in files))


def books_among(files: Mapping[str, object]) -> tuple[Book, ...]:
    """Admission, then the policies."""
    return (OF_ADMISSION, *policies_among(files))


@dataclass(frozen=True, slots=True)
class AllChecked:
    """What a check of all books found; `books` has each usable one by its folder."""

    books: Mapping[str, RuleBook]
    faults: tuple[RuleFault, ...]

    def as_one(self) -> Checked:
        """All faults beside the book of admission, which is None where any book cannot be used."""
        stops = any(fault.level is Level.ERROR for fault in self.faults)
        return Checked(None if stops else self.books.get(OF_ADMISSION.folder), self.faults)


def check_books(texts: Mapping[str, str], today: date, check: BookCheck = check_book) -> AllChecked:
    """All faults of all books; `check` makes those of one."""
    books: dict[str, RuleBook] = {}
    faults: list[RuleFault] = []
    for book in books_among(texts):
        checked = check(own_files(book.inside(texts), book.domain), book.domain, today)
        faults += book.outside(checked.faults)
        if checked.book is not None:
            books[book.folder] = checked.book
    return AllChecked(books, placed(faults))


def read_policies(texts: Mapping[str, str]) -> dict[str, RuleBook]:
    """The policies among these texts, by name. Raises RuleBookRejected with every error of each."""
    found: dict[str, RuleBook] = {}
    faults: list[RuleFault] = []
    for book in policies_among(texts):
        try:
            found[book.domain.name] = read_rulebook(book.inside(texts), book.domain)
        except RuleBookRejected as rejected:
            faults += book.outside(rejected.faults)
    if faults:
        raise RuleBookRejected(faults, dict(texts))
    return found
