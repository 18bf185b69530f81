"""The pages of carriers name every setting, credential, code and command there is, and their examples can be read."""

import json
import re
from pathlib import Path

from fulfillment.carriers.adapters import NEEDS
from fulfillment.carriers.own_carrier.writing import booked_body
from fulfillment.carriers.words import Act, AdapterName, Refusal
from fulfillment.shipping.service_table import COLUMNS
from tests.integration.carriers.test_adapters import asked

ROOT = Path(__file__).parents[3]
SETTING = re.compile(r"settings\.get\(\"(\w+)\"|named\.get\(\"(\w+)\"")
HERE = {Refusal.UNKNOWN, Refusal.LABEL_LOST, Refusal.UNSURE}  # what Clearway itself says, and no carrier


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def test_page_when_read_then_it_names_every_adapter_setting_and_credential() -> None:
    code = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "fulfillment" / "carriers").rglob("*.py")))
    settings = {name for pair in SETTING.findall(code) for name in pair if name}
    needed = {name for pair in NEEDS.values() for names in pair for name in names}
    text = page("how-to-connect-a-carrier.md")
    assert len(settings) > 5
    assert [each for each in sorted({*AdapterName, *settings, *needed}) if f"`{each}`" not in text] == []


def test_protocol_when_read_then_it_names_every_code_and_call() -> None:
    text = page("own-carrier-protocol.md")
    assert [each for each in Refusal if each not in HERE and f"| `{each}` |" not in text] == []
    assert [each for each in Act if each not in text] == []


def test_protocol_when_its_booking_is_read_then_it_has_the_fields_that_are_sent() -> None:
    block = next(each for each in re.findall(r"```json\n(.*?)```", page("own-carrier-protocol.md"), re.DOTALL)
                 if "reference" in each)  # fmt: skip
    shown, sent = json.loads(block), booked_body(asked())
    assert shown.keys() == sent.keys()
    for part in ("from", "to", "parcel"):
        inner = sent[part]
        assert isinstance(inner, dict)
        assert shown[part].keys() == inner.keys()


def test_tables_of_services_when_compared_with_the_file_then_have_its_fields() -> None:
    text = (ROOT / "data" / "shipping" / "README.md").read_text("utf-8")
    told = ("divisor", "goods", "cap", "terms", "identifiers", "refuses", "pauses", "channel_codes")
    assert [each for each in told if f"`{each}" not in text] == []
    assert {"girth_mm", "divisor", "surcharges", "pauses", "identifiers", "terms", "goods", "channel_codes"} <= COLUMNS
