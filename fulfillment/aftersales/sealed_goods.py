"""Which goods of a return were sealed, and what is known of their seal: by the product file, the order, or whoever told
of the return.

Of goods that were sealed the law leaves out those that were unsealed after delivery (Directive 2011/83/EU,
Article 16(e) and (i)); of others that lie in the same return it leaves out nothing.
"""

from collections.abc import Iterable, Mapping

from engine.order.terms import GoodsSeal
from fulfillment.aftersales.comebacks import BROKEN
from fulfillment.aftersales.law import SEALED, return_law
from fulfillment.records import ReturnCase

NO_SEAL, UNKNOWN = "none", "unknown"
EXCEPTION: Mapping[GoodsSeal, str] = {GoodsSeal.HYGIENE: "hygiene_seal", GoodsSeal.SOFTWARE: "software_seal"}
Seals = Mapping[int, frozenset[GoodsSeal]]
"""Number of the order's line -> what its goods were sealed for."""


def matters(seals: Seals, lines: Iterable[int], country: str | None) -> bool:
    """Whether any of these lines was sealed in a way that the law of the place knows, any way where none is known."""
    return any(_sealed(seals, line, country) for line in lines)


def exceptions_of(case: ReturnCase, seals: Seals, country: str | None) -> frozenset[str]:
    """Why the law's right leaves these goods out, sealed ones once they are unsealed; all that was told and is known of
    them where no law is known."""
    known = frozenset(case.excepted.split()).union(*(_exceptions(seals, int(line)) for line in case.lines))
    return _by_law(known, country)


def seal_of(case: ReturnCase, seals: Seals, country: str | None) -> str:
    """`none`, `whole`, `broken` or `unknown`. Where only some of the goods were sealed, what is said to be broken is
    looked at when it is here, so that the others are not declined with it."""
    if not exceptions_of(case, seals, country) & SEALED:
        return NO_SEAL
    told = case.seal or UNKNOWN
    is_told_of_all = bool(_by_law(frozenset(case.excepted.split()), country) & SEALED)
    is_all = is_told_of_all or all(_sealed(seals, int(line), country) for line in case.lines)
    return UNKNOWN if told == BROKEN and not is_all else told


def _sealed(seals: Seals, line: int, country: str | None) -> bool:
    return bool(_by_law(_exceptions(seals, line), country))


def _exceptions(seals: Seals, line: int) -> frozenset[str]:
    return frozenset(EXCEPTION[each] for each in seals.get(line, frozenset()))


def _by_law(known: frozenset[str], country: str | None) -> frozenset[str]:
    row = return_law().row_for(country)
    return known if row is None else known & row.excepts
