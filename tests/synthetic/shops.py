"""The synthetic merchant: its channels, warehouses, currencies, carriers and delivery promises."""

from dataclasses import dataclass
from random import Random

from engine.simulation.places import EU

CURRENCIES = {
    "US": "USD", "CA": "CAD", "GB": "GBP", "AU": "AUD", "NZ": "NZD", "JP": "JPY", "KR": "KRW", "SG": "SGD",
    "MX": "MXN", "BR": "BRL", "CL": "USD", "AE": "AED", "CH": "CHF", "NO": "NOK", "SE": "SEK", "DK": "DKK", "PL": "PLN",
}  # fmt: skip
# Minor units of the currency for one euro cent: round figures of autumn 2026 price lists, not exchange rates.
PRICE_FACTORS = {
    "EUR": 1.0, "USD": 1.15, "CAD": 1.6, "GBP": 0.87, "AUD": 1.75, "NZD": 1.95, "JPY": 1.7, "KRW": 16.0, "SGD": 1.5,
    "MXN": 21.5, "BRL": 6.3, "AED": 4.2, "CHF": 0.95, "NOK": 11.7, "SEK": 11.1, "DKK": 7.46, "PLN": 4.25,
}  # fmt: skip
AMAZON_MARKETS = frozenset({"US", "CA", "MX", "GB", "DE", "FR", "IT", "ES", "NL", "BE", "PL", "SE", "IE", "AU", "JP",
    "SG", "AE", "BR"})  # fmt: skip
LOCALES = {
    "US": "en-US", "CA": "en-CA", "GB": "en-GB", "AU": "en-AU", "NZ": "en-NZ", "IE": "en-IE", "SG": "en-SG",
    "AE": "en-AE", "DE": "de-DE", "AT": "de-AT", "CH": "de-CH", "FR": "fr-FR", "BE": "nl-BE", "NL": "nl-NL",
    "IT": "it-IT", "ES": "es-ES", "MX": "es-MX", "CL": "es-CL", "BR": "pt-BR", "PL": "pl-PL", "SE": "sv-SE",
    "DK": "da-DK", "NO": "nb-NO", "JP": "ja-JP", "KR": "ko-KR",
}  # fmt: skip
TIMEZONES = {
    "US": "America/Chicago", "CA": "America/Toronto", "GB": "Europe/London", "AU": "Australia/Sydney",
    "NZ": "Pacific/Auckland", "IE": "Europe/Dublin", "SG": "Asia/Singapore", "AE": "Asia/Dubai", "DE": "Europe/Berlin",
    "AT": "Europe/Vienna", "CH": "Europe/Zurich", "FR": "Europe/Paris", "BE": "Europe/Brussels",
    "NL": "Europe/Amsterdam", "IT": "Europe/Rome", "ES": "Europe/Madrid", "MX": "America/Mexico_City",
    "CL": "America/Santiago", "BR": "America/Sao_Paulo", "PL": "Europe/Warsaw", "SE": "Europe/Stockholm",
    "DK": "Europe/Copenhagen", "NO": "Europe/Oslo", "JP": "Asia/Tokyo", "KR": "Asia/Seoul",
}  # fmt: skip
# First octets of consumer networks; the rest is drawn. An address only has to be public and stable for its buyer:
# the country stands beside it, as storefronts send it.
NETWORKS = (24, 31, 46, 62, 71, 76, 81, 84, 87, 90, 93, 98, 109, 118, 126, 151, 178, 188, 201, 213)


@dataclass(frozen=True, slots=True)
class Warehouse:
    """Where parcels start."""

    code: str
    country: str
    postcode: str


SHENZHEN = Warehouse("SZX-1", "CN", "518000")
HAMBURG = Warehouse("HAM-1", "DE", "20457")
NEW_JERSEY = Warehouse("EWR-1", "US", "07114")


def warehouse_for(country: str, chance: Random) -> Warehouse:
    """The warehouse that has the goods: the near one more often than not."""
    near = HAMBURG if country in EU | {"CH", "NO", "GB"} else NEW_JERSEY if country in {"US", "CA", "MX"} else SHENZHEN
    share = 0.3 if country in {"CH", "NO", "GB", "CA", "MX"} else 0.55
    return near if chance.random() < share else SHENZHEN


def currency_of(country: str) -> str:
    """The currency that a buyer of the country pays in."""
    return CURRENCIES.get(country, "EUR")


def priced(eur_cents: int, currency: str) -> int:
    """A list price in another currency, in minor units, ending as shops like it."""
    amount = round(eur_cents * PRICE_FACTORS[currency])
    if currency in {"JPY", "KRW"}:
        step = 10 if currency == "JPY" else 100
        return max(step, round(amount / step) * step)
    return max(99, amount // 100 * 100 + 99)


def network_address(chance: Random) -> str:
    """A public address of a consumer network."""
    return f"{chance.choice(NETWORKS)}.{chance.randint(1, 254)}.{chance.randint(0, 254)}.{chance.randint(1, 254)}"
