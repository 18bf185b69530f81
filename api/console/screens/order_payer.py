"""Who buys and who pays, as an analyst weighs it: buyer, card with its checks, network, each as words and values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.console.asking import Document

GOOD, BAD = "admit", "cancel"
# What an answer says of whoever pays; others say nothing. Facts are named as rules read them.
WEIGHED: Mapping[str, Mapping[str, str]] = {
    "payment.cvc": {"match": GOOD, "no_match": BAD},
    "payment.avs": {"match": GOOD, "no_match": BAD},
    "payment.three_ds": {"authenticated": GOOD, "attempted": GOOD, "failed": BAD},
    "payment.liability_shift": {"yes": GOOD},
}
DOTS = "•••• "


@dataclass(frozen=True, slots=True)
class Told:
    """One value beside its word. `kind` names the words of a code, empty for plain text; `tag` is how it is weighed."""

    word: str
    value: str
    kind: str = ""
    tag: str = ""


def payer_of(document: Document, facts: Document) -> Sequence[Told]:
    """What is known of them; what nobody told is left out. Values are as the API shows them to whoever asks."""
    return (*_buyer(_part(document, "customer"), facts), *_payment(document, facts), *_network(document))


def _buyer(customer: Document, facts: Document) -> Iterator[Told]:
    yield from _text("buyer", customer.get("name"))
    yield from _text("field_email", customer.get("email"))
    if customer.get("guest") is True:
        yield Told("buyer_account", "guest", "account")
    elif customer.get("account_created_at"):
        yield Told("account_since", str(customer["account_created_at"])[:10])
    if customer.get("orders_before") is not None:
        yield Told("orders_before", str(customer["orders_before"]))
    if facts.get("address.bill_ship_same") is False:
        yield Told("billed_elsewhere", "yes", "check", BAD)


def _payment(document: Document, facts: Document) -> Iterator[Told]:
    payment = _part(document, "payment")
    if payment.get("method"):
        yield Told("paid_by", str(payment["method"]), "pay_method")
    yield from _text("gateway", payment.get("gateway"))
    yield from _text("card", _card(_part(payment, "card"), facts))
    if facts.get("payment.card_funding"):
        yield Told("card_kind", str(facts["payment.card_funding"]), "card_kind_is")
    for fact, weighed in WEIGHED.items():
        if facts.get(fact) not in (None, "unknown"):
            answer = str(facts[fact])
            yield Told(fact.removeprefix("payment."), answer, "check", weighed.get(answer, ""))
    if payment.get("declined_attempts"):
        yield Told("declined", str(payment["declined_attempts"]), tag=BAD)
    if payment.get("gateway_risk") is not None:
        yield Told("gateway_risk", f"{float(str(payment['gateway_risk'])):g}")


def _card(card: Document, facts: Document) -> str:
    """`visa •••• 1037 · DE`."""
    if not card:
        return ""
    number = f"{facts.get('payment.card_brand') or card.get('brand') or ''} {DOTS}{card.get('last4') or ''}".strip()
    return " · ".join(str(each) for each in (number, card.get("issuing_country")) if each)


def _network(document: Document) -> Iterator[Told]:
    address, country = document.get("ip"), document.get("ip_country")
    yield from _text("ip", " · ".join(str(each) for each in (address, country) if each))
    yield from _text("device", _part(document, "device").get("id"))


def _text(word: str, value: object) -> Iterator[Told]:
    if value:
        yield Told(word, str(value))


def _part(document: Document, name: str) -> Document:
    found: object = document.get(name)
    return found if isinstance(found, dict) else {}
