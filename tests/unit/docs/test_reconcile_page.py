"""The page about reconciling names what the command takes and writes, and shows what it prints."""

import re
from pathlib import Path

from typer.main import get_command
from typer.testing import CliRunner

from api.cli.main import app
from api.cli.reconcile_document import document, refusal
from fulfillment.payments.settlement.arriving import arrivals
from fulfillment.payments.settlement.closing import close
from fulfillment.payments.settlement.errors import ReportFault, ReportRejected
from fulfillment.payments.settlement.readers.mapping import COLUMNS, FILE, read_mapping
from fulfillment.payments.settlement.reading import PROVIDERS, read_report
from fulfillment.payments.settlement.report import LineKind
from tests.settlement_files import failing, read_sample

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-reconcile.md").read_text(encoding="utf-8")
COMMAND = get_command(app).commands["payments"].commands["reconcile"]  # type: ignore[attr-defined]


def keys_of(value: object) -> set[str]:
    """All keys of a document that are not data themselves."""
    if isinstance(value, list):
        return set().union(*(keys_of(each) for each in value))
    if not isinstance(value, dict):
        return set()
    return {str(key) for key in value}.union(*(keys_of(each) for each in value.values()))


def test_options_when_the_command_has_one_then_the_page_names_it_and_no_other() -> None:
    options = {name for each in COMMAND.params for name in each.opts if name.startswith("--")}
    assert set(re.findall(r"--[a-z][a-z-]+", PAGE)) == options


def test_page_when_a_provider_a_column_a_key_or_a_kind_is_known_then_names_it() -> None:
    known = (*PROVIDERS, *COLUMNS, *FILE.by_name, *(kind.value for kind in LineKind))
    assert [name for name in known if f"`{name}`" not in PAGE] == []


def test_json_when_it_has_a_key_then_the_page_explains_it() -> None:
    report, bank = read_sample("stripe_payout.csv"), read_sample("camt053_v08.xml")
    told = document(report, close(report), arrivals(report, bank))
    refused = refusal(ReportRejected("stripe", "x", [ReportFault(1, "a", "b", "c")]))
    assert [key for key in keys_of(told) | keys_of(refused) if f"`{key}`" not in PAGE] == []


def test_run_when_done_again_then_prints_what_the_page_shows() -> None:
    command, printed = re.findall(r"```(?:sh|text)\n(.*?)```", PAGE, re.DOTALL)[:2]
    arguments = command.replace("\\\n", " ").replace("tests/", f"{ROOT}/tests/").split()[1:]
    assert CliRunner().invoke(app, arguments).stdout == printed


def test_mapping_when_taken_from_the_page_then_reads_a_file() -> None:
    mapping = read_mapping("gateway.yaml", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0])
    content = (
        "Datum;Art;Bestellung;Betrag;Gebühr;Auszahlung\n02.11.2026;Verkauf;Z-1;1.234,50;12,00;77\n"
        "03.11.2026;Strafe;Z-1;-5,00;;77\n04.11.2026;Auszahlung;;-1.217,50;;77\n"
    )
    report = read_report(content.encode("cp1252"), "our-gateway", "x.csv", mapping)
    assert report.provider == "our-gateway"
    assert [(each.kind, each.net) for each in report.lines] == [
        ("sale", 122250),
        ("penalty", -500),
        ("payout", -121750),
    ]
    assert failing(report) == []
