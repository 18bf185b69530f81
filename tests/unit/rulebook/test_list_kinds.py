"""What the values of lists are."""

import pytest

from engine.rulebook.list_kinds import ListKind, has_kind, normal_value


@pytest.mark.parametrize(
    ("kind", "value", "is_one"),
    [
        (ListKind.COUNTRY, "DE", True),
        (ListKind.COUNTRY, "de", False),
        (ListKind.CIDR, "203.0.113.0/24", True),
        (ListKind.CIDR, "203.0.113.7/24", False),
        (ListKind.CIDR, "2001:db8::/32", True),
        (ListKind.CIDR, "2001:DB8::/32", False),
        (ListKind.CIDR, "0.0.0.0/0", False),
        (ListKind.CIDR, "2001:db8::/65", False),
        (ListKind.EMAIL_DOMAIN, "mail.example", True),
        (ListKind.EMAIL_DOMAIN, "@mail.example", False),
        (ListKind.EMAIL_DOMAIN, "mail..example", False),
        (ListKind.EMAIL_DOMAIN, "example", False),
        (ListKind.CARD_BIN, "411111", True),
        (ListKind.CARD_BIN, "4111111111111111", False),
        (ListKind.ADDRESS_HASH, "ab" * 32, True),
        (ListKind.ADDRESS_HASH, "AB" * 32, False),
        (ListKind.HS_CODE, "854340", True),
        (ListKind.HS_CODE, "8543.40", False),
        (ListKind.WORD, "express_post", True),
        (ListKind.WORD, "two words", False),
        (ListKind.TEXT, "anything at all", True),
    ],
)
def test_value_when_asked_then_is_of_its_kind_or_not(kind: ListKind, value: str, is_one: bool) -> None:
    assert has_kind(kind, value) is is_one


@pytest.mark.parametrize(
    ("kind", "written", "normal"),
    [
        (ListKind.COUNTRY, " de ", "DE"),
        (ListKind.EMAIL_DOMAIN, "@Mail.Example", "mail.example"),
        (ListKind.CIDR, "2001:DB8::/32", "2001:db8::/32"),
        (ListKind.TEXT, "  As Written ", "As Written"),
    ],
)
def test_value_when_a_person_wrote_it_then_put_into_form(kind: ListKind, written: str, normal: str) -> None:
    assert normal_value(kind, written) == normal
