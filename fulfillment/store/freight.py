"""Carriers' bills and their lines."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select, update

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import FreightFile, FreightLine
from fulfillment.store.profit_marks import mark_parcels
from fulfillment.store.rows import behind, keep, many, one, row_of
from fulfillment.store.tables import FREIGHT_FILE, FREIGHT_LINE, SHIPMENT

FILE = FREIGHT_FILE.c
LINE = FREIGHT_LINE.c
SOME = 400  # names in one statement


def find_freight_file(session: ReadSession, merchant: str, carrier: str, digest: str) -> FreightFile | None:
    """The bill of this content, if it was taken in before."""
    same = (FILE.merchant_id == merchant, FILE.carrier == carrier, FILE.digest == digest)
    return one(session, FREIGHT_FILE, FreightFile, *same)


def freight_file_of(session: ReadSession, merchant: str, id_: str) -> FreightFile | None:
    """A bill by its id."""
    return one(session, FREIGHT_FILE, FreightFile, FILE.id == id_, FILE.merchant_id == merchant)


def freight_files_after(
    session: ReadSession, merchant: str, limit: int | None, after: str = "", *, is_newest_first: bool = False
) -> tuple[FreightFile, ...]:
    """Bills, oldest or newest first, from behind the id `after`."""
    where, by = behind(FILE.id, after, is_newest_first=is_newest_first)
    return many(session, FREIGHT_FILE, FreightFile, FILE.merchant_id == merchant, *where, limit=limit, by=by)


def add_freight_file(session: WriteSession, file: FreightFile, lines: Sequence[FreightLine]) -> None:
    """A bill and those of its lines that no file before had."""
    keep(session, FREIGHT_FILE, file)
    keep(session, FREIGHT_LINE, *lines)
    mark_parcels(session, file.merchant_id, (each.parcel for each in lines))


def save_freight_file(session: WriteSession, file: FreightFile) -> None:
    """How far the audit is. The books, which are locked, guard it."""
    session.run(update(FREIGHT_FILE).where(FILE.id == file.id).values(**row_of(file)))


def known_freight_identities(
    session: ReadSession, merchant: str, carrier: str, identities: Sequence[str]
) -> frozenset[str]:
    """Those of the lines that are kept already."""
    found: set[str] = set()
    for start in range(0, len(identities), SOME):
        asked = select(LINE.identity).where(
            LINE.merchant_id == merchant, LINE.carrier == carrier, LINE.identity.in_(identities[start : start + SOME])
        )
        found |= {str(row[0]) for row in session.rows(asked)}
    return frozenset(found)


def freight_lines_of(
    session: ReadSession, merchant: str, file_id: str, after: int = -1, limit: int | None = None
) -> tuple[FreightLine, ...]:
    """Lines of a bill by their place in the file, from behind the place `after`."""
    of_it = (LINE.merchant_id == merchant, LINE.file_id == file_id, LINE.number > after)
    chosen = select(LINE.id).where(*of_it).order_by(LINE.number).limit(limit)
    ids = [str(row[0]) for row in session.rows(chosen)]
    found = [
        line
        for start in range(0, len(ids), SOME)
        for line in many(session, FREIGHT_LINE, FreightLine, LINE.id.in_(ids[start : start + SOME]))
    ]
    return tuple(sorted(found, key=lambda each: each.number))


def freight_lines_of_parcels(
    session: ReadSession, merchant: str, parcels: Collection[str]
) -> Mapping[str, tuple[FreightLine, ...]]:
    """All that was billed for parcels, oldest first, by their numbers."""
    found: dict[str, list[FreightLine]] = defaultdict(list)
    named = sorted({each for each in parcels if each})
    for start in range(0, len(named), SOME):
        some = (LINE.merchant_id == merchant, LINE.parcel.in_(named[start : start + SOME]))
        for line in many(session, FREIGHT_LINE, FreightLine, *some):
            found[line.parcel].append(line)
    return {parcel: tuple(lines) for parcel, lines in found.items()}


def place_freight_line(
    session: WriteSession, line_id: str, place: str, parcel: str, order_id: str | None, shipment_id: str | None
) -> None:
    """Says which parcel a line is about."""
    placed = {"place": place, "parcel": parcel, "order_id": order_id, "shipment_id": shipment_id}
    session.run(update(FREIGHT_LINE).where(LINE.id == line_id).values(**placed))


def numbers_of_ours(session: ReadSession, merchant: str, numbers: Collection[str]) -> frozenset[str]:
    """Those of the numbers that stand on a label of ours, voided ones too."""
    found: set[str] = set()
    named = sorted({each for each in numbers if each})
    for start in range(0, len(named), SOME):
        asked = select(SHIPMENT.c.number).where(
            SHIPMENT.c.merchant_id == merchant, SHIPMENT.c.number.in_(named[start : start + SOME])
        )
        found |= {str(row[0]) for row in session.rows(asked)}
    return frozenset(found)
