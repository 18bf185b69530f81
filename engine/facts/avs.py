"""Address checks by card schemes and gateways: what one letter says of street and postcode.

The same letter means different things: Discover's own `A` is a match of both, Visa's of the street alone, and
American Express adds the name. Gateways with a code of their own translate before we see it. A country without
address checks answers "unavailable" for every honest buyer, so that is neutral.

Sources: Checkout.com, "AVS codes", 2025-10-22; TabaPay, "Verification codes" (Discover, American Express), read
2026-11; Adyen, "AVS responses" (codes 0 to 26), read 2026-11; PayPal, Orders API v2, processor response AVS codes.
"""

from engine.order.payment import CardChecks
from engine.order.terms import CheckResult

_RESULTS = {
    "Y": CheckResult.MATCH,
    "N": CheckResult.NO_MATCH,
    "-": CheckResult.NOT_CHECKED,
    "U": CheckResult.UNAVAILABLE,
    "S": CheckResult.UNSUPPORTED,
}
Checks = tuple[CheckResult, CheckResult]
Table = dict[str, Checks]


def _table(rows: str) -> Table:
    """Reads `code:street+postcode` words, such as `A:YN`."""
    pairs = (row.split(":") for row in rows.split())
    return {code: (_RESULTS[checks[0]], _RESULTS[checks[1]]) for code, checks in pairs}


_COMMON = _table(
    "A:YN B:Y- C:-- D:YY E:UU F:YY G:SS I:-- M:YY N:NN O:-- P:-Y Q:UU R:UU S:SS T:NY U:UU V:YY W:NY X:YY Y:YY Z:NY"
)
_AMEX = _COMMON | _table("D:NY E:YY F:YN K:-- L:-Y M:YY O:Y- W:NN AE1:NY AE2:YY AE3:YN AE4:--")
_DISCOVER = _COMMON | _table("A:YY T:NY W:UU X:YY Y:YN Z:NY")
_ADYEN = _table(
    "0:UU 1:YN 2:NN 3:UU 4:SS 5:-- 6:NY 7:YY 8:-U 9:YU 10:NU 11:U- 12:Y- 13:N- 14:UY 15:-Y 16:UN 17:-N 18:-- "
    "19:-Y 20:YY 21:Y- 22:-- 23:-Y 24:YY 25:Y- 26:NN"
)
_PAYPAL = _COMMON | _table("0:YY 1:NN 3:UU 4:-- NULL:UU")

_BY_BRAND = {"amex": _AMEX, "discover": _DISCOVER, "diners": _DISCOVER}
_BY_GATEWAY = {"adyen": _ADYEN, "paypal": _PAYPAL}
# These hand on the schemes' letters after translating them to Visa's.
_VISA_LETTERS = frozenset({"cybersource", "authorize_net", "authorizenet", "braintree", "shopify", "shopify_payments"})


def read_letter(code: str, brand: str | None, gateway: str | None) -> Checks | None:
    """Street and postcode check behind a code; None for a code that this scheme or gateway does not have."""
    table = _COMMON if gateway in _VISA_LETTERS else _BY_BRAND.get(brand or "", _COMMON)
    return _BY_GATEWAY.get(gateway or "", table).get(code.strip().upper())


def address_checks(checks: CardChecks, brand: str | None, gateway: str | None) -> tuple[CheckResult | None, ...]:
    """Street and postcode check: as the gateway states them, else read from the letter."""
    letter = None if checks.avs_code is None else read_letter(checks.avs_code, brand, gateway)
    street, postcode = letter if letter is not None else (None, None)
    return (
        checks.avs_street if checks.avs_street is not None else street,
        checks.avs_postcode if checks.avs_postcode is not None else postcode,
    )


def whole_check(street: CheckResult | None, postcode: CheckResult | None) -> str | None:
    """Both checks as one word. Only a `no_match` speaks against the buyer; unknown when nothing was answered."""
    answers = {street, postcode} - {None}
    if not answers:
        return None
    if CheckResult.NO_MATCH in answers:
        return "partial" if CheckResult.MATCH in answers else "no_match"
    return "match" if CheckResult.MATCH in answers else "neutral"
