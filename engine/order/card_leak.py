"""A card number must never be stored here: it is found wherever a person or a system may have put one, and refused.

Checked are all texts but numbers that are meant to be long: ids, SKUs, references, phone and tax numbers, HS codes.
One in ten digit strings passes the Luhn check by chance, and many of those begin like a card, so checking such
fields would refuse honest orders. For the same reason a 13-digit article number with a right check digit (EAN-13)
is no card number: cards of 13 digits have not been issued for decades, article numbers are in many descriptions.
"""

import re
from collections.abc import Iterator
from itertools import accumulate
from unicodedata import digit

from engine.errors import Fault
from engine.order.decoding import Json
from engine.order.fields import LARGEST_AMOUNT
from engine.order.pointer import pointer

SHORTEST, LONGEST = 13, 19

# First digits from, to; permitted lengths. Sources: ISO/IEC 7812-1 for the form; the ranges as the schemes publish
# them to acquirers (Visa, Mastercard, American Express, Discover, JCB, UnionPay), Maestro and Diners Club included.
SCHEMES: tuple[tuple[str, str, frozenset[int]], ...] = (
    ("4", "4", frozenset({13, 16, 19})),
    ("51", "55", frozenset({16})),
    ("2221", "2720", frozenset({16})),
    ("34", "34", frozenset({15})),
    ("37", "37", frozenset({15})),
    ("6011", "6011", frozenset({16, 17, 18, 19})),
    ("644", "649", frozenset({16, 17, 18, 19})),
    ("65", "65", frozenset({16, 17, 18, 19})),
    ("3528", "3589", frozenset({16, 17, 18, 19})),
    ("300", "305", frozenset({14, 15, 16, 17, 18, 19})),
    ("36", "36", frozenset({14, 15, 16, 17, 18, 19})),
    ("38", "39", frozenset({14, 15, 16, 17, 18, 19})),
    ("62", "62", frozenset({16, 17, 18, 19})),
    ("81", "81", frozenset({16, 17, 18, 19})),
    ("5018", "5018", frozenset(range(SHORTEST, LONGEST + 1))),
    ("5020", "5020", frozenset(range(SHORTEST, LONGEST + 1))),
    ("5038", "5038", frozenset(range(SHORTEST, LONGEST + 1))),
    ("5893", "5893", frozenset(range(SHORTEST, LONGEST + 1))),
    ("6304", "6304", frozenset(range(SHORTEST, LONGEST + 1))),
    ("6759", "6763", frozenset(range(SHORTEST, LONGEST + 1))),
)

# Fields of the order document that hold long numbers by right.
EXEMPT = frozenset({
    "id", "sku", "phone", "hs_code", "channel_order_id", "original_order_id", "buyer_id", "gateway_reference",
    "merchant_reference", "reference", "certificates", "postcode", "ip", "merchant", "shop",
    "legal_entity", "warehouse", "placed_at", "ship_by", "authorised_at", "captured_at", "authorisation_expires_at",
    "account_created_at", "user_agent",
})  # fmt: skip
TAX_NUMBER = ("tax_identifiers", "value")

_DIGITS_ENOUGH = re.compile(r"\d(?:(?:[\s\u00a0.\-\u2010-\u2015]|\\n){0,2}\d){12}")
_SEPARATED = re.compile(r"\d+(?:[\s\u00a0.\-\u2010-\u2015]{1,2}\d+)*")
_GROUP = re.compile(r"\d+")
DETAIL = (
    "the text holds what looks like a full card number; remove it, and send only the first 6 to 8 and last 4 digits"
)


def holds_card_number(text: str) -> bool:
    """Whether some run of digits in the text, written together or in groups, is a card number."""
    if sum(map(str.isdecimal, text)) < SHORTEST:
        return False
    return any(is_card_number(number) for run in _SEPARATED.findall(text) for number in _numbers(run))


def is_card_number(number: str) -> bool:
    """Whether 13 to 19 digits begin and end as a card number of a known scheme does."""
    if not SHORTEST <= len(number) <= LONGEST or not _of_a_scheme(number) or not passes_luhn(number):
        return False
    return not (len(number) == SHORTEST and _is_article_number(number))


def passes_luhn(number: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812-1."""
    digits = [int(each) for each in reversed(number)]
    doubled = [each * 2 - 9 if each > 4 else each * 2 for each in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def may_leak(body: str) -> bool:
    """Whether a written JSON document has enough digits in a row anywhere; most have not, and need no closer look."""
    return _DIGITS_ENOUGH.search(body) is not None


def card_leaks(document: Json) -> list[Fault]:
    """A fault for every text of an order document that holds a card number; none repeats the number."""
    return [
        Fault(pointer(path), "card_number_leaked", DETAIL) for path, text in _texts(document, ()) if _leaks(path, text)
    ]


def _leaks(path: tuple[str | int, ...], text: str) -> bool:
    names = [part for part in path if isinstance(part, str)]
    if names[-1:] and (names[-1] in EXEMPT or (names[0], names[-1]) == TAX_NUMBER):
        return False
    if names[-1:] == ["fingerprint"] and any(map(str.isalpha, text)):
        return False  # a token for the number, of letters and digits; the number itself has no letters
    return holds_card_number(text)


def _texts(value: Json, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, int) and value > LARGEST_AMOUNT:
        yield path, str(value)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from ([(path, name)] if holds_card_number(name) else _texts(part, (*path, name)))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _texts(part, (*path, index))


def _numbers(run: str) -> Iterator[str]:
    # A card number fills whole groups: "item 12, 4111 1111 1111 1111" is one run, with a card from its second group.
    groups = ["".join(str(digit(each)) for each in group) for group in _GROUP.findall(run)]
    for start in range(len(groups)):
        for number in accumulate(groups[start:]):
            if len(number) > LONGEST:
                break
            yield number


def _of_a_scheme(number: str) -> bool:
    return any(first <= number[: len(first)] <= last and len(number) in lengths for first, last, lengths in SCHEMES)


def _is_article_number(number: str) -> bool:
    digits = [int(each) for each in number]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0
