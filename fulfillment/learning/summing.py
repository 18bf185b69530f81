"""Tables of causes of any number of orders: the database sums all of them up, and tells of those to which something
happened what that was, in one statement. What `tabulate` says of all lives."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson

from engine.clock import EPOCH
from engine.store.sessions import ReadSession
from fulfillment.learning.causes import NONE, CauseRow, CauseTable, ranked
from fulfillment.learning.cut import Cut
from fulfillment.learning.gathering import CausesTooMany, Wanted
from fulfillment.store.learnt_sums import cases_by, summed_by

SUMS = ("orders", "pieces", "value", "refund", "chargeback", "reship", "freight_lost", "recovered", "days", "timed")


def tables_of(session: ReadSession, wanted: Wanted, overs: Iterable[Cut], currency: str) -> Mapping[Cut, CauseTable]:
    """A table for each. Raises CausesTooMany where something happened to more orders than are read at once."""
    whole = _rows(session, wanted, "").get("", CauseRow(""))
    return {over: _table(session, wanted, over, replace(whole), currency) for over in overs}


def _table(session: ReadSession, wanted: Wanted, over: Cut, total: CauseRow, currency: str) -> CauseTable:
    rows = _rows(session, wanted, over)
    total.causes, total.families, total.links = Counter(), Counter(), []
    for order_id, told in _cases(session, wanted, over):
        for key, happened in told.items():
            rows.setdefault(key, CauseRow(key)).take_case(order_id, happened)
        total.take_case(order_id, set().union(*told.values()))
    return CauseTable(over=over, currency=currency, rows=ranked(over, rows.values()), total=total)


def _cases(session: ReadSession, wanted: Wanted, over: Cut) -> Iterator[tuple[str, Mapping[str, set[tuple[str, str]]]]]:
    """Orders with a case, by when they ended: what happened by each key of theirs."""
    found = cases_by(session, wanted.merchant, wanted.since, wanted.until, over, shops=wanted.shops, shop=wanted.shop)
    for many, (order_id, rows) in enumerate(groupby(found, key=itemgetter(0)), start=1):
        if wanted.most is not None and many > wanted.most:
            raise CausesTooMany(wanted.most)
        told: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for _, value, cause, family in rows:
            for key in _keys(over, value):
                told[key].add((cause, family))
        yield str(order_id), told


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
