"""Lines of a bill as they are kept: identified, and matched with the parcel whose number they name."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

import orjson

from engine.ids import Ids, Prefix
from fulfillment.freight.bill import BillLine, FreightBill
from fulfillment.freight.kinds import Place
from fulfillment.records import FreightLine

DIGITS = 32


def identified(bill: FreightBill) -> Iterator[tuple[BillLine, str]]:
    """Each line of one file with what tells it from all others of its carrier: all that it says, and its number among
    its equals in the file. So a line is known again in a file that overlaps another one."""
    equals: Counter[str] = Counter()
    for line in bill.lines:
        said = _said(line)
        equals[said] += 1
        yield line, f"{said}-{equals[said]}"


def numbers_of(lines: Iterable[BillLine]) -> frozenset[str]:
    """All numbers by which lines may name a parcel."""
    return frozenset(name for line in lines for name in (line.number, *line.others) if name)


def kept(bill: FreightBill, line: BillLine, identity: str, merchant: str, file_id: str, ids: Ids,
         ours: Collection[str]) -> FreightLine:  # fmt: skip
    """The row of a line. `ours` are the numbers that stand on labels of ours."""
    named = next((each for each in (line.number, *line.others) if each in ours), "")
    parcel = named or line.number or next(iter(line.others), "")
    return FreightLine(
        id=ids.new(Prefix.FREIGHT_LINE),
        merchant_id=merchant,
        carrier=bill.carrier,
        file_id=file_id,
        number=line.row,
        identity=identity,
        parcel=parcel,
        bill=line.bill,
        billed_on=line.billed_on,
        currency=line.currency,
        amount=line.total,
        place=Place.PARCEL if named else Place.UNKNOWN if parcel else Place.ACCOUNT,
        data={
            "charges": [[each.kind.value, each.word, each.minor] for each in line.charges],
            "weight_g": line.weight_g,
            "billed_g": line.billed_g,
            "zone": line.zone,
            "country": line.country,
            "service": line.service,
        },
    )


def _said(line: BillLine) -> str:
    said = (
        line.number,
        line.others,
        line.bill,
        line.billed_on,
        line.currency,
        [[each.kind.value, each.word, each.minor] for each in line.charges],
        line.weight_g,
        line.billed_g,
        line.zone,
        line.country,
        line.service,
    )
    return hashlib.sha256(orjson.dumps(said)).hexdigest()[:DIGITS]
