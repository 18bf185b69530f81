"""Settlement files for tests: the samples, and writers of generic CSV and camt.053 that the readers read back."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from xml.sax.saxutils import escape

from engine.order.currency import exponent
from fulfillment.payments.settlement.closing import close
from fulfillment.payments.settlement.reading import read_report
from fulfillment.payments.settlement.report import SettlementLine, SettlementReport

SAMPLES = Path(__file__).parent / "settlement_samples"
GENERIC_COLUMNS = (
    "at", "available_at", "kind", "currency", "gross", "fee", "tax", "net", "order", "metadata", "payment",
    "modification", "batch", "text", "original_currency", "original_amount", "exchange_rate",
)  # fmt: skip


def sample(name: str) -> bytes:
    """The bytes of a sample file."""
    return (SAMPLES / name).read_bytes()


def read_sample(name: str, provider: str = "auto") -> SettlementReport:
    """The report of a sample file."""
    return read_report(sample(name), provider, name)


def changed(name: str, old: str, new: str, provider: str = "auto") -> SettlementReport:
    """The report of a sample file in which a text stands otherwise, once."""
    content = sample(name).decode()
    assert content.count(old) == 1, f"`{old}` stands {content.count(old)} times in {name}"
    return read_report(content.replace(old, new).encode(), provider, name)


def failing(report: SettlementReport) -> list[tuple[str, int]]:
    """What of a report does not close: kind of check and difference."""
    return [(str(each.of), each.difference) for each in close(report).checks if each.closes is False]


def plain(line: SettlementLine) -> SettlementLine:
    """A line without its place, to compare lines of differently written files."""
    return replace(line, row=0)


def major(minor: int, currency: str) -> str:
    """An amount as people write it."""
    digits = exponent(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def generic_csv(
    lines: Sequence[SettlementLine],
    columns: Sequence[str] = GENERIC_COLUMNS,
    delimiter: str = ",",
    quoting: int = csv.QUOTE_MINIMAL,
) -> str:
    """Lines as a file of our own columns, in any order of them."""
    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(columns)
    for line in lines:
        cells = _cells(line)
        writer.writerow([cells[column] for column in columns])
    return text.getvalue()


def _cells(line: SettlementLine) -> Mapping[str, str]:
    amounts = {"gross": line.gross, "fee": line.fee, "tax": line.tax, "net": line.net}
    return {
        **{name: major(amount, line.currency) for name, amount in amounts.items()},
        "at": _moment(line.at),
        "available_at": _moment(line.available_at),
        "kind": line.kind.value,
        "currency": line.currency,
        "order": line.references.merchant,
        "metadata": line.references.metadata,
        "payment": line.references.payment,
        "modification": line.references.modification,
        "batch": line.batch,
        "text": line.text,
        "original_currency": line.original_currency,
        "original_amount": major(line.original_amount, line.original_currency) if line.original_currency else "",
        "exchange_rate": "" if line.exchange_rate is None else f"{line.exchange_rate:f}",
    }


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.isoformat()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a bank statement, in minor units."""

    amount: int
    reference: str = ""
    text: str = ""
    parts: tuple[int, ...] = ()
    reversal: bool = False


def camt(entries: Sequence[Entry], opening: int, currency: str = "EUR", version: str = "08") -> str:
    """A camt.053 document with one statement that closes."""
    closing = opening + sum(each.amount for each in entries)
    balances = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(amount, currency)}"
        f"<Dt><Dt>2026-11-05</Dt></Dt></Bal>"
        for code, amount in (("OPBD", opening), ("CLBD", closing))
    )
    body = "".join(_entry(each, currency, version) for each in entries)
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{space}"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId>'
        f"</GrpHdr><Stmt><Id>S-1</Id><Acct><Id><Othr><Id>A-1</Id></Othr></Id><Ccy>{currency}</Ccy></Acct>{balances}"
        f"<TxsSummry><TtlNtries><NbOfNtries>{len(entries)}</NbOfNtries></TtlNtries></TxsSummry>{body}"
        "</Stmt></BkToCstmrStmt></Document>"
    )


def _amount(minor: int, currency: str) -> str:
    way = "CRDT" if minor >= 0 else "DBIT"
    return f'<Amt Ccy="{currency}">{major(abs(minor), currency)}</Amt><CdtDbtInd>{way}</CdtDbtInd>'


def _entry(entry: Entry, currency: str, version: str) -> str:
    parts = entry.parts or (entry.amount,)
    details = "".join(
        f"<TxDtls><Refs><EndToEndId>{escape(entry.reference) or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f"{_part(part, currency, version)}<RmtInf><Ustrd>{escape(entry.text)}</Ustrd></RmtInf></TxDtls>"
        for part in parts
    )
    status = "<Sts>BOOK</Sts>" if version == "02" else "<Sts><Cd>BOOK</Cd></Sts>"
    reversal = "<RvslInd>true</RvslInd>" if entry.reversal else ""
    return (
        f"<Ntry>{_amount(entry.amount, currency)}{reversal}{status}<BookgDt><Dt>2026-11-05</Dt></BookgDt>"
        f"<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def _part(minor: int, currency: str, version: str) -> str:
    amount = f'<Amt Ccy="{currency}">{major(abs(minor), currency)}</Amt>'
    way = f"<CdtDbtInd>{'CRDT' if minor >= 0 else 'DBIT'}</CdtDbtInd>"
    return f"<AmtDtls><TxAmt>{amount}</TxAmt></AmtDtls>{way}" if version == "02" else f"{amount}{way}"
