"""The buyer, the mailbox, the network, the device."""

from pathlib import Path

import pytest

from engine.errors import DataRejected
from engine.facts.customer import customer_facts, customer_type
from engine.facts.email import email_facts, load_relays, machine_made, parse_email
from engine.facts.names import mailbox_likeness, same_person
from engine.facts.network import is_private, parse_ip
from engine.facts.zones import load_zones
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.order.party import Customer, Device
from engine.order.terms import OrderKind
from tests.builders import an_address, an_order

DATA = Path(__file__).parents[3] / "data"
RELAYS = load_relays(DATA / "email" / "relays.csv")
ZONES = load_zones(DATA / "zones" / "countries.csv")


def facts_of(order: Order) -> dict[str, Value]:
    return customer_facts(order, order.shipping_address.country, None, RELAYS, ZONES)


@pytest.mark.parametrize(
    "email",
    [
        "erika.muster@example.com",
        "e+shop@example.co.uk",
        "o'brien@example.ie",
        "jürgen@müller.example",
        "用户@例子.公司",
        "x@sub.domain.example.org",
        "  spaced@example.com ",
        "1234567890@qq.com",
    ],
)
def test_email_when_well_formed_then_valid(email: str) -> None:
    assert parse_email(email) is not None


@pytest.mark.parametrize(
    "email",
    [
        "erika",
        "@example.com",
        "erika@",
        "erika@example",
        "erika@@example.com",
        "erika..m@example.com",
        ".erika@example.com",
        "erika@-example.com",
        "erika@exa mple.com",
        "erika@example.c",
        "erika@example.123",
        "erika@example..com",
        "a" * 65 + "@example.com",
        "a@" + "b" * 64 + ".com",
        "n/a",
    ],
)
def test_email_when_malformed_then_invalid(email: str) -> None:
    assert parse_email(email) is None


def test_email_when_throw_away_then_disposable() -> None:
    facts = email_facts("quick@yopmail.com", None, RELAYS)
    assert (facts["customer.email_disposable"], facts["customer.email_relay"]) == (True, False)


def test_email_when_under_a_throw_away_domain_then_disposable() -> None:
    assert email_facts("a@box.yopmail.com", None, RELAYS)["customer.email_disposable"] is True


@pytest.mark.parametrize(
    "email", ["x9k2v7q4b1@marketplace.amazon.de", "0a1b2c3d4e@members.ebay.com", "q7w8e9r0t1@privaterelay.appleid.com"]
)
def test_email_when_relayed_then_nothing_is_read_from_the_mailbox(email: str) -> None:
    facts = email_facts(email, "Erika Muster", RELAYS)
    assert (facts["customer.email_relay"], facts["customer.email_disposable"]) == (True, False)
    assert "customer.email_random" not in facts
    assert "customer.email_name_similarity" not in facts


def test_email_when_absent_then_not_given() -> None:
    assert email_facts("  ", "Erika", RELAYS) == {"customer.email_given": False}


@pytest.mark.parametrize(
    ("mailbox", "name", "at_least"),
    [
        ("erika.muster", "Erika Muster", 100),
        ("emuster", "Erika Muster", 100),
        ("muster.e", "Erika Muster", 100),
        ("erika1984", "Erika Muster", 100),
        ("juergen.mueller", "Jürgen Müller", 100),
        ("jurgen.muller", "Jürgen Müller", 100),
        ("smithy", "John Smith", 80),
    ],
)
def test_likeness_when_mailbox_is_named_after_owner_then_high(mailbox: str, name: str, at_least: int) -> None:
    assert (mailbox_likeness(mailbox, name) or 0) >= at_least


def test_likeness_when_nothing_in_common_then_nothing() -> None:
    assert mailbox_likeness("coolrider", "Beatrix Quandt") == 0


def test_likeness_when_scripts_differ_then_unknown() -> None:
    assert mailbox_likeness("zhangwei88", "张伟") is None


@pytest.mark.parametrize("local", ["x7k2v9q4b1", "qwrtpsdfghk", "a1b2c3d4e5"])
def test_mailbox_when_mashed_then_machine_made(local: str) -> None:
    assert machine_made(local) is True


