"""Which parcels a count would have sent otherwise, and why: kept choices are made again a page at a time, so that
nothing is kept for each parcel of a year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.order.money import Money
from engine.store.sessions import ReadSession
from fulfillment.records import ServiceChoice, WhatIfRun
from fulfillment.shipping.chosen_row import with_chosen
from fulfillment.shipping.desk import ShippingDesk
from fulfillment.shipping.explaining import explained
from fulfillment.shipping.kept import kept
from fulfillment.shipping.quoting import in_currency
from fulfillment.shipping.selecting import Selected
from fulfillment.shipping.what_if import (
    Again,
    choose_again,
    days_of,
    days_then_of,
    named_then,
    now_by,
    own_then,
    paid_then,
    price_of,
)
from fulfillment.shipping.what_if_running import again_as_asked, asked_of
from fulfillment.shipping.words import LANGUAGES, Both, said
from fulfillment.site import Site
from fulfillment.store.service_choices import packed_choices

FROM_TO: Both = ("{0} then, {1} now", "当时 {0}，现在 {1}")
NONE_NOW: Both = ("{0} then, nothing could take it now", "当时 {0}，现在无渠道可用")
LOOK: Both = ("a person would look: {0} {1}", "需人工查看：{0} {1}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoesBy:
    """A service with its price, in its own currency, and days; several are joined by `+` where parcels go apart."""

    service: str
    price_minor: int | None
    currency: str
    days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A part that would have gone otherwise; `after` is None where nothing could take it. `minor` is the difference in
    the currency of the run, less than nothing: cheaper; None where one of both is not known. `why` has lines by
    language."""

    choice: ServiceChoice
    parcels: int
    before: GoesBy
    after: GoesBy | None
    minor: int | None
    days: int | None
    why: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A page: what changes among choices up to `reached`; `is_over`: there are no more."""

    changed: Sequence[Changed]
    reached: str
    is_over: bool


def changes_of(
    session: ReadSession, site: Site, desk: ShippingDesk, run: WhatIfRun, after: str, most: int
) -> Looked:  # fmt: skip
    """Of the next `most` choices behind one, those that change. Raises NoEdition."""
    asked = asked_of(run.params)
    rows = packed_choices(session, run.merchant_id, asked.since, asked.until, after, most, asked.shops)
    again = again_as_asked(session, site, desk, run.merchant_id, asked)
    found = [changed for row in rows if (changed := change_of(again, row)) is not None]
    return Looked(changed=found, reached=rows[-1].id if rows else after, is_over=len(rows) < most)


def change_of(again: Again, row: ServiceChoice) -> Changed | None:
    """What would be otherwise; None where it stays, or cannot be made again."""
    if not row.service or not row.data.get("dispatch"):
        return None
    found, then = choose_again(again, row), named_then(row)
    if found.is_settled and now_by(found) == then:
        return None
    before = GoesBy(service=then, price_minor=paid_then(row), currency=row.currency, days=days_then_of(row))
    after = _goes_by(found) if found.is_settled else None
    return Changed(
        choice=row, parcels=len(found.dispatch.parcels), before=before, after=after,
        minor=_difference(again, before, after), days=_later(before, after),
        why={language: _why(again, row, found, after, language) for language in LANGUAGES},
    )  # fmt: skip


def _goes_by(found: Selected) -> GoesBy:
    price = price_of(found)
    return GoesBy(
        service=now_by(found), price_minor=None if price is None else price.minor,
        currency="" if price is None else price.currency, days=days_of(found),
    )  # fmt: skip


def _difference(again: Again, before: GoesBy, after: GoesBy | None) -> int | None:
    if after is None or before.price_minor is None or after.price_minor is None:
        return None
    then, now = (
        in_currency(Money(minor, currency), again.change.currency, again.rates)
        for minor, currency in ((before.price_minor, before.currency), (after.price_minor, after.currency))
    )
    return None if then is None or now is None else now - then


def _later(before: GoesBy, after: GoesBy | None) -> int | None:
    return None if after is None or before.days is None or after.days is None else after.days - before.days


def _why(again: Again, row: ServiceChoice, found: Selected, after: GoesBy | None, language: str) -> Sequence[str]:
    blank = replace(row, service="", carrier="", decided_by="", price_minor=0, currency="")
    data = kept(found, own_then(again, row), again.data.services)
    now = with_chosen(replace(blank, kind="packed", data=data), found)
    first = NONE_NOW if after is None else FROM_TO
    told = said(first, language).format(named_then(row), "" if after is None else after.service)
    looks = [said(LOOK, language).format(each.rule, each.reason) for each in found.reviews]
    return (told, *looks, *explained(now, language))
