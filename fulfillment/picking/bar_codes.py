"""What a scanner reads, and which article it is: a SKU as it is, or a GTIN in any of its lengths.

A GTIN has 8, 12, 13 or 14 digits, the shorter ones being the longer with zeros in front; in GS1 bar codes it stands
behind the application identifier 01 (GS1 General Specifications, release 24, January 2024, sections 2.1 and 3.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 14
LENGTHS = (8, 12, 13, LONGEST)
APPLICATION = "01"
SYMBOLOGIES = ("]C1", "]d2", "]E0", "]e0", "]Q3")  # what scanners put in front when told to


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles that could be meant; `gtins`: SKU -> GTIN."""

    skus: frozenset[str]
    gtins: Mapping[str, str]

    def named(self, code: str) -> str | None:
        """The SKU of what was scanned; None when it is none of these articles."""
        if code in self.skus:
            return code
        number = gtin_in(code)
        if number is None:
            return None
        return next((sku for sku, gtin in sorted(self.gtins.items()) if gtin.zfill(LONGEST) == number), None)

    def wanted(self, sku: str) -> str:
        """What to scan for an article: its SKU, with its GTIN where there is one."""
        return f"{sku} ({self.gtins[sku]})" if sku in self.gtins else sku


def gtin_in(code: str) -> str | None:
    """The 14 digits of a GTIN; None for what is none."""
    bare = next((code.removeprefix(each) for each in SYMBOLOGIES if code.startswith(each)), code)
    if not (bare.isascii() and bare.isdigit()):
        head = bare[:16]
        return gtin_in(head) if head.isascii() and head.isdigit() and head != bare else None
    if len(bare) > LONGEST and bare.startswith(APPLICATION):
        return bare[2:16] if len(bare) >= len(APPLICATION) + LONGEST else None
    return bare.zfill(LONGEST) if len(bare) in LENGTHS else None
