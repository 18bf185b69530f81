"""Which files an edition is made of, and how a rule book is read from them.

An edition holds the files as they are; readers of rule books read folders, so files are laid out for them once more.
What was checked is then what was stored, whatever kinds of files the readers come to know.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

import engine
from engine.desk.edition_errors import FileRefused
from engine.desk.errors import EditionDamaged
from engine.desk.read_once import Once
from engine.domains import ADMISSION, POLICIES
from engine.rulebook.book import RuleBook
from engine.rulebook.folder import load_rulebook, read_folder
from engine.rulebook.lock import LOCK_FILE
from engine.rulebook.normal import digest, normal_condition
from engine.rulebook.resolve import resolve
from engine.store.editions import digest_of
from engine.workbench.books import policies_among, read_policies

RULES, DATA = "rules/", "data/"
KINDS = frozenset({".yaml", ".yml", ".csv", ".xlsx"})  # of files that say something in a rule book
NOT_LAW = ("customer_page/", "demo/", "notices/")  # data that no decision reads
Files = Mapping[str, bytes]  # by path


def rule_files(folder: Path) -> dict[str, bytes]:
    """The files of a rule book by path: rules, lists, parameters, messages, policy, tables, cases, and the lock.

    The schema for editors and pages for readers are no part of it; nor is what is hidden.
    """
    found = {file.relative_to(folder): file for file in sorted(folder.rglob("*")) if file.is_file()}
    return {
        path.as_posix(): file.read_bytes()
        for path, file in found.items()
        if (file.suffix in KINDS or path.name == LOCK_FILE) and not any(part.startswith(".") for part in path.parts)
    }


def data_files(folder: Path) -> dict[str, bytes]:
    """The files of the project data that decisions read, by path."""
    found = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if file.is_file()}
    return {path: file.read_bytes() for path, file in found.items() if not path.startswith(NOT_LAW)}


def joined(rules: Files, data: Files) -> dict[str, bytes]:
    """Files of a rule book and of data as the paths of one manifest."""
    return {f"{RULES}{path}": content for path, content in rules.items()} | {
        f"{DATA}{path}": content for path, content in data.items()
    }


def part_of(files: Files, prefix: str) -> dict[str, bytes]:
    """The files under a prefix, without it."""
    return {path.removeprefix(prefix): content for path, content in files.items() if path.startswith(prefix)}


def manifest_of(files: Files) -> dict[str, str]:
    """The digest of each file."""
    return {path: digest_of(content) for path, content in sorted(files.items())}


def edition_digest(manifest: Mapping[str, str], version: str = engine.__version__) -> str:
    """What an edition is known by: SHA-256 of its manifest and of the version of the engine that reads it."""
    return digest_of(orjson.dumps([dict(sorted(manifest.items())), version]))


def undamaged(digest: str, manifest: Mapping[str, str], version: str, held: Files) -> dict[str, bytes]:
    """The files of an edition by path, out of its contents by digest. Raises EditionDamaged when one is missing.

    `version` is of the engine that the edition was published with. The disk below a database may change a byte, and so
    may somebody with its password: nothing is decided with rules that nobody has published.
    """
    wrong = [path for path, content in manifest.items() if content not in held]
    if wrong or edition_digest(manifest, version) != digest:
        raise EditionDamaged(digest, wrong)
    return {path: held[content] for path, content in manifest.items()}


def changed_paths(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """The paths of which two manifests say different things."""
    return tuple(sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)))


def stays_inside(path: str) -> bool:
    """Whether a file of this path lies in the folder under which it is laid out: no `..`, no root, no empty part."""
    parts = path.split("/")
    return all(part not in {"", ".", ".."} for part in parts) and "\\" not in path and "\0" not in path


@contextmanager
def laid_out(files: Files) -> Iterator[Path]:
    """A folder with these files, for as long as the block runs."""
    with TemporaryDirectory(prefix="clearway-") as folder:
        for path, content in files.items():
            if not stays_inside(path):
                raise FileRefused(path, "would lie outside of the folder of the rule book")
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        yield Path(folder)


def book_of(rules: Files) -> RuleBook:
    """The rule book of these files. Raises RuleBookRejected with every fault.

    Who looks at a draft, a difference or a proposal asks for the same two books again and again.
    """

    def read() -> RuleBook:
        with laid_out(rules) as folder:
            return load_rulebook(folder, ADMISSION)

    return _BOOKS.of(digest_of_files(rules), read)


def policies_of(rules: Files) -> dict[str, RuleBook]:
    """The policies among these files, by name. Raises RuleBookRejected with every fault of each."""
    if not policies_among(rules):
        return {}
    with laid_out(rules) as folder:
        return read_policies(read_folder(folder))


def of_policies_alone(changed: Sequence[str]) -> bool:
    """Whether these paths of a manifest are of policies, and no decision about an order reads them."""
    folders = tuple(f"{RULES}{name}/" for name in POLICIES)
    return bool(changed) and all(path.startswith(folders) for path in changed)


def digest_of_files(files: Files) -> str:
    """One digest of all of them."""
    return digest_of(orjson.dumps(manifest_of(files)))


_BOOKS: Once[str, RuleBook] = Once(6)  # by the digest of their files; one has a few megabytes


def resolved_on(book: RuleBook, day: date) -> dict[str, str]:
    """The day, and digests of what lists, parameters and conditions come to for a case decided and placed on it."""
    lists = {
        name: sorted(each.value for each in entries if each.counts(day, day)) for name, entries in book.lists.items()
    }
    params = {name: repr(param.value(day, day)) for name, param in book.params.items()}
    rules = {each.rule.id: normal_condition(each.when) for each in resolve(book, day, day)}
    for each in book.overrides:
        params |= {f"{name} of {each.key}": repr(values) for name, values in each.params.items()}
    parts = {"lists": lists, "params": params, "rules": rules}
    return {"day": day.isoformat()} | {name: digest(part) for name, part in parts.items()}  # type: ignore[arg-type]
