"""Differences of a bill brought before its carrier: a table and a letter, each line with its evidence.

Both say numbers of parcels and bills, weights and amounts; nothing of whoever receives a parcel.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import StringIO

from engine.counted import filled
from engine.spreadsheets import harmless
from engine.store.sessions import ReadSession
from fulfillment.documents.letters import Faces, Scribe
from fulfillment.documents.sheet import PaperSize, Sheet
from fulfillment.errors import FulfilmentError, NotFound
from fulfillment.freight.cases import stepped
from fulfillment.freight.kinds import STANDS_OPEN, Act, FreightState
from fulfillment.freight.words import FreightWords
from fulfillment.payments.settlement.amounts import major, money
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.records import FreightCase, FreightFile
from fulfillment.store.freight import freight_file_of
from fulfillment.store.freight_cases import freight_cases_after
from fulfillment.store.settlement import lock_books

COLUMNS = (
    "difference", "state", "kind", "bill", "parcel", "charge", "currency", "billed", "expected", "disputed", "credited",
    "why", "packed_g", "dimensional_g", "expected_g", "billed_g", "divisor", "zone", "billed_zone", "rate_card",
    "handed_over", "first_bill",
)  # fmt: skip
EVIDENCE = COLUMNS[12:]


class NothingToDispute(FulfilmentError):
    """no difference of the bill is open or disputed"""

    code = "nothing_to_dispute"


class Told(dict[str, object]):
    """Evidence for a sentence; what is not known is a question mark rather than an error."""

    def __missing__(self, _: str) -> str:
        return "?"


def disputed(
    session: ReadSession, merchant: str, file_id: str, bill: str | None = None
) -> tuple[FreightFile, tuple[FreightCase, ...]]:
    """A bill's differences that stand open or disputed, of one invoice of it where named. Raises NotFound and
    NothingToDispute."""
    file = freight_file_of(session, merchant, file_id)
    if file is None:
        raise NotFound("freight bill", file_id)
    found = freight_cases_after(session, merchant, None, file_id=file_id, bill=bill)
    still = tuple(each for each in found if each.state in STANDS_OPEN)
    if not still:
        raise NothingToDispute
    return file, still


def dispute(sitting: Sitting, file_id: str, why: str, bill: str | None = None) -> tuple[FreightCase, ...]:
    """Says that a bill's open differences were brought before the carrier. Raises NotFound, NothingToDispute."""
    lock_books(sitting.session, sitting.merchant)
    _, cases = disputed(sitting.session, sitting.merchant, file_id, bill)
    return tuple(
        stepped(sitting, case, Act.DISPUTE, why) if case.state == FreightState.OPEN else case for case in cases
    )


def dispute_table(cases: Iterable[FreightCase], words: FreightWords) -> str:
    """CSV after RFC 4180 in UTF-8 with a byte order mark, amounts as plain decimals. What a spreadsheet would take for
    a formula stands behind an apostrophe: numbers come from the carrier's file."""
    written = StringIO()
    written.write("\ufeff")
    rows = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    for case in cases:
        rows.writerow({name: _cell(value) for name, value in _row(case, words).items()})
    return written.getvalue()


def dispute_letter(
    file: FreightFile, cases: Sequence[FreightCase], words: FreightWords, merchant: str, day: date, faces: Faces
) -> Sheet:
    """The letter that goes with the table."""
    scribe = Scribe(faces, "", words.code)
    sums = _sums(cases)
    asked = "; ".join(money(minor, currency) for currency, minor in sorted(sums.items()))
    parcels = len({case.parcel for case in cases})
    bills = ", ".join(sorted({case.bill for case in cases if case.bill})) or file.name
    data = {
        "number": file.id,
        "day": day.isoformat(),
        "title": scribe.json(words.title),
        "to": scribe.json(words.to.format(file.carrier)),
        "by": scribe.json(words.by.format(merchant)),
        "bills": scribe.json(f"{words.bills}: {bills}"),
        "asks": scribe.json(filled(words.asks, len(cases), parcels, asked)),
        "please": scribe.json(words.please),
        "heads": [scribe.json(each) for each in (words.parcel, words.what, words.billed, words.expected, words.stake)],
        "rows": [
            {
                "parcel": scribe.json(case.parcel),
                "what": scribe.json(
                    f"{words.differs[case.kind]}, {words.charges[case.charge]} ({case.bill or file.name})"
                ),
                "why": scribe.json(because(case, words)),
                "billed": str(major(case.billed, case.currency)),
                "expected": "" if case.expected is None else str(major(case.expected, case.currency)),
                "stake": money(case.amount - case.credited, case.currency),
            }
            for case in cases
        ],
        "total": scribe.json(words.total),
        "sums": [money(minor, currency) for currency, minor in sorted(sums.items())],
    }
    return Sheet("freight_dispute", PaperSize.A4, f"{words.title} {file.id}", data)


def because(case: FreightCase, words: FreightWords) -> str:
    """Why a charge is disputed, with the evidence."""
    return told_why(case.kind, case.charge, case.data, words)


def told_why(kind: str, charge: str, data: Mapping[str, object], words: FreightWords) -> str:
    """The same of a difference as others read it; `data` is its evidence."""
    sides = data.get("sides_mm")
    told = {
        **{name: value for name, value in data.items() if value not in (None, "")},
        "charge": words.charges[charge],
        "rate_card": words.card_of(str(data.get("rate_card") or "?")),
        "sides": " x ".join(str(each) for each in sides) if isinstance(sides, list) else "?",
    }
    return words.because[kind].format_map(Told(told))


def _sums(cases: Iterable[FreightCase]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for case in cases:
        found[case.currency] += case.amount - case.credited
    return found


def _row(case: FreightCase, words: FreightWords) -> Mapping[str, object]:
    amounts = {"billed": case.billed, "expected": case.expected, "disputed": case.amount, "credited": case.credited}
    return {
        "difference": case.id,
        "state": case.state,
        "kind": case.kind,
        "bill": case.bill,
        "parcel": case.parcel,
        "charge": case.charge,
        "currency": case.currency,
        **{name: "" if minor is None else format(major(minor, case.currency), "f") for name, minor in amounts.items()},
        "why": because(case, words),
        **dict(_evidence(case)),
    }


def _evidence(case: FreightCase) -> Iterator[tuple[str, object]]:
    for name in EVIDENCE:
        value = case.data.get(name)
        yield name, "" if value is None else value


def _cell(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value
