"""data/learning/reasons.yaml, read: which words of returns, parcels, claims and disputes mean which cause.

Words are read as text, so that codes of before and codes to come both work; one that nobody listed is `other`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from engine.anomaly.kept_label import EVERY_KIND
from engine.bundled import data_folder
from engine.goods.files import Record, read_yaml

OTHER = "other"
_BETWEEN = re.compile(r"[\s/-]+")
_FAMILY = re.compile(r"^.*[.:]")


class Family(StrEnum):
    """Who could have done otherwise. `none` is no after-sales case by itself."""

    QUALITY = "quality"
    LOGISTICS = "logistics"
    CUSTOMER = "customer"
    PAYMENT = "payment"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """`families`: cause -> family. The others: a word -> its cause; `labels`: cause -> kind of label."""

    families: Mapping[str, Family]
    returns: Mapping[str, str]
    tracking: Mapping[str, str]
    parcels: Mapping[str, str]
    claims: Mapping[str, str]
    disputes: Mapping[str, str]
    labels: Mapping[str, str]

    def of_return(self, reason: str) -> str:
        """What a return's reason means, however it is written: `quality.defective`, `Too small`, `damaged`."""
        plain = _FAMILY.sub("", _BETWEEN.sub("_", reason.strip().lower()))
        return plain if plain in self.families else self.returns.get(plain, OTHER)


@cache
def load_reasons() -> Reasons:
    """The file that this version came with. Raises DataRejected when it is not as it must be."""
    record = read_yaml(data_folder() / "learning" / "reasons.yaml")
    groups = record.part("causes")
    families = {cause: family for family in Family for cause in groups.texts(family)}
    groups.close()
    causes = frozenset(families)
    read = Reasons(
        families=MappingProxyType(families),
        returns=_words(record, "returns", causes),
        tracking=_words(record, "tracking", causes),
        parcels=_words(record, "parcels", causes),
        claims=_words(record, "claims", causes),
        disputes=_words(record, "disputes", causes),
        labels=_words(record, "labels", frozenset(EVERY_KIND)),
    )
    record.close()
    return read


def _words(record: Record, key: str, allowed: frozenset[str]) -> Mapping[str, str]:
    part = record.part(key)
    found = {word: part.choice(word, allowed) for word in part.names()}
    part.close()
    return MappingProxyType(found)
