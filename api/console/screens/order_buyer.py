"""Who bought and how it was paid: what a reviewer asks first, put together from the order and from what was read of it.
What speaks against the buyer is marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from api.console.asking import Document

CHECKS = ("avs_street", "avs_postcode", "cvc")
AGAINST, FOR = "against", "for"
DECLINED_MANY, RISKY = 3, 65  # from here on a number is marked; what it weighs the rules say


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that is known: the word that names it, its value, the group of words that its value is a code of, and
    whether it speaks `for` or `against` the buyer."""

    word: str
    value: object
    codes: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class BuyerShown:
    """Signals of the buyer and of the payment, and the countries that should be one."""

    buyer: Sequence[Signal]
    payment: Sequence[Signal]
    countries: Sequence[tuple[str, str]]

    @property
    def many_countries(self) -> bool:
        """Whether they differ."""
        return len({country for _, country in self.countries}) > 1


def buyer_of(document: Document, facts: Mapping[str, object]) -> BuyerShown:
    """What the order says, and the facts of its decision; what is not known is left out."""
    return BuyerShown(_known(_buyer(document, facts)), _known(_payment(document, facts)), _countries(document, facts))


def _buyer(document: Document, facts: Mapping[str, object]) -> Sequence[Signal]:
    mail, has_other_name = facts.get("customer.email_disposable"), facts.get("customer.name_matches_billing") is False
    return (
        Signal("buyer_name", _at(document, "customer.name"), tone=AGAINST if has_other_name else ""),
        Signal("buyer_kind", _kind_of(facts), "buyer_kind"),
        Signal("buyer_orders", facts.get("customer.orders_before"), tone=_tone(bool(facts.get("customer.returning")))),
        Signal("buyer_days", facts.get("customer.account_age_days")),
        Signal("buyer_email", _at(document, "customer.email"), tone=AGAINST if mail else ""),
        Signal("buyer_email_days", facts.get("velocity.email_first_seen_days")),
        Signal("buyer_phone", _at(document, "shipping_address.phone"), tone=_bad(facts.get("phone.valid") is False)),
        Signal("buyer_ip", document.get("ip")),
        Signal("buyer_device", _at(document, "device.id")),
    )


def _payment(document: Document, facts: Mapping[str, object]) -> Sequence[Signal]:
    declined, risk = facts.get("payment.declined_attempts"), facts.get("payment.gateway_risk")
    shift, secured = facts.get("payment.liability_shift"), facts.get("payment.three_ds")
    return (
        Signal("paid_by", _at(document, "payment.method"), "paid_by"),
        Signal("paid_state", _at(document, "payment.status"), "paid_state"),
        Signal("gateway", _at(document, "payment.gateway")),
        Signal("card", _card(document), tone=_bad(facts.get("payment.card_expired") is True)),
        Signal(
            "card_holder",
            _at(document, "payment.card.holder"),
            tone=_bad(facts.get("payment.card_holder_matches") is False),
        ),
        *(
            Signal(each, _at(document, f"payment.checks.{each}"), "checked", _checked(document, each))
            for each in CHECKS
        ),
        Signal("three_ds", secured, "secured", FOR if shift == "yes" else _bad(secured == "failed")),
        Signal("liability", shift, "shift", FOR if shift == "yes" else AGAINST if shift == "no" else ""),
        Signal("wallet", _at(document, "payment.wallet.payer_email") or _at(document, "payment.wallet.kind")),
        Signal("declined", declined, tone=_bad(_whole(declined) >= DECLINED_MANY)),
        Signal("gateway_risk", risk, tone=_bad(_whole(risk) >= RISKY)),
    )


def _countries(document: Document, facts: Mapping[str, object]) -> Sequence[tuple[str, str]]:
    found = (
        ("card", facts.get("payment.card_country")),
        ("wallet", facts.get("payment.wallet_country")),
        ("network", facts.get("ip.country")),
        ("billing", _at(document, "billing_address.country")),
        ("delivery", _at(document, "shipping_address.country")),
    )
    return [(word, str(country)) for word, country in found if country]


def _card(document: Document) -> str:
    """As people name a card: `visa credit 465858…1753, 8/2029`."""
    card = _at(document, "payment.card")
    if not isinstance(card, dict):
        return ""
    number = "…".join(str(card.get(each) or "") for each in ("bin", "last4"))
    ends = (
        f", {card['expiry_month']}/{card['expiry_year']}"
        if card.get("expiry_month") and card.get("expiry_year")
        else ""
    )
    named = " ".join(str(card[each]) for each in ("brand", "funding") if card.get(each))
    return f"{named} {number if number != '…' else ''}".strip() + ends


def _kind_of(facts: Mapping[str, object]) -> str:
    guest = facts.get("customer.guest")
    return "" if guest is None else "guest" if guest else "account"


def _checked(document: Document, check: str) -> str:
    told = _at(document, f"payment.checks.{check}")
    return FOR if told == "match" else AGAINST if told == "no_match" else ""


def _at(document: Document, path: str) -> object:
    """What stands there; None where nothing does."""
    start: object = document
    return reduce(lambda part, name: part.get(name) if isinstance(part, dict) else None, path.split("."), start)


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _bad(is_bad: bool) -> str:  # noqa: FBT001 - a mark for what is said of one signal
    return AGAINST if is_bad else ""


def _tone(is_good: bool) -> str:  # noqa: FBT001 - as above
    return FOR if is_good else ""


def _known(signals: Sequence[Signal]) -> Sequence[Signal]:
    return [each for each in signals if each.value not in (None, "")]
