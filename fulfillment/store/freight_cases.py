"""What differs between carriers' bills and our books, with a history that is only added to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import update

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import FreightCase, FreightEntry
from fulfillment.store.rows import behind, keep, many, one, row_of
from fulfillment.store.tables import FREIGHT_CASE, FREIGHT_ENTRY

CASES = FREIGHT_CASE.c
SOME = 400  # names in one statement


def freight_case_of(session: ReadSession, merchant: str, id_: str) -> FreightCase | None:
    """A difference by its id."""
    return one(session, FREIGHT_CASE, FreightCase, CASES.id == id_, CASES.merchant_id == merchant)


def freight_cases_after(
    session: ReadSession, merchant: str, limit: int | None, after: str = "", *, is_newest_first: bool = False,
    **narrowed: str | None,
) -> tuple[FreightCase, ...]:  # fmt: skip
    """Differences, oldest or newest first, from behind the id `after`; by state, kind, carrier, bill or file_id."""
    where, by = behind(CASES.id, after, is_newest_first=is_newest_first)
    where += [CASES.merchant_id == merchant]
    where += [CASES[name] == value for name, value in narrowed.items() if value is not None]
    return many(session, FREIGHT_CASE, FreightCase, *where, limit=limit, by=by)


def freight_cases_of_lines(session: ReadSession, merchant: str, lines: Collection[str]) -> Mapping[str, FreightCase]:
    """Differences of lines of bills, by what they are about."""
    named, found = sorted(lines), dict[str, FreightCase]()
    for start in range(0, len(named), SOME):
        some = (CASES.merchant_id == merchant, CASES.line_id.in_(named[start : start + SOME]))
        found |= {each.about: each for each in many(session, FREIGHT_CASE, FreightCase, *some)}
    return found


def freight_cases_of_parcel(session: ReadSession, merchant: str, carrier: str, parcel: str) -> tuple[FreightCase, ...]:
    """What differs about a parcel by a carrier's bills, oldest first."""
    of_it = (CASES.merchant_id == merchant, CASES.parcel == parcel, CASES.carrier == carrier)
    return many(session, FREIGHT_CASE, FreightCase, *of_it)


def add_freight_cases(session: WriteSession, cases: Sequence[FreightCase], entries: Sequence[FreightEntry]) -> None:
    """Opens differences, with the first lines of their histories."""
    keep(session, FREIGHT_CASE, *cases)
    keep(session, FREIGHT_ENTRY, *entries)


def save_freight_case(session: WriteSession, was: FreightCase, now: FreightCase, entry: FreightEntry) -> bool:
    """Compares and sets; false when somebody else has changed the difference meanwhile."""
    same = (CASES.id == was.id, CASES.merchant_id == was.merchant_id, CASES.version == was.version)
    kept = replace(now, version=was.version + 1)
    if session.run(update(FREIGHT_CASE).where(*same).values(**row_of(kept))) != 1:
        return False
    keep(session, FREIGHT_ENTRY, replace(entry, version=kept.version))
    return True


def freight_entries_of(session: ReadSession, merchant: str, case_id: str) -> tuple[FreightEntry, ...]:
    """A difference's history, oldest first."""
    entry = FREIGHT_ENTRY.c
    return many(session, FREIGHT_ENTRY, FreightEntry, entry.case_id == case_id, entry.merchant_id == merchant)
