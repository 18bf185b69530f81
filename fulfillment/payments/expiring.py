"""Promises end: an authorisation is looked at before it does, and an order that nobody paid some days after it did."""

from dataclasses import replace
from datetime import datetime, timedelta

from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.jobs import PAYMENT_OVERDUE, PAYMENT_WATCH
from fulfillment.lifecycle import UNSENT
from fulfillment.naming import fitting
from fulfillment.payments.capturing import SAFE, capture_now, goods_are_packed
from fulfillment.payments.following import follow
from fulfillment.payments.gateways.vocabulary import Hold
from fulfillment.payments.instructing import CAPTURE, REAUTHORISE, Wanted, asked_of, instruct
from fulfillment.payments.ledger import movement
from fulfillment.payments.position import Promise
from fulfillment.payments.promising import hold_of
from fulfillment.records import Case
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine, Pay
from fulfillment.store.money import add_movement, position_of
from fulfillment.thread import at_work


def look_at_promises(session: WriteSession, site: Site, occasion: Occasion) -> Case:
    """Renews, captures or ends the promises of an order that are about to end; nothing where money is there."""
    with at_work(session, site, occasion) as file:
        if file.case.payment in SAFE and file.case.stage in UNSENT:
            for promise in position_of(session, file.order_id).promises:
                _look_at(file, promise)
    return file.case


def cancel_overdue(session: WriteSession, site: Site, occasion: Occasion) -> Case:
    """Ends an order whose payment has expired, when nobody has paid since.

    The timer may be that of an earlier promise: after the last one expired the customer has the whole time again.
    """
    with at_work(session, site, occasion) as file:
        if file.case.payment == Pay.EXPIRED and file.may(Machine.ORDER, Event.CANCEL):
            ends = _expired_at(file) + site.payments.cancel_after
            if ends > file.now:
                file.add_job(PAYMENT_OVERDUE, {"ends_at": ends.isoformat()}, track="payment-overdue", run_after=ends)
            else:
                file.take(Machine.ORDER, Event.CANCEL, data={"cause": "payment_expired"})
    return file.case


def _expired_at(file: CaseFile) -> datetime:
    """Since when the payment has been expired."""
    told = file.history()
    return max(each.at for each in told if each.target == Pay.EXPIRED != each.source)


def _look_at(file: CaseFile, promise: Promise) -> None:
    ends = promise.expires_at
    if ends is None or ends - file.now > file.site.payments.watch:
        return
    if ends <= file.now:
        _end(file, promise)
        return
    if asked_of(file, promise, CAPTURE) is None:
        _save(file, promise)
    file.add_job(PAYMENT_WATCH, {"ends_at": ends.isoformat()}, track="payment-watch", run_after=ends)


def _save(file: CaseFile, promise: Promise) -> None:
    """Goods that are packed and may leave are paid for; else the promise is renewed, where the gateway can."""
    hold = hold_of(promise.gateway)
    if file.standing.is_clear and goods_are_packed(file):
        capture_now(file, promise)
    elif hold is not None and may_renew(file, promise, hold):
        instruct(file, Wanted.of(promise, REAUTHORISE, file.case.total))


def may_renew(file: CaseFile, promise: Promise, hold: Hold) -> bool:
    """Whether the gateway can renew a promise now."""
    return hold.reauthorise and (hold.lasts is None or file.now < promise.at + timedelta(days=hold.lasts))


def _end(file: CaseFile, promise: Promise) -> None:
    name = promise.subject or "authorisation"
    entry = movement(file, "expire", 0, promise.currency, fitting(f"{name}:expired:{int(promise.at.timestamp())}"))
    add_movement(file.session, replace(entry, subject=promise.subject, gateway=promise.gateway))
    follow(file, Event.EXPIRE, {"authorisation": promise.subject})
    if file.case.payment == Pay.EXPIRED:
        wait = file.now + file.site.payments.cancel_after
        file.add_job(PAYMENT_OVERDUE, {}, track="payment-overdue", run_after=wait)
