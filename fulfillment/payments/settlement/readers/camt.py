"""Bank statements in XML: ISO 20022 camt.053, versions 001.02, 001.04 and 001.08.

Elements: ISO 20022 message definition "BankToCustomerStatement" (camt.053.001.02, 2009; .04, 2013; .08, 2019). An
entry is one line, or one for each transaction of a batch when all of them state their amounts and add up to it. Rows
count entries. Credit and debit say which way money went, of a reversal too: a reversal with DBIT takes a credit back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeAlias
from xml.etree.ElementTree import Element

from engine.order.currency import exponents
from fulfillment.payments.settlement.errors import Faults, quoted
from fulfillment.payments.settlement.readers.amounts import BadAmount, read_amount
from fulfillment.payments.settlement.readers.camt_amounts import amount_of, minor_of, sign_of
from fulfillment.payments.settlement.readers.camt_totals import Balances
from fulfillment.payments.settlement.readers.drafting import NOT_EXCHANGED, Draft, Exchanged
from fulfillment.payments.settlement.readers.letters import MOST_ROWS
from fulfillment.payments.settlement.readers.markup import children, elements, tag, text, texts
from fulfillment.payments.settlement.readers.moments import BadMoment, read_moment
from fulfillment.payments.settlement.readers.sheet import LONGEST_TEXT
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, SettlementReport

PROVIDER = "camt"
VERSIONS = ("02", "04", "08")
MESSAGE = "BkToCstmrStmt"
WANTED = frozenset({"Document", MESSAGE, "Stmt", "Ntry", "Bal", "TxsSummry", "Acct", "FrToDt"})
BOOKED = "BOOK"
NOT_PROVIDED = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NONREF"})
CHARGE_FAMILIES = frozenset({"CHRG", "COMM", "FEES"})  # sub-families of bank transaction codes
Part: TypeAlias = tuple[Element, int]


@dataclass(slots=True)
class _Statement:
    element: Element
    id: str
    account: str = ""
    currency: str = ""
    entries: int = 0


@dataclass(slots=True)
class _Reading:
    draft: Draft
    balances: Balances
    statement: _Statement = field(default_factory=lambda: _Statement(Element("Stmt"), ""))
    statements: int = 0
    entries: int = 0
    ids: set[str] = field(default_factory=set)

    @property
    def faults(self) -> Faults:
        return self.draft.faults


def looks_like(content: bytes) -> bool:
    """Whether a file is of this message."""
    return MESSAGE.encode() in content[:4_096].replace(b"\x00", b"")


def read(content: bytes, name: str) -> SettlementReport:
    """The report of a file. Raises ReportRejected."""
    draft = Draft(PROVIDER, name, content)
    reading = _Reading(draft, Balances(draft))
    for event, element in elements(content, WANTED, draft.faults):
        _take(reading, event, element)
    if not reading.statements:
        detail = f"no statement in it; choose a {MESSAGE} document (camt.053)"
        raise draft.faults.rejected(0, "Stmt", "no_statement", detail)
    draft.faults.settle()
    reading.balances.settle()
    return draft.report()


def _take(reading: _Reading, event: str, element: Element) -> None:
    match tag(element), event:
        case "Document", "start":
            _check_version(reading, str(element.tag))
        case "Stmt", "start":
            reading.statements += 1
            reading.statement = _Statement(element, "")
        case "Acct", "end":
            _name(reading)
            reading.statement.account = text(element, "Id", "IBAN") or text(element, "Id", "Othr", "Id")
            reading.statement.currency = text(element, "Ccy")
        case "FrToDt", "end":
            _take_period(reading, element)
        case "Bal", "end":
            reading.balances.take(reading.statement.id, reading.statement.account, element)
        case "TxsSummry", "end":
            reading.balances.summary(reading.statement.id, reading.statement.currency, element)
        case "Ntry", "end":
            reading.entries += 1
            reading.statement.entries += 1
            if reading.entries > MOST_ROWS:
                detail = f"more than {MOST_ROWS:,} entries; ask for a shorter period"
                raise reading.faults.rejected(reading.entries, "Ntry", "too_many_rows", detail)
            _take_entry(reading, element)
        case "Stmt", "end":
            reading.balances.count(reading.entries, reading.statement.id, reading.statement.entries)


def _name(reading: _Reading) -> None:
    """A statement is known by its id, which stands before its account; a second one of the same id by its number."""
    statement = reading.statement
    given = text(statement.element, "Id") or "statement"
    statement.id = given if given not in reading.ids else f"{given} ({reading.statements})"
    reading.ids.add(statement.id)


def _check_version(reading: _Reading, name: str) -> None:
    space = name.rpartition("}")[0].lstrip("{")
    version = space.rpartition(".")[2]
    if "camt.053" in space and version not in VERSIONS:
        detail = f"version {quoted(version)} is not one of {', '.join(VERSIONS)}; its lines are read as theirs are"
        reading.draft.warn(0, "other_version", space, detail)


def _take_period(reading: _Reading, element: Element) -> None:
    draft = reading.draft
    since = _moment(reading, "FrToDt", text(element, "FrDtTm"))
    until = _moment(reading, "FrToDt", text(element, "ToDtTm"))
    draft.since = min((each for each in (draft.since, since) if each is not None), default=None)
    draft.until = max((each for each in (draft.until, until) if each is not None), default=None)


def _take_entry(reading: _Reading, entry: Element) -> None:
    row, draft = reading.entries, reading.draft
    status = text(entry, "Sts", "Cd") or text(entry, "Sts", "Prtry") or text(entry, "Sts")
    currency, amount = amount_of(draft.faults, row, "Ntry/Amt", entry)
    if status and status != BOOKED:
        draft.warn(row, "no_money_moved", status, f"an entry that is `{quoted(status)}` is not booked and left out")
        return
    sign = sign_of(draft.faults, row, "Ntry/CdtDbtInd", entry)
    for part, value in _parts(reading, entry, currency, sign * amount):
        draft.lines.append(_line(reading, entry, part, currency, value))


def _parts(reading: _Reading, entry: Element, currency: str, amount: int) -> Sequence[Part]:
    """The transactions of an entry with their signed amounts, or the entry as a whole."""
    details = list(children(entry, "NtryDtls", "TxDtls"))
    if len(details) == 1:
        return [(details[0], amount)]
    found = [(each, _detail_amount(reading, each, currency, amount)) for each in details]
    told = [(each, value) for each, value in found if value is not None]
    if details and len(told) == len(details) and sum(value for _, value in told) == amount:
        return told
    if details:
        detail = "its transactions do not state amounts that add up to the entry, which counts as one line"
        reading.draft.warn(reading.entries, "batch_not_split", text(entry, "NtryRef"), detail)
    return [(entry, amount)]


def _detail_amount(reading: _Reading, part: Element, currency: str, amount: int) -> int | None:
    """What a transaction of a batch moved, in the entry's currency; None when it does not say."""
    for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt")):
        for found in children(part, *path):
            if found.get("Ccy") != currency:
                continue
            value = minor_of(reading.faults, reading.entries, "TxDtls/Amt", found)
            way = text(part, "CdtDbtInd")
            return value * (1 if way == "CRDT" else -1 if way == "DBIT" else 1 if amount >= 0 else -1)
    return None


