"""States: which one is meant, whether the postcode lies in it, and which one it must be when none was given."""

from engine.address.sources import iso_subdivisions
from engine.address.spelling import fold
from engine.address.table import CountryTable, country_table, towns


def state_code(table: CountryTable, written: str) -> str | None:
    """The code of the state that is meant; None when it is unknown or could be several."""
    return table.index.code_of(written)


def latin_state(country: str, written: str) -> str | None:
    """The name that ISO 3166-2 writes in Latin letters; None for a state that is not known."""
    code = state_code(country_table(country), written)
    listed = iso_subdivisions().get(country, ())
    return next((row["name"] for row in listed if row["code"] == f"{country}-{code}"), None)


def contradicts(table: CountryTable, code: str, postcode: str) -> bool:
    """Whether the postcode lies outside the state. False where the country's postcodes say nothing of states."""
    region = table.regions.get(code)
    return region is not None and region.postcodes is not None and region.postcodes.match(postcode) is None


def infer_state(table: CountryTable, postcode: str | None, city: str | None) -> str | None:
    """The one state that postcode or town leave possible."""
    if postcode is not None:
        holding = [code for code, pattern in table.zones if pattern.match(postcode)]
        if len(holding) == 1:
            return holding[0]
    if city is None:
        return None
    named = table.index.exact.get(fold(city))
    return named if named is not None else towns(table.country).get(fold(city))
