"""What tells a line from all others of its provider: all that it says, and its number among its equals in one file.

So a line is known again in a file that overlaps another one, wherever it stands there; two lines of one file that say
the same are two. What lines alone cannot tell, they cannot tell here either: equal ones that stand in two files and in
none together count as one.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

import orjson

from fulfillment.payments.settlement.report import SettlementLine

DIGITS = 32


def identified(lines: Iterable[SettlementLine]) -> Iterator[tuple[SettlementLine, str]]:
    """Each line of one file with its identity."""
    equals: Counter[str] = Counter()
    for line in lines:
        said = said_by(line)
        equals[said] += 1
        yield line, f"{said}-{equals[said]}"


def said_by(line: SettlementLine) -> str:
    """A digest of all that a line says, but not of where it stands."""
    names = line.references
    said = (
        line.batch,
        line.kind,
        line.word,
        line.currency,
        line.gross,
        line.fee,
        line.tax,
        None if line.at is None else line.at.timestamp(),
        names.merchant,
        names.metadata,
        names.payment,
        names.modification,
        names.others,
        line.original_currency,
        line.original_amount,
        "" if line.exchange_rate is None else str(line.exchange_rate),
        line.text,
    )
    return hashlib.sha256(orjson.dumps(said)).hexdigest()[:DIGITS]
