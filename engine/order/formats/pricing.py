"""From what channels charge for a whole line to a price for a piece, without losing a cent."""

from collections.abc import Iterable

from engine.order.formats.held import Draft, Held
from engine.order.terms import PaymentMethod

# A word in a gateway's name, and how it is paid there. Order matters: the first word found decides.
METHOD_WORDS: tuple[tuple[str, PaymentMethod], ...] = (
    ("cash_on_delivery", PaymentMethod.CASH_ON_DELIVERY),
    ("cash on delivery", PaymentMethod.CASH_ON_DELIVERY),
    ("cod", PaymentMethod.CASH_ON_DELIVERY),
    ("bank", PaymentMethod.BANK_TRANSFER),
    ("bacs", PaymentMethod.BANK_TRANSFER),
    ("transfer", PaymentMethod.BANK_TRANSFER),
    ("manual", PaymentMethod.BANK_TRANSFER),
    ("klarna", PaymentMethod.BNPL),
    ("afterpay", PaymentMethod.BNPL),
    ("clearpay", PaymentMethod.BNPL),
    ("affirm", PaymentMethod.BNPL),
    ("installments", PaymentMethod.BNPL),
    ("paypal", PaymentMethod.WALLET),
    ("ppcp", PaymentMethod.WALLET),
    ("ppec", PaymentMethod.WALLET),
    ("alipay", PaymentMethod.WALLET),
    ("wechat", PaymentMethod.WALLET),
    ("apple", PaymentMethod.WALLET),
    ("google_pay", PaymentMethod.WALLET),
    ("amazon_pay", PaymentMethod.WALLET),
    ("gift_card", PaymentMethod.VOUCHER),
    ("gift card", PaymentMethod.VOUCHER),
    ("store_credit", PaymentMethod.VOUCHER),
    ("cheque", PaymentMethod.INVOICE),
    ("invoice", PaymentMethod.INVOICE),
)


def method_of(gateway: str) -> PaymentMethod:
    """How one pays at a gateway, told from its name; a gateway without such a word takes cards."""
    name = gateway.casefold()
    return next((method for word, method in METHOD_WORDS if word in name), PaymentMethod.CARD)


def piece_prices(line_total: Held, discount: Held, quantity: Held) -> dict[str, Draft]:
    """`unit_price` and `discount` of a line of which the channel only tells the price of all pieces.

    A total that does not divide is priced up to the next minor unit, and the discount takes the difference back.
    """
    total, pieces = line_total.value, quantity.value
    if not isinstance(total, int) or not isinstance(pieces, int) or pieces < 1:
        return {"unit_price": line_total, "discount": discount}
    unit = -(-total // pieces)
    return {"unit_price": line_total.then(unit), "discount": discount.then(number(discount) + unit * pieces - total)}


def number(held: Held) -> int:
    """The whole number that is held; nothing counts as 0."""
    return held.value if isinstance(held.value, int) else 0


def sum_of(held: Iterable[Held], place: Held) -> Held:
    """The sum of amounts, at a place that can be pointed to; nothing when none is known."""
    known = [each.value for each in held if isinstance(each.value, int)]
    return place.then(sum(known) if known else None)


def joined(separator: str, *parts: Held) -> Held:
    """Texts in one, at the place of the first that holds something; nothing when none does."""
    filled = [part for part in parts if isinstance(part.value, str)]
    return filled[0].then(separator.join(str(part.value) for part in filled)) if filled else parts[0]
