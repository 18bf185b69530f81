"""A brand as the project knows it, and a mention of one in an offer."""

from dataclasses import dataclass
from enum import StrEnum


class BrandKind(StrEnum):
    """What kind of name it is."""

    BRAND = "brand"
    CLUB = "club"
    CHARACTER = "character"
    LOGO = "logo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """One brand. `ordinary` names are everyday words too, in plain spelling; so are `beside` and `unless`.

    `devices` are products for which others make accessories.
    """

    id: str
    owner: str
    kind: BrandKind
    groups: frozenset[str]
    names: tuple[str, ...]
    devices: tuple[str, ...] = ()
    ordinary: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()


class MentionKind(StrEnum):
    """How an offer uses the name: as its own, as what the goods fit, disguised or misspelt, or as what they imitate."""

    OWN_NAME = "own_name"
    COMPATIBLE = "compatible"
    CONFUSABLE = "confusable"
    REPLICA = "replica"


class Confidence(StrEnum):
    """How sure the mention is. `medium` confusables are one letter away; `high` ones are disguised."""

    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A brand in a text. `start` and `end` count characters of `field` (`title`, `description` or `brand`).

    `written` is what stands there, `evidence` what the kind rests on.
    """

    brand: str
    kind: MentionKind
    field: str
    start: int
    end: int
    written: str
    confidence: Confidence
    evidence: str


@dataclass(frozen=True, slots=True)
class Screening:
    """All mentions of a line, in the order of its texts."""

    mentions: tuple[Mention, ...] = ()

    def brands(self, *kinds: MentionKind) -> frozenset[str]:
        """Ids of the brands that are mentioned in one of these ways."""
        return frozenset(each.brand for each in self.mentions if each.kind in kinds)
