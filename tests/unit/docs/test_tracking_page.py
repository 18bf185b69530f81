"""The page about parcels: its message can be read, and it names every word, field, kind and setting that there is."""

import json
import re
from pathlib import Path

from fulfillment.tracking.code_tables import FAMILIES
from fulfillment.tracking.sources.own import COLUMNS, Own
from fulfillment.tracking.sources.protocol import SourceAccount
from fulfillment.tracking.sources.words import SourceKind
from fulfillment.tracking.vocabulary import Word
from fulfillment.tracking.watching import Kind
from tests.channel_servers.seventeen_track import SeventeenTrackServer

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-follow-parcels.md").read_text("utf-8")


def test_page_when_read_then_names_all_that_there_is() -> None:
    families = {f"{family}_" for family in FAMILIES}
    named = {*Word, *Kind, *COLUMNS, *SourceKind, *families}
    assert {each for each in named if f"`{each}`" not in PAGE} == set()


def test_settings_when_adapters_read_them_then_are_on_the_page() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "fulfillment/tracking/sources").glob("*.py"))
    read = {
        *re.findall(r'settings\.get\("(\w+)"', code),
        *re.findall(r'^(?:KEY|PER_DAY)\b.*?"(\w+)"', code, re.MULTILINE),
    }
    assert read
    assert {each for each in read if f"`{each}" not in PAGE} == set()


def test_message_when_read_as_it_stands_then_has_its_events() -> None:
    block = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    (parcel,) = json.loads(block[1])["data"]["parcels"]
    head = "number,code,time,country,place,reason"
    rows = [
        ",".join([parcel["number"], *(each.get(name, "") for name in head.split(",")[1:])]) for each in parcel["events"]
    ]
    account = SourceAccount(kind=SourceKind.OWN, endpoint="")
    (found,) = Own(account, SeventeenTrackServer().direct).file("\n".join([head, *rows]).encode())
    assert [each.code for each in found.events] == ["accepted", "import_held"]
    assert found.events[1].reason == "customs_documents"
