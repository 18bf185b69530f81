"""The pages of shops name every setting and credential that their adapters read, and their examples can be read."""

import json
import re
from pathlib import Path

import pytest

from engine.order.formats import clearway
from engine.order.formats.settings import ImportSettings
from fulfillment.channels.node import Node
from fulfillment.channels.own_shop.reading import seen
from fulfillment.channels.shopify.adapter import SCOPES

ROOT = Path(__file__).parents[3]
PAGES = {"shopify": "shopify.md", "woocommerce": "woocommerce.md", "own_shop": "own-shop.md"}
SETTING = re.compile(r"settings\.get\(\s*\"(\w+)\"")
CREDENTIAL = re.compile(r"(?:credential|in_rotation)\([\w.]+, ['\"](\w+)['\"]")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


@pytest.mark.parametrize("package", PAGES)
def test_page_when_read_then_it_names_every_setting_and_credential(package: str) -> None:
    folder = ROOT / "fulfillment" / "channels" / package
    code = "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py")))
    wanted = {*SETTING.findall(code), *CREDENTIAL.findall(code)}
    assert len(wanted) > 3
    assert [name for name in sorted(wanted) if f"`{name}`" not in page(f"channels/{PAGES[package]}")] == []


def test_page_of_shopify_when_read_then_it_names_every_scope() -> None:
    assert [scope for scope in SCOPES if f"`{scope}`" not in page("channels/shopify.md")] == []


def test_protocol_when_its_list_of_orders_is_read_then_it_holds_an_order() -> None:
    block = next(
        each for each in re.findall(r"```json\n(.*?)```", page("own-shop-protocol.md"), re.DOTALL) if "next" in each
    )
    (entry,) = Node(json.loads(block)).each("orders")
    order = clearway.read(seen(entry).document or {}, settings=ImportSettings())
    assert (order.id, order.totals.total) == ("S-1001", 1980)


def test_protocol_when_read_then_it_names_every_message() -> None:
    saying = (ROOT / "fulfillment" / "channels" / "own_shop" / "saying.py").read_text("utf-8")
    types = set(re.findall(r'"((?:order|stock)\.\w+)"', saying))
    assert len(types) == 5
    assert [type_ for type_ in sorted(types) if f"| `{type_}` |" not in page("own-shop-protocol.md")] == []
