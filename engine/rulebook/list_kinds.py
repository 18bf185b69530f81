"""What the values of a list are, as `lists.yaml` says it: checked as they are read, so that a slip is not a hole.

A list that the file does not name holds texts. Forms: ISO 3166-1 (countries), RFC 4632 and RFC 4291 (networks), RFC
1035 and RFC 5890 (domains), ISO/IEC 7812-1:2017 (issuer identification numbers), the Harmonized System (headings on).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.networks import listed_network
from engine.rulebook.faults import Faults
from engine.rulebook.form import open_form
from engine.rulebook.nodes import Node
from engine.rulebook.shape import Shape, text, word
from engine.rulebook.top import named_entries

NAME_FORM = r"[a-z][a-z0-9_.]*"
_COUNTRY = re.compile(r"[A-Z]{2}")
_BIN = re.compile(r"[0-9]{6,8}")
_HS = re.compile(r"[0-9]{4,10}")
_HASH = re.compile(r"[0-9a-f]{64}")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}")
LONGEST_DOMAIN = 253


class ListKind(StrEnum):
    """What the values of a list are."""

    TEXT = "text"
    WORD = "word"
    COUNTRY = "country"
    CIDR = "cidr"
    EMAIL_DOMAIN = "email_domain"
    CARD_BIN = "card_bin"
    ADDRESS_HASH = "address_hash"
    HS_CODE = "hs_code"


@dataclass(frozen=True, slots=True)
class ListTerms:
    """What a list holds, and what it is for."""

    kind: ListKind = ListKind.TEXT
    title: str = ""


SHAPE = Shape("list", (
    word("kind", "what its values are", tuple(ListKind), required=True),
    text("title", "what it is for"),
))  # fmt: skip


def read_list_terms(node: Node, faults: Faults) -> dict[str, ListTerms]:
    """What each list holds, by its name."""
    found: dict[str, ListTerms] = {}
    for entry in named_entries(node, "list", NAME_FORM, faults):
        form = open_form(entry.value, SHAPE, faults)
        kind = "" if form is None else form.word("kind", ListKind.TEXT)
        if form is not None and kind:
            found[entry.key] = ListTerms(ListKind(kind), form.text("title"))
    return found


def has_kind(kind: ListKind, value: str) -> bool:
    """Whether a value is one of its kind, in the form in which facts have it."""
    return _FORMS[kind](value)


def normal_value(kind: ListKind, value: str) -> str:
    """A value in the form of its kind, as far as that can be told from what a person wrote."""
    plain = value.strip()
    if kind is ListKind.COUNTRY:
        return plain.upper()
    if kind in {ListKind.EMAIL_DOMAIN, ListKind.ADDRESS_HASH}:
        return plain.lower().removeprefix("@")
    if kind is ListKind.CIDR:
        return listed_network(plain) or plain
    return plain


def like(kind: ListKind) -> str:
    """An example of the kind."""
    return _EXAMPLES[kind]


def _is_domain(value: str) -> bool:
    labels = value.split(".")
    return len(value) <= LONGEST_DOMAIN and len(labels) > 1 and all(_LABEL.fullmatch(each) for each in labels)


_FORMS: Mapping[ListKind, Callable[[str], bool]] = {
    ListKind.TEXT: lambda _: True,
    ListKind.WORD: lambda value: _WORD.fullmatch(value) is not None,
    ListKind.COUNTRY: lambda value: _COUNTRY.fullmatch(value) is not None,
    ListKind.CIDR: lambda value: listed_network(value) == value,
    ListKind.EMAIL_DOMAIN: _is_domain,
    ListKind.CARD_BIN: lambda value: _BIN.fullmatch(value) is not None,
    ListKind.ADDRESS_HASH: lambda value: _HASH.fullmatch(value) is not None,
    ListKind.HS_CODE: lambda value: _HS.fullmatch(value) is not None,
}
_EXAMPLES: Mapping[ListKind, str] = {
    ListKind.TEXT: "any text",
    ListKind.WORD: "express_post",
    ListKind.COUNTRY: "DE",
    ListKind.CIDR: "203.0.113.0/24",
    ListKind.EMAIL_DOMAIN: "mail.example",
    ListKind.CARD_BIN: "411111",
    ListKind.ADDRESS_HASH: "64 hexadecimal digits in small letters",
    ListKind.HS_CODE: "854340",
}
