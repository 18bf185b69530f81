"""Counts what else would have been chosen, page by page, so that a year of parcels needs no more memory than a day's.

Over HTTP it is a run: each page commits with the sums so far and with the job of the next page, so that a process that
is killed costs a page, and none counts twice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from engine.ids import Ids, Prefix
from engine.order.currency import exponents
from engine.store.database import Database
from engine.store.outbox import Job, NewJob, enqueue, is_live
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.jobs import SHIPPING_WHAT_IF
from fulfillment.records import ServiceChoice, WhatIfRun
from fulfillment.shipping.desk import ShippingDesk
from fulfillment.shipping.errors import WhatIfRefused
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.own_rates import rate_book
from fulfillment.shipping.rate_card import RateBook
from fulfillment.shipping.what_if import Again, Change, Judge, Tally, as_document, count, read_tally
from fulfillment.shipping.wishing import read_wishes
from fulfillment.site import Site
from fulfillment.store.service_choices import add_what_if, find_what_if, packed_choices, put_what_if

PAGE = 200
RUNNING, DONE, FAILED = "running", "done", "failed"
MOST_DAYS_KEPT = 400  # books of days


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Choices made from `since` and before `until`, of these shops (None: of all), made again by `service`, or by
    `wishes`, or by nothing but the policy and the rates of today. Told in `currency`. The policy is that of the edition
    `edition` where one is named, which was made of the draft `draft` where that has a name; else the one in force."""

    since: datetime
    until: datetime
    shops: tuple[str, ...] | None = None
    service: str = ""
    wishes: Mapping[str, object] | None = None
    currency: str = "EUR"
    edition: str = ""
    draft: str = ""

    def check(self, data: ShippingData) -> None:
        """Raises WhatIfRefused, WishesRefused where it cannot be counted."""
        if self.until <= self.since:
            raise WhatIfRefused("`until` must be after `since`")
        if self.service and self.service not in data.services:
            raise WhatIfRefused(f"there is no service `{self.service}`; name one that there is").seeing("services")
        if self.service and self.wishes is not None:
            raise WhatIfRefused("name a service, or wishes, not both")
        if self.currency not in exponents():
            raise WhatIfRefused("`currency` must be one of ISO 4217, such as EUR")
        self.change(data)

    def change(self, data: ShippingData) -> Change:
        """What is otherwise. A service that was withdrawn since it was checked takes nothing any more."""
        wishes = None if self.wishes is None else read_wishes(self.wishes, data)
        return Change(service=self.service, wishes=wishes, currency=self.currency)

    def as_params(self) -> Mapping[str, object]:
        """As a run keeps it."""
        return {
            "since": self.since.isoformat(), "until": self.until.isoformat(),
            "shops": None if self.shops is None else list(self.shops), "service": self.service,
            "wishes": None if self.wishes is None else dict(self.wishes), "currency": self.currency,
            "edition": self.edition, "draft": self.draft,
        }  # fmt: skip


def asked_of(params: Mapping[str, object]) -> Asked:
    """The inverse of `as_params`."""
    shops, wishes = params["shops"], params["wishes"]
    return Asked(
        since=datetime.fromisoformat(str(params["since"])),
        until=datetime.fromisoformat(str(params["until"])),
        shops=tuple(str(each) for each in shops) if isinstance(shops, list) else None,
        service=str(params["service"]),
        wishes=wishes if isinstance(wishes, Mapping) else None,
        currency=str(params["currency"]),
        edition=str(params.get("edition", "")),
        draft=str(params.get("draft", "")),
    )


def counted_at_once(database: Database, desk: ShippingDesk, judge: Judge, merchant: str, asked: Asked) -> Tally:
    """All of it, in transactions of a page each. Raises WhatIfRefused, WishesRefused."""
    tally = Tally()
    with database.read() as session:
        asked.check(desk.data_of(session, merchant))
    for session, rows in _pages(database, merchant, asked):
        again = _again(session, desk, judge, merchant, asked)
        for row in rows:
            count(tally, again, row)
    return tally


