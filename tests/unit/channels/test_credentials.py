"""Credentials by their names, and signatures by one of several secrets."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.channels.credentials import credential, in_rotation, is_signed
from fulfillment.channels.errors import CredentialMissing
from fulfillment.channels.protocol import Account
from fulfillment.channels.words import ChannelName


def an_account(secrets: Mapping[str, str]) -> Account:
    return Account(connection="con_1", channel=ChannelName.SHOPIFY, endpoint="https://shop.example", secrets=secrets)


def test_rotation_when_asked_then_old_ones_count_and_others_do_not() -> None:
    account = an_account(
        {
            "webhook_secret": "new",
            "webhook_secret_old": "old",
            "webhook": "no",
            "client_secret": "",
            "access_token": "x",
        }
    )
    assert in_rotation(account, "webhook_secret", "client_secret") == ("new", "old")


@pytest.mark.parametrize("secrets", [{}, {"client_id": ""}])
def test_credential_when_not_set_then_it_is_named(secrets: dict[str, str]) -> None:
    with pytest.raises(CredentialMissing, match="client_id"):
        credential(an_account(secrets), "client_id")


def test_account_when_shown_then_no_secret_is_in_it() -> None:
    assert "hush" not in repr(an_account({"access_token": "hush"}))


@given(stated=st.text(max_size=60), body=st.binary(max_size=20))
def test_signature_when_made_up_then_it_is_refused(stated: str, body: bytes) -> None:
    assert not is_signed(("secret", "other"), body, stated)