@pytest.mark.parametrize(
    "local", ["erika.muster", "1234567890", "maria1984", "wolfgang.schmidt", "jsmith", "christophknecht", "team42sales"]
)
def test_mailbox_when_chosen_by_a_person_then_not_machine_made(local: str) -> None:
    assert machine_made(local) is False


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Erika Muster", "MUSTER, ERIKA", True),
        ("José García López", "Jose Garcia", True),
        ("J. Müller", "Juergen Mueller", True),
        ("王小明", "王 小明", True),
        ("王小明", "李小明", False),
        ("Erika Muster", "Max Muster", False),
        ("E. M.", "Erika Muster", False),
        ("王小明", "Wang Xiaoming", None),
        ("", "Erika", None),
        (None, "Erika", None),
    ],
)
def test_names_when_compared_then_order_accents_and_initials_do_not_matter(
    first: str | None,
    second: str | None,
    same: bool | None,
) -> None:
    assert same_person(first, second) is same


@pytest.mark.parametrize(
    ("ip", "private"),
    [("10.0.0.5", True), ("127.0.0.1", True), ("192.0.2.7", True), ("8.8.8.8", False), ("::ffff:10.1.1.1", True)],
)
def test_ip_when_nobody_orders_from_there_then_private(ip: str, *, private: bool) -> None:
    address = parse_ip(ip)
    assert address is not None
    assert is_private(address) is private


def test_ip_when_it_is_no_address_then_not_given() -> None:
    facts = facts_of(an_order(ip="unknown", ip_country=None))
    assert facts["ip.given"] is False
    assert "ip.private" not in facts


def test_ip_country_when_table_of_networks_knows_it_then_taken() -> None:
    class Somewhere:
        def country(self, ip: str) -> str | None:
            return "FR" if ip == "8.8.4.4" else None

    facts = customer_facts(an_order(ip="8.8.4.4", ip_country=None), "DE", Somewhere(), RELAYS, ZONES)
    assert (facts["ip.country"], facts["ip.matches_shipping"]) == ("FR", False)


def test_countries_when_all_agree_then_one() -> None:
    assert facts_of(an_order())["countries.distinct"] == 1


@pytest.mark.parametrize(
    ("locale", "kept", "matches"),
    [
        ("de-DE", "de-DE", True),
        ("de_DE.UTF-8", "de-DE", True),
        ("en_US", "en-US", False),
        ("zh-Hans-DE", "zh-DE", True),
    ],
)
def test_locale_when_written_in_any_form_then_read(locale: str, kept: str, *, matches: bool) -> None:
    facts = facts_of(an_order(customer=Customer(locale=locale)))
    assert (facts["customer.locale"], facts["customer.locale_matches_country"]) == (kept, matches)


def test_locale_when_without_region_then_match_unknown() -> None:
    assert "customer.locale_matches_country" not in facts_of(an_order(customer=Customer(locale="de")))


@pytest.mark.parametrize(
    ("zone", "matches"), [("Europe/Berlin", True), ("Europe/Busingen", True), ("Asia/Shanghai", False)]
)
def test_zone_when_used_in_the_country_then_matches(zone: str, *, matches: bool) -> None:
    assert facts_of(an_order(device=Device(timezone=zone)))["device.timezone_matches"] is matches


def test_zone_when_nobody_knows_it_then_unknown() -> None:
    assert "device.timezone_matches" not in facts_of(an_order(device=Device(timezone="Mars/Olympus")))


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "consumer"),
        ({"kind": OrderKind.B2B}, "business"),
        ({"billing_address": an_address(company="Muster GmbH")}, "business"),
        ({"shipping_address": an_address(company="Muster GmbH")}, None),
    ],
)
def test_type_when_company_pays_then_business(changes: dict[str, object], kind: str | None) -> None:
    assert customer_type(an_order(**changes)) == kind


def test_account_when_placed_then_age_in_whole_days() -> None:
    facts = facts_of(an_order())
    assert (facts["customer.account_age_days"], facts["customer.returning"]) == (995, True)


def test_relays_when_column_is_missing_then_rejected(tmp_path: Path) -> None:
    path = tmp_path / "relays.csv"
    path.write_text("name\nx\n", encoding="utf-8")
    with pytest.raises(DataRejected, match="add the column"):
        load_relays(path)


def test_zones_when_columns_differ_then_rejected(tmp_path: Path) -> None:
    path = tmp_path / "zones.csv"
    path.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(DataRejected, match="first line"):
        load_zones(path)