def begin_what_if(
    session: WriteSession, ids: Ids, desk: ShippingDesk, merchant: str, asked: Asked, by: str, now: datetime
) -> WhatIfRun:
    """A run that a worker does. Raises WhatIfRefused, WishesRefused."""
    asked.check(desk.data_of(session, merchant))
    run = WhatIfRun(
        id=ids.new(Prefix.SHIPPING_WHAT_IF), merchant_id=merchant, state=RUNNING, params=asked.as_params(),
        data=as_document(Tally()), reached="", begun_at=now, begun_by=by,
    )  # fmt: skip
    add_what_if(session, run)
    enqueue(session, ids, [_job(run)], now)
    return run


def go_on_counting(session: WriteSession, site: Site, job: Job, now: datetime) -> None:
    """One page of a run, and the job of the next."""
    run, desk = find_what_if(session, job.merchant, str(job.payload["run"])), site.shipping
    if run is None or desk is None or run.state != RUNNING or run.reached != job.payload["reached"]:
        return
    asked, tally = asked_of(run.params), read_tally(run.data)
    rows = packed_choices(session, run.merchant_id, asked.since, asked.until, run.reached, PAGE, asked.shops)
    again = again_as_asked(session, site, desk, run.merchant_id, asked)
    for row in rows:
        count(tally, again, row)
    reached = rows[-1].id if rows else run.reached
    is_over = len(rows) < PAGE
    after = replace(
        run, data=as_document(tally), reached=reached, state=DONE if is_over else RUNNING,
        ended_at=now if is_over else None,
    )  # fmt: skip
    if put_what_if(session, after, run.reached) and not is_over:
        enqueue(session, site.ids, [_job(after)], now)


def judge_in_force(site: Site, merchant: str) -> Judge:
    """By the policy in force."""
    return lambda sheet, at, key: site.desk.judge_policy(merchant, "shipping", sheet, at, key, at)


def judge_asked(site: Site, merchant: str, asked: Asked) -> Judge:
    """By the policy of the edition that is named, else by the one in force."""
    if not asked.edition:
        return judge_in_force(site, merchant)
    return lambda sheet, at, key: site.desk.judge_policy_of(merchant, asked.edition, "shipping", sheet, at, key)


def again_as_asked(session: ReadSession, site: Site, desk: ShippingDesk, merchant: str, asked: Asked) -> Again:
    """What the choices of a run are made again with."""
    return _again(session, desk, judge_asked(site, merchant, asked), merchant, asked)


def state_of(session: ReadSession, run: WhatIfRun) -> str:
    """How far it is. One whose next page was given up has failed; it runs again when its job is tried again."""
    is_given_up = run.state == RUNNING and not is_live(session, run.merchant_id, _words(run))
    return FAILED if is_given_up else run.state


def _words(run: WhatIfRun) -> str:
    return f"{SHIPPING_WHAT_IF}:{run.id}:{run.reached}"


def _job(run: WhatIfRun) -> NewJob:
    return NewJob(
        kind=SHIPPING_WHAT_IF,
        merchant=run.merchant_id,
        aggregate=run.id,
        payload={"run": run.id, "reached": run.reached},
        dedup=_words(run),
    )


def _pages(database: Database, merchant: str, asked: Asked) -> Iterator[tuple[ReadSession, tuple[ServiceChoice, ...]]]:
    after = ""
    while True:
        with database.read() as session:
            rows = packed_choices(session, merchant, asked.since, asked.until, after, PAGE, asked.shops)
            yield session, rows
        if len(rows) < PAGE:
            return
        after = rows[-1].id


def _again(session: ReadSession, desk: ShippingDesk, judge: Judge, merchant: str, asked: Asked) -> Again:
    data = desk.data_of(session, merchant)
    return Again(
        data=data, book=_books(session, merchant, data), rates=desk.laws.reference_rates(merchant), judge=judge,
        change=asked.change(data),
    )  # fmt: skip


def _books(session: ReadSession, merchant: str, data: ShippingData) -> Callable[[date], RateBook]:
    """The cards of a day, read once a page."""

    @lru_cache(MOST_DAYS_KEPT)
    def of_day(on: date) -> RateBook:
        return rate_book(session, merchant, data, on)

    return of_day
