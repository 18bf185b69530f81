"""Column profiles: which sheets they know, and what is wrong with those that cannot be used."""

from pathlib import Path

import pytest

from engine.errors import DataRejected
from engine.order.formats.profiles import bundled_profiles, load_profiles, profile_for

PLAIN = (
    "name: mine\ntimezone: Europe/Berlin\ndecimal: ','\ndates: ['%d.%m.%Y']\n"
    "columns: {/id: [Nummer], /lines/-/quantity: [Anzahl]}\n"
)


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (["Order ID", "QTY", "unit-price"], "generic"),
        (["订单号", "数量", "Price"], "erp_cn"),
        (["Order ID", "price"], None),
        ([], None),
    ],
)
def test_profile_when_headers_are_given_is_the_one_that_knows_most(headers: list[str], name: str | None) -> None:
    profile = profile_for(headers, bundled_profiles())
    assert (None if profile is None else profile.name) == name


def test_profile_when_a_merchant_writes_one_is_used(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(PLAIN, encoding="utf-8")
    (profile,) = load_profiles(tmp_path)
    assert profile.fields_of(["anzahl", "NUMMER"]) == {"/id": ("NUMMER",), "/lines/-/quantity": ("anzahl",)}


@pytest.mark.parametrize(
    "text",
    [
        "- a list",
        "name: x",
        "{",
        "colums: {}",
        PLAIN.replace("Europe/Berlin", "Europe/Atlantis"),
        PLAIN.replace("[Anzahl]", "Anzahl"),
    ],
)
def test_profile_when_it_cannot_be_used_names_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataRejected, match=r"mine\.yaml: "):
        load_profiles(tmp_path)


def test_profiles_when_bundled_name_only_fields_of_the_order() -> None:
    fields = {field for profile in bundled_profiles() for field in profile.columns}
    assert all(field.startswith("/") and not field.endswith("/") for field in fields)
