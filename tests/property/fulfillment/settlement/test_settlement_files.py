"""What is written is read back, batches close, changed amounts are noticed, and nothing but a refusal is raised."""

import csv
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.order.currency import exponent
from fulfillment.payments.settlement.closing import close
from fulfillment.payments.settlement.errors import MappingRejected, ReportRejected
from fulfillment.payments.settlement.ladder import ladders, summary
from fulfillment.payments.settlement.readers.amounts import COMMA, POINT, decimal_mark, minor_units, read_amount
from fulfillment.payments.settlement.readers.mapping import read_mapping
from fulfillment.payments.settlement.reading import PROVIDERS, read_report
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, TotalOf
from tests.settlement_files import GENERIC_COLUMNS, SAMPLES, Entry, camt, failing, generic_csv, major, plain, sample

CURRENCIES = ("EUR", "USD", "JPY", "KWD", "CLP")
NAMES = sorted(path.name for path in SAMPLES.iterdir())
words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12)
amounts = st.integers(-(10**9), 10**9)
moments = st.none() | st.integers(0, 10**9).map(lambda each: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=each))


@st.composite
def lines(draw: st.DrawFn) -> SettlementLine:
    currency = draw(st.sampled_from(CURRENCIES))
    kind = draw(st.sampled_from([each for each in LineKind if each is not LineKind.PAYOUT]))
    gross, fee, tax = draw(amounts), draw(amounts), draw(amounts)
    sold = draw(st.sampled_from(["", *(each for each in CURRENCIES if each != currency)]))
    return SettlementLine(
        row=0,
        kind=kind,
        word=kind.value,
        currency=currency,
        gross=gross,
        fee=fee,
        tax=tax,
        at=draw(moments),
        available_at=draw(moments),
        references=References(
            merchant=draw(words), metadata=draw(words), payment=draw(words), modification=draw(words)
        ),
        batch=draw(words),
        text=draw(words),
        original_currency=sold,
        original_amount=draw(amounts) if sold else 0,
        exchange_rate=Decimal(draw(st.integers(1, 10**9))).scaleb(-6) if sold else None,
        stated_net=gross + fee + tax,
    )


@given(st.lists(lines(), max_size=6))
def test_generic_csv_when_written_then_is_read_back(written: list[SettlementLine]) -> None:
    report = read_report(generic_csv(written).encode(), "generic", "x.csv")
    assert [plain(each) for each in report.lines] == written


@given(
    st.lists(lines(), max_size=4),
    st.permutations(GENERIC_COLUMNS),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_generic_csv_when_columns_quotation_and_encoding_differ_then_reads_the_same(
    written: list[SettlementLine], columns: list[str], delimiter: str, encoding: str
) -> None:
    text = generic_csv(written, columns, delimiter, csv.QUOTE_ALL)
    report = read_report(text.encode(encoding), "generic", "x.csv")
    assert [plain(each) for each in report.lines] == written


@st.composite
def batches(draw: st.DrawFn) -> list[SettlementLine]:
    """Batches with a payout each, of what their lines come to."""
    made: list[SettlementLine] = []
    for at in range(draw(st.integers(1, 3))):
        own = [replace(each, batch=f"B{at}", currency="EUR", original_currency="", original_amount=0,
                       exchange_rate=None) for each in draw(st.lists(lines(), min_size=1, max_size=5))]  # fmt: skip
        net = sum(each.net for each in own)
        assume(net > 0)
        made += own
        made.append(replace(own[0], kind=LineKind.PAYOUT, word="payout", gross=-net, fee=0, tax=0, stated_net=-net))
    return made


@given(batches())
def test_batches_when_their_payouts_are_what_they_come_to_then_close(written: list[SettlementLine]) -> None:
    report = read_report(generic_csv(written).encode(), "generic", "x.csv")
    closing = close(report)
    assert [each.closes for each in closing.checks if each.of == TotalOf.PAYOUT] == [True] * len(closing.batches)
    assert sum(each.net for each in ladders(report, closing)) == sum(each.net for each in summary(report))


@given(batches(), st.data(), st.integers(1, 10**6))
def test_batches_when_one_amount_is_changed_then_the_file_does_not_close(
    written: list[SettlementLine], data: st.DataObject, by: int
) -> None:
    at = data.draw(st.integers(0, len(written) - 1))
    field = data.draw(st.sampled_from(["gross", "fee", "tax"]))
    line = written[at]
    assume(line.kind is not LineKind.PAYOUT or field == "gross")
    other = replace(line, **{field: getattr(line, field) + by})
    # A payout of nothing states nothing, nor does one that came back.
    assume(line.kind is not LineKind.PAYOUT or other.gross < 0)
    report = read_report(generic_csv([*written[:at], other, *written[at + 1 :]]).encode(), "generic", "x.csv")
    assert not close(report).closes


entries = st.builds(Entry, amounts.filter(bool), words, words)


@given(st.lists(entries, max_size=6), amounts, st.sampled_from(CURRENCIES), st.sampled_from(["02", "04", "08"]))
def test_camt_when_written_then_is_read_back_and_closes(
    written: list[Entry], opening: int, currency: str, version: str
) -> None:
    report = read_report(camt(written, opening, currency, version).encode(), "auto", "x.xml")
    assert [(each.gross, each.references.payment, each.text) for each in report.lines] == [
        (each.amount, "" if each.reference.upper() == "NOTPROVIDED" else each.reference, each.text) for each in written
    ]
    assert failing(report) == []
    assert report.opening[currency] + sum(each.net for each in report.lines) == report.closing[currency]


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=6), st.sampled_from(["02", "08"]))
def test_camt_when_a_batch_states_its_parts_then_each_is_a_line(parts: list[int], version: str) -> None:
    report = read_report(camt([Entry(sum(parts), parts=tuple(parts))], 0, version=version).encode(), "camt", "x.xml")
    assert [each.gross for each in report.lines] == parts
    assert not report.warnings


