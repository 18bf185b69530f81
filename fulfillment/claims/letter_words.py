"""The words of letters to carriers, by language: `data/claims/letters/*.yaml`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from engine.bundled import data_folder
from engine.goods.files import read_yaml

FOLDER = "claims/letters"
ENGLISH = "en"


@cache
def letter_words(language: str) -> Mapping[str, str]:
    """The words of a language; English ones for a language without its own. Raises DataRejected."""
    folder = data_folder() / FOLDER
    path = folder / f"{language}.yaml"
    return _read(path if path.is_file() else folder / f"{ENGLISH}.yaml")


def letter_languages() -> tuple[str, ...]:
    """Those that there are words of."""
    return tuple(sorted(each.stem for each in (data_folder() / FOLDER).glob("*.yaml")))


def _read(path: Path) -> Mapping[str, str]:
    record = read_yaml(path, name=f"{FOLDER}/{path.name}")
    return MappingProxyType({name: record.text(name) for name in record.names()})
