"""The kinds of rule book there are: admission, and the policies that stand beside it, each a book of its own folder."""

from collections.abc import Mapping
from types import MappingProxyType

from engine.domains.admission import ADMISSION
from engine.domains.claims import CLAIMS
from engine.domains.returns import RETURNS
from engine.domains.shipping import SHIPPING
from engine.rulebook.domain import Domain

__all__ = ["ADMISSION", "POLICIES"]

POLICIES: Mapping[str, Domain] = MappingProxyType({each.name: each for each in (SHIPPING, RETURNS, CLAIMS)})
"""By name, which is the folder below that of admission."""