def _line(reading: _Reading, entry: Element, part: Element, currency: str, amount: int) -> SettlementLine:
    row = reading.entries
    word = _bank_code(part if part is not entry else entry) or _bank_code(entry)
    was = _exchanged(reading, part, currency, amount)
    return SettlementLine(
        row=row,
        kind=_kind(entry, word, amount),
        word=word,
        currency=currency,
        gross=amount,
        at=_moment(reading, "Ntry/BookgDt", text(entry, "BookgDt", "DtTm") or text(entry, "BookgDt", "Dt")),
        references=_references(entry, part),
        batch=reading.statement.id,
        original_currency=was.currency,
        original_amount=was.amount,
        exchange_rate=was.rate,
        available_at=_moment(reading, "Ntry/ValDt", text(entry, "ValDt", "DtTm") or text(entry, "ValDt", "Dt")),
        text=_remittance(entry, part),
    )


def _kind(entry: Element, word: str, amount: int) -> LineKind:
    """Money that comes, and the reversal of money that came; charges of the bank; all else as it is."""
    reversal = text(entry, "RvslInd").casefold() in ("true", "1")
    if (amount > 0) != reversal:
        return LineKind.BANK_CREDIT
    return LineKind.FEE if CHARGE_FAMILIES & set(word.split("/")) else LineKind.ADJUSTMENT


