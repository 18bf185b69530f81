"""Which country is meant: ISO 3166-1 codes, the codes that posts use beside them, and names that people write."""

from functools import cache

from engine.address.sources import iso_countries, iso_country_names, own_rows
from engine.address.spelling import fold, tidy

# Not in ISO 3166-1, yet on parcels: Kosovo, and two islands of Saint Helena with posts and numbers of their own.
POSTAL_ONLY = {"XK": "Kosovo", "AC": "Ascension Island", "TA": "Tristan da Cunha"}


@cache
def country_codes() -> frozenset[str]:
    """Every alpha-2 code that an address may carry."""
    return frozenset(iso_countries()) | frozenset(POSTAL_ONLY)


@cache
def _names() -> dict[str, str]:
    listed = {fold(name): code for code, names in iso_countries().items() for name in names}
    listed |= {fold(name): code for code, name in POSTAL_ONLY.items()}
    return listed | {fold(row["alias"]): row["country"] for row in own_rows("country_aliases")}


def country_named(text: str) -> str | None:
    """The code for a name, an alpha-3 code or a common short form; None when it is not known for certain."""
    return _names().get(fold(tidy(text)))


def country_name(code: str) -> str:
    """The English name that a parcel carries; the code itself where it names no country."""
    return iso_country_names().get(code) or POSTAL_ONLY.get(code, code)


@cache
def country_words(code: str) -> frozenset[str]:
    """Folded names of one country, to notice it written into another field."""
    return frozenset(name for name, named in _names().items() if named == code) | {code.lower()}
