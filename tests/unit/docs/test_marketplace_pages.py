"""The pages of marketplaces name every setting, credential, reason and kind of message that their adapters know."""

import re
from pathlib import Path

import pytest

from fulfillment.channels.amazon.words import CANCEL_REASONS, MESSAGES, REFUND_REASONS
from fulfillment.channels.ebay.messaging import KINDS
from fulfillment.channels.ebay.words import FULFILLMENT, INVENTORY
from fulfillment.channels.ebay.words import MESSAGES as MESSAGES_SCOPE

ROOT = Path(__file__).parents[3]
SETTING = re.compile(r"settings\.get\(\"(\w+)\"")
SECRET = re.compile(r"secrets(?:\.get\(|\[)[\"'](\w+)[\"']")


def page(name: str) -> str:
    return (ROOT / "docs" / "channels" / f"{name}.md").read_text("utf-8")


def unnamed(name: str, words: set[str]) -> list[str]:
    return [word for word in sorted(words) if f"`{word}`" not in page(name)]


@pytest.mark.parametrize("name", ["amazon", "ebay"])
def test_page_when_read_then_it_names_every_setting_and_credential(name: str) -> None:
    folder = ROOT / "fulfillment" / "channels" / name
    code = "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py")))
    wanted = {*SETTING.findall(code), *SECRET.findall(code)}
    assert len(wanted) > 5
    assert unnamed(name, wanted) == []


def test_page_of_amazon_when_read_then_it_names_every_reason_and_kind() -> None:
    assert unnamed("amazon", {*CANCEL_REASONS, *REFUND_REASONS, *MESSAGES}) == []


def test_page_of_ebay_when_read_then_it_names_every_kind_and_scope() -> None:
    assert unnamed("ebay", set(KINDS)) == []
    scopes = {scope.rpartition("/")[2] for scope in (FULFILLMENT, INVENTORY, MESSAGES_SCOPE)}
    assert [scope for scope in scopes if f"`…/{scope}`" not in page("ebay")] == []
