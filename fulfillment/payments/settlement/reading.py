"""Which reader a settlement file wants: by the provider's name, or by what the file begins with."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from fulfillment.payments.settlement.errors import Faults
from fulfillment.payments.settlement.readers import (
    adyen,
    amazon,
    camt,
    ebay,
    ebay_finances,
    generic,
    paypal,
    shopify,
    stripe,
)
from fulfillment.payments.settlement.readers.letters import text_of
from fulfillment.payments.settlement.readers.mapping import CsvMapping, bundled_mapping
from fulfillment.payments.settlement.readers.sheet import Needed, header_in
from fulfillment.payments.settlement.report import SettlementReport

Reader = Callable[[bytes, str], SettlementReport]

AUTO = "auto"
READERS: Mapping[str, Reader] = {
    "stripe": stripe.read,
    "paypal": paypal.read,
    "adyen": adyen.read,
    "shopify": shopify.read,
    "amazon": amazon.read,
    "ebay": ebay.read,
    "camt": camt.read,
}
MAPPED = ("payoneer", "airwallex", "pingpong", "generic", "bank")
PROVIDERS = (*READERS, *MAPPED)
TOLD_APART = ("payoneer", "airwallex", "generic", "bank")  # headers of the others are too common to guess from
# What a header must have for a file to be taken for a provider's, most telling first.
_HEADERS: tuple[tuple[str, Needed], ...] = (
    ("stripe", stripe.NEEDED),
    ("adyen", adyen.NEEDED),
    ("shopify", shopify.TRANSACTIONS),
    ("shopify", shopify.PAYOUTS),
    ("amazon", amazon.NEEDED),
    ("ebay", ebay.NEEDED),
)


def read_report(content: bytes, provider: str, name: str, mapping: CsvMapping | None = None) -> SettlementReport:
    """The report of a file. `provider` is one of PROVIDERS, or `auto`; `name` is what people call the file.

    A mapping tells the columns of a CSV file and counts before the one that comes with Clearway; `provider` may then
    be any name, and `auto` is the mapping's own.
    Raises ReportRejected with every fault, its row, its column and what to write.
    """
    if mapping is not None:
        return generic.read(content, name, mapping if provider == AUTO else replace(mapping, name=provider))
    known = provider_of(content, name) if provider == AUTO else provider
    if known in READERS:
        return READERS[known](content, name)
    if known in MAPPED:
        return generic.read(content, name, bundled_mapping(known))
    faults = Faults(provider, name)
    detail = f"no reader of this name; use one of {', '.join(PROVIDERS)}, or `auto`"
    raise faults.rejected(0, "", "unknown_provider", detail)


def provider_of(content: bytes, name: str) -> str:
    """Whose file it is. Raises ReportRejected when it cannot be told."""
    faults = Faults(AUTO, name)
    if camt.looks_like(content):
        return camt.PROVIDER
    if ebay_finances.looks_like(content):
        return ebay_finances.PROVIDER
    text = text_of(content, faults)
    if paypal.looks_like(text):
        return paypal.PROVIDER
    for provider, needed in (*_HEADERS, *((each, generic.needed_of(bundled_mapping(each))) for each in TOLD_APART)):
        if header_in(text, needed, faults) is not None:
            return provider
    detail = f"this is no file of {', '.join(PROVIDERS)}; name the provider, or give a mapping of its columns"
    raise faults.rejected(0, "", "unknown_file", detail)
