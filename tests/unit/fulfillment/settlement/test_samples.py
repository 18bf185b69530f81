"""Every sample file, read and closed; CLEARWAY_UPDATE_GOLDEN=1 writes what they read as again."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fulfillment.payments.settlement.closing import close
from fulfillment.payments.settlement.reading import provider_of, read_report
from fulfillment.payments.settlement.report import SettlementReport
from tests.settlement_files import SAMPLES, failing, read_sample, sample

GOLDEN = Path(__file__).parents[3] / "golden" / "settlement"
NAMES = sorted(path.name for path in SAMPLES.iterdir())
TABLES = [name for name in NAMES if name.lower().endswith((".csv", ".txt")) and "1252" not in name]
PROVIDERS = {
    "STL-20261102.01.009.CSV": "paypal",
    "TRR-20261102.01.011.CSV": "paypal",
    "camt053_v02.xml": "camt",
    "camt053_v08.xml": "camt",
}


def provider_named(name: str) -> str:
    return PROVIDERS.get(name) or Path(name).stem.split("_")[0]


def told(report: SettlementReport) -> Iterator[str]:
    """A report as lines that a person can read over."""
    yield f"provider {report.provider}, since {report.since}, until {report.until}"
    for line in report.lines:
        yield (
            f"{line.row}  {line.kind}  {line.word}  {line.currency} {line.gross} {line.fee} {line.tax} = {line.net}"
            f"  order {line.references.merchant or '-'}/{line.references.metadata or '-'}"
            f"  payment {line.references.payment or '-'}/{line.references.modification or '-'}"
            f"/{','.join(line.references.others) or '-'}  batch {line.batch or '-'}  at {line.at}"
            f"  available {line.available_at}  was {line.original_currency or '-'} {line.original_amount}"
            f" {line.exchange_rate}  {line.text}"
        ).rstrip()
    for total in report.totals:
        yield f"total {total.row} {total.batch} {total.currency} {total.amount} of {total.of}"
    for currency in report.opening:
        yield f"balance {currency} {report.opening[currency]} -> {report.closing[currency]}"
    for warning in report.warnings:
        yield f"warning {warning.row} {warning.code} {warning.word}"


@pytest.mark.parametrize("name", NAMES)
def test_sample_when_read_then_lines_are_those_a_person_checked(name: str) -> None:
    text = "\n".join(told(read_sample(name, provider_named(name)))) + "\n"
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_sample_when_nothing_was_changed_then_closes(name: str) -> None:
    report = read_sample(name, provider_named(name))
    assert failing(report) == []
    assert close(report).checks, "a sample states something to check"


@pytest.mark.parametrize("name", NAMES)
def test_provider_when_not_named_then_is_told_by_the_file(name: str) -> None:
    assert provider_of(sample(name), name) == provider_named(name)


@pytest.mark.parametrize(
    "name", [each for each in NAMES if each.endswith((".csv", ".CSV", ".txt")) and "1252" not in each]
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_sample_when_encoded_otherwise_then_reads_the_same(name: str, encoding: str) -> None:
    content = sample(name).decode().encode(encoding)
    assert read_report(content, "auto", name).lines == read_sample(name).lines


@pytest.mark.parametrize("name", NAMES)
def test_report_when_read_twice_then_is_the_same_and_has_one_digest(name: str) -> None:
    assert read_sample(name) == read_sample(name)
    assert len(read_sample(name).digest) == 64