def _bank_code(element: Element) -> str:
    """Domain, family and sub-family, or the bank's own code."""
    domain = [text(element, "BkTxCd", "Domn", *path) for path in (("Cd",), ("Fmly", "Cd"), ("Fmly", "SubFmlyCd"))]
    return "/".join(each for each in domain if each) or text(element, "BkTxCd", "Prtry", "Cd")


def _references(entry: Element, part: Element) -> References:
    named = {name: text(part, "Refs", name) for name in ("EndToEndId", "TxId", "InstrId", "AcctSvcrRef", "PmtInfId")}
    given = {name: value for name, value in named.items() if value and value.upper() not in NOT_PROVIDED}
    own = given.get("AcctSvcrRef") or text(entry, "AcctSvcrRef") or text(entry, "NtryRef")
    others = (given.get("TxId"), given.get("InstrId"), given.get("PmtInfId"), text(entry, "NtryRef"))
    return References(
        merchant=text(part, "RmtInf", "Strd", "CdtrRefInf", "Ref") or text(part, "RmtInf", "Strd", "RfrdDocInf", "Nb"),
        payment=given.get("EndToEndId", ""),
        modification=own,
        others=tuple(dict.fromkeys(each for each in others if each and each != own)),
    )


def _remittance(entry: Element, part: Element) -> str:
    said = list(texts(part, "RmtInf", "Ustrd")) or list(texts(part, "RmtInf", "Strd", "AddtlRmtInf"))
    said = said or list(texts(part, "AddtlTxInf")) or list(texts(entry, "AddtlNtryInf"))
    return " ".join(said)[:LONGEST_TEXT]


def _exchanged(reading: _Reading, part: Element, currency: str, amount: int) -> Exchanged:
    """The instructed amount, where it was another currency, and the rate where source and target are these two."""
    for found in children(part, "AmtDtls", "InstdAmt", "Amt"):
        sold = found.get("Ccy", "")
        if sold == currency or sold not in exponents():
            continue
        value = minor_of(reading.faults, reading.entries, "InstdAmt/Amt", found)
        return Exchanged(sold, value if amount >= 0 else -value, _rate(part, sold, currency))
    return NOT_EXCHANGED


def _rate(part: Element, sold: str, currency: str) -> Decimal | None:
    """Left out when banks quote it the other way round, or took a charge in between: neither can be checked."""
    for exchange in children(part, "AmtDtls", "InstdAmt", "CcyXchg"):
        if (text(exchange, "SrcCcy"), text(exchange, "TrgtCcy"), text(exchange, "UnitCcy")) == (sold, currency, sold):
            try:
                return read_amount(text(exchange, "XchgRate")) or None
            except BadAmount:
                return None
    return None


def _moment(reading: _Reading, path: str, written: str) -> datetime | None:
    if not written:
        return None
    try:
        return read_moment(written, ("%Y-%m-%d%z",), UTC)
    except BadMoment as bad:
        reading.faults.add(reading.entries, path, "bad_moment", str(bad))
        return None
