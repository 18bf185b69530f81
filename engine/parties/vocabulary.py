"""Our own tables of words that names are made of, `data/parties/*.csv`. Each file says where it comes from."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from engine.errors import DataRejected

HERE = Path(__file__).resolve()
FOLDERS = (HERE.parents[2] / "data" / "parties", HERE.parents[1] / "_bundled" / "data" / "parties")


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of `data/parties/<name>.csv`. Raises DataRejected when it is not there."""
    for folder in FOLDERS:
        path = folder / f"{name}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                return tuple(csv.DictReader(line for line in file if not line.startswith("#")))
    raise DataRejected(f"data/parties/{name}.csv", "the file is missing; restore it from the distribution")


@cache
def legal_forms() -> Mapping[tuple[str, ...], str]:
    """Words of a legal form to the form they mean: (`aktiengesellschaft`,) and (`ag`,) to `ag`."""
    return {tuple(row["words"].split()): row["form"] for row in rows("legal_forms")}


@cache
def particles() -> frozenset[str]:
    """Words that join names and are left out or written otherwise as often as not."""
    return frozenset(row["word"] for row in rows("particles"))


@cache
def variants() -> Mapping[str, str]:
    """A spelling of a given name, or a word of trade in another language, to the one that stands for all."""
    return {word: row["head"] for row in rows("variants") for word in (row["head"], *row["words"].split())}


@cache
def common_words() -> Mapping[str, float]:
    """Weight, 0 to 1, of words that very many names share; every other word weighs 1."""
    return {word: float(row["weight"]) for row in rows("common_words") for word in row["words"].split()}


@cache
def known_words() -> frozenset[str]:
    """Heads of names and words that exist: two that differ are two names, not one misspelt."""
    listed = {word for row in rows("known_words") for word in row["words"].split()}
    return frozenset(listed | set(variants().values()) | set(common_words()))


@cache
def titles() -> frozenset[str]:
    """Forms of address and ranks before a name, ignored."""
    return frozenset(row["word"] for row in rows("titles"))


@cache
def letters() -> Mapping[int, str]:
    """Letters of other scripts to Latin ones, for `str.translate`."""
    return {ord(row["letter"]): row["latin"] for row in rows("letters")}


@cache
def numerals() -> Mapping[str, str]:
    """Number words and Roman numerals to digits."""
    return {row["word"]: row["digits"] for row in rows("numerals")}
