"""From where to where parcels go, and what each country of a buyer brings with it: currency, language, clock."""

from collections.abc import Mapping
from dataclasses import dataclass

# Weight of each lane: a shop that sends from Shenzhen, Hamburg and New Jersey, strongest in the large markets.
_SHARES = {
    "CN": "US 11, GB 6, DE 5, FR 4.5, CA 4, AU 6, IT 2.4, ES 2.4, NL 1.6, BE 1, AT .9, PL 1.1, SE 1.1, DK .7, IE .8, "
    "CH 1.3, NO 1, NZ 1.6, JP 3.2, KR 2.2, SG 1.7, MX 1.5, BR 2.1, CL 1.1, AE 1.6",
    "DE": "DE 3, FR 3.4, IT 2, ES 1.9, NL 1.6, BE 1.1, AT 1.6, PL 1.2, SE 1, DK .8, IE .7, CH .9, NO .6, GB 2.6",
    "US": "US 5, CA 2.2, MX .9",
}
LANES: Mapping[str, float] = {
    f"{origin}-{destination}": float(weight)
    for origin, shares in _SHARES.items()
    for destination, weight in (share.split() for share in shares.split(", "))
}
WAREHOUSES = {"CN": ("SZX-1", "518000"), "DE": ("HAM-1", "20457"), "US": ("EWR-1", "07114")}


@dataclass(frozen=True, slots=True)
class Market:
    """One country of buyers. `hours` is the distance of its clock from UTC, summer time left out; `numeric` is
    ISO 3166-1."""

    code: str
    currency: str
    locale: str
    timezone: str
    hours: float
    numeric: int


def _market(row: str) -> Market:
    code, currency, locale, timezone, hours, numeric = row.split()
    return Market(code, currency, locale, timezone, float(hours), int(numeric))


_MARKETS = """US USD en-US America/Chicago -6 840;CA CAD en-CA America/Toronto -5 124;GB GBP en-GB Europe/London 0 826
AU AUD en-AU Australia/Sydney 10 036;NZ NZD en-NZ Pacific/Auckland 12 554;IE EUR en-IE Europe/Dublin 0 372
SG SGD en-SG Asia/Singapore 8 702;AE AED en-AE Asia/Dubai 4 784;DE EUR de-DE Europe/Berlin 1 276
AT EUR de-AT Europe/Vienna 1 040;CH CHF de-CH Europe/Zurich 1 756;FR EUR fr-FR Europe/Paris 1 250
BE EUR nl-BE Europe/Brussels 1 056;NL EUR nl-NL Europe/Amsterdam 1 528;IT EUR it-IT Europe/Rome 1 380
ES EUR es-ES Europe/Madrid 1 724;MX MXN es-MX America/Mexico_City -6 484;CL USD es-CL America/Santiago -4 152
BR BRL pt-BR America/Sao_Paulo -3 076;PL PLN pl-PL Europe/Warsaw 1 616;SE SEK sv-SE Europe/Stockholm 1 752
DK DKK da-DK Europe/Copenhagen 1 208;NO NOK nb-NO Europe/Oslo 1 578;JP JPY ja-JP Asia/Tokyo 9 392
KR KRW ko-KR Asia/Seoul 9 410"""
MARKETS = {market.code: market for market in map(_market, _MARKETS.replace("\n", ";").split(";"))}
NEXT_DOOR = {
    "US": "CA", "CA": "US", "GB": "IE", "IE": "GB", "DE": "AT", "AT": "DE", "CH": "DE", "FR": "BE", "BE": "NL",
    "NL": "BE", "AU": "NZ", "NZ": "AU", "SE": "NO", "NO": "SE", "DK": "SE", "SG": "AU", "AE": "GB", "IT": "CH",
    "ES": "FR", "PL": "DE", "JP": "KR", "KR": "JP", "MX": "US", "BR": "CL", "CL": "BR",
}  # fmt: skip
AMAZON = frozenset({"US", "CA", "MX", "GB", "DE", "FR", "IT", "ES", "NL", "BE", "PL", "SE", "IE", "AU", "JP", "SG",
    "AE", "BR"})  # fmt: skip
# Minor units of a currency for one euro cent in the simulated shops' price lists: round figures, no exchange rates.
PRICE_FACTORS = {
    "EUR": 1.0, "USD": 1.15, "CAD": 1.6, "GBP": 0.87, "AUD": 1.75, "NZD": 1.95, "JPY": 1.7, "KRW": 16.0, "SGD": 1.5,
    "MXN": 21.5, "BRL": 6.3, "AED": 4.2, "CHF": 0.95, "NOK": 11.7, "SEK": 11.1, "DKK": 7.46, "PLN": 4.25,
}  # fmt: skip


def priced(eur_cents: float, currency: str) -> int:
    """A list price in another currency, in minor units, ending as shops like it."""
    amount = round(eur_cents * PRICE_FACTORS[currency])
    if currency in {"JPY", "KRW"}:
        step = 10 if currency == "JPY" else 100
        return max(step, round(amount / step) * step)
    return max(99, amount // 100 * 100 + 99)


def in_eur_cents(minor: int, currency: str) -> int:
    """What an amount of the simulated price lists is in euro cents."""
    return round(minor / PRICE_FACTORS[currency])
