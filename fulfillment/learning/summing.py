"""Tables of causes of any number of orders: the database sums all of them up, and only those to which something
happened are read one by one. What `tabulate` says of all lives."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from engine.clock import EPOCH
from engine.store.sessions import ReadSession
from fulfillment.learning.causes import NONE, CauseRow, CauseTable, Cut, ranked, tabulate
from fulfillment.learning.gathering import Wanted, lives
from fulfillment.store.learnt_sums import summed_by

SUMS = ("orders", "pieces", "value", "refund", "chargeback", "reship", "freight_lost", "recovered", "days", "timed")


def tables_of(session: ReadSession, wanted: Wanted, overs: Iterable[Cut], currency: str) -> Mapping[Cut, CauseTable]:
    """A table for each. Raises CausesTooMany where something happened to more orders than are read at once."""
    wished = list(overs)
    happened = tabulate(lives(session, wanted, only_told=True), wished, currency)
    whole = _rows(session, wanted, "")
    return {
        over: CauseTable(
            over=over,
            currency=currency,
            rows=ranked(over, _with_cases(_rows(session, wanted, over), happened[over].rows).values()),
            total=_with_cases(whole or {"": CauseRow("")}, [happened[over].total])[""],
        )
        for over in wished
    }


def _rows(session: ReadSession, wanted: Wanted, by: str) -> dict[str, CauseRow]:
    found: dict[str, CauseRow] = {}
    summed = summed_by(session, wanted.merchant, wanted.since, wanted.until, by, shops=wanted.shops, shop=wanted.shop)
    for told in summed:
        for key in _keys(by, told["key"]):
            row = found.setdefault(key, CauseRow(key))
            for name in SUMS:
                setattr(row, name, getattr(row, name) + int(told[name] or 0))
    return found


def _keys(by: str, key: Any) -> Iterator[str]:  # noqa: ANN401 - as the database answers it
    match by:
        case "":
            yield ""
        case Cut.RULE | Cut.POLICY:
            told = orjson.loads(key).get("rules" if by == Cut.RULE else "policies")
            yield from told or [NONE]
        case Cut.MONTH:
            yield f"{_day(int(key)):%Y-%m}"
        case _:
            yield str(key) or NONE


def _day(number: int) -> datetime:
    return (EPOCH + timedelta(days=number)).astimezone(UTC)


def _with_cases(rows: dict[str, CauseRow], told: Iterable[CauseRow]) -> Mapping[str, CauseRow]:
    for each in told:
        row = rows[each.key]
        row.cases, row.causes, row.families, row.links = each.cases, each.causes, each.families, each.links
    return rows