@given(st.lists(entries, min_size=1, max_size=6), st.integers(1, 10**6))
def test_camt_when_a_balance_is_changed_then_does_not_close(written: list[Entry], by: int) -> None:
    text = camt(written, 0).replace(">0.00</Amt>", f">{major(by, 'EUR')}</Amt>", 1)
    assert not close(read_report(text.encode(), "camt", "x.xml")).closes


@given(
    amounts,
    st.sampled_from(CURRENCIES),
    st.sampled_from([POINT, COMMA]),
    st.booleans(),
    st.sampled_from(["-", "()", "behind"]),
)
def test_amount_when_written_with_groups_and_signs_then_is_read_back(
    minor: int, currency: str, mark: str, grouped: bool, sign: str
) -> None:
    digits = exponent(currency)
    text = f"{Decimal(abs(minor)).scaleb(-digits):{',' if grouped else ''}.{digits}f}"
    if mark == COMMA:
        text = text.translate(str.maketrans(",.", ".,"))
    if minor < 0:
        text = {"-": f"-{text}", "()": f"({text})", "behind": f"{text}-"}[sign]
    assert minor_units(read_amount(text, mark), currency) == minor


@given(st.lists(st.integers(-(10**7), 10**7), min_size=1), st.sampled_from([POINT, COMMA]))
def test_decimal_mark_when_amounts_have_two_decimals_then_is_told(cents: list[int], mark: str) -> None:
    texts = [f"{Decimal(each).scaleb(-2):,.2f}" for each in cents]
    if mark == COMMA:
        texts = [each.translate(str.maketrans(",.", ".,")) for each in texts]
    assert decimal_mark(texts) == mark


def reads_or_refuses(content: bytes, provider: str) -> None:
    with suppress(ReportRejected):
        close(read_report(content, provider, "fuzz"))


@given(st.binary(max_size=300), st.sampled_from(["auto", *PROVIDERS]))
def test_reading_when_bytes_are_random_then_raises_nothing_but_a_refusal(content: bytes, provider: str) -> None:
    reads_or_refuses(content, provider)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_reading_when_a_sample_is_cut_or_overwritten_then_raises_nothing_but_a_refusal(
    name: str, data: st.DataObject
) -> None:
    content = bytearray(sample(name))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    reads_or_refuses(bytes(content), "auto")


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_reading_when_cells_are_exchanged_then_raises_nothing_but_a_refusal(name: str, data: st.DataObject) -> None:
    parts = sample(name).replace(b"\t", b",").split(b",")
    one, other = (data.draw(st.integers(0, len(parts) - 1)) for _ in range(2))
    parts[one], parts[other] = parts[other], parts[one]
    reads_or_refuses(b",".join(parts), "auto")


KEYS = ("columns:", "  at: D", "  amount: A", "dates: ['%H%H']", "zone: ../..", "kinds: [a]", "- b", "currency: 1", ":")
YAML = st.sampled_from(KEYS)


@given(st.text(max_size=200) | st.lists(YAML).map("\n".join))
def test_mapping_when_text_is_random_then_raises_nothing_but_a_refusal(text: str) -> None:
    with suppress(MappingRejected):
        read_mapping("x.yaml", text)
