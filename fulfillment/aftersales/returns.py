"""Returns as customers ask for them and the warehouse receives them."""

from collections.abc import Mapping

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.aftersales.comebacks import LIKE_NEW, coming_back, is_all_back, is_any_coming, open_return, worth
from fulfillment.casefile import CaseFile
from fulfillment.errors import NotFound, ReturnRefused
from fulfillment.lifecycle import ENDED
from fulfillment.naming import fitting
from fulfillment.parts import has_left, parcel_named
from fulfillment.payments.giving_back import return_part, returnable
from fulfillment.records import Case, ReturnCase
from fulfillment.site import Occasion, Site
from fulfillment.states import Comeback, Event, Machine, Pay, Stage, Voyage
from fulfillment.store.aftersales import find_return
from fulfillment.thread import at_work
from fulfillment.tracking.following import follow

SETTLED = frozenset({Voyage.DELIVERED, Voyage.WRITTEN_OFF})


def request_return(
    session: WriteSession,
    site: Site,
    occasion: Occasion,
    lines: Mapping[int, int],
    reason: str,
    key: str | None = None,
) -> ReturnCase:
    """A customer wants to send pieces back, by number of the order's line.

    The same `key` again answers the return that it made before. Raises ReturnRefused outside the window, or for pieces
    that were not sent or are on their way back already.
    """
    with at_work(session, site, occasion) as file:
        before = None if key is None else _asked_before(file, key)
        if before is not None:
            return before
        ends = file.case.window_ends_at
        if file.case.stage != Stage.DELIVERED or ends is None or file.now > ends:
            msg = f"the order is `{file.case.stage}`; goods come back between delivery and the end of the return window"
            raise ReturnRefused(msg)
        if not lines:
            raise ReturnRefused
        made = open_return(file, lines, reason, "customer", Comeback.REQUESTED)
        file.note("return_requested", dedup=_named(key or made.id), data={"return": made.id, "reason": reason})
    return made


def return_of(session: ReadSession, merchant: str, return_id: str) -> ReturnCase:
    """A return by its id. Raises NotFound."""
    found = find_return(session, merchant, return_id)
    if found is None:
        raise NotFound("return", return_id)
    return found


def authorise_return(session: WriteSession, site: Site, occasion: Occasion, return_id: str) -> ReturnCase:
    """The goods may come. Raises IllegalStep when that was decided before."""
    return _decide(session, site, occasion, return_id, Event.AUTHORISE)


def decline_return(session: WriteSession, site: Site, occasion: Occasion, return_id: str) -> ReturnCase:
    """The goods may not come. Raises IllegalStep when that was decided before."""
    return _decide(session, site, occasion, return_id, Event.DECLINE)


def receive_return(session: WriteSession, site: Site, occasion: Occasion, return_id: str, grade: str) -> Case:
    """The goods are back: `like_new` ones go to their shelf, others are written off; the money for them goes back.

    When nothing is left with the customer, the order has ended as returned. Raises IllegalStep a second time.
    """
    with at_work(session, site, occasion) as file:
        _receive(file, _found(file, return_id), grade)
    return file.case


def receive_parcel_back(
    session: WriteSession, site: Site, occasion: Occasion, grade: str, parcel: str | None = None
) -> Case:
    """A parcel that the carrier gave back, announced by the tracking or not.

    Raises IllegalStep, NotFound, and PartNeeded when several are away and none is named.
    """
    with at_work(session, site, occasion) as file:
        if file.case.stage in ENDED:
            file.take(Machine.ORDER, Event.TURN_BACK)
        away = [each for each in file.shipments() if has_left(each) and each.state not in SETTLED]
        back = parcel_named(file.shipments() if parcel or not away else away, parcel, file.order_id)
        if back.state != Voyage.RETURNED:
            file.take(Machine.SHIPMENT, Event.COME_BACK, back.id)
        follow(file)
        coming = coming_back(file, back.id)
        if coming is None:
            raise NotFound("return of parcel", back.number)
        _receive(file, coming, grade)
    return file.case


def _named(key: str) -> str:
    return fitting(f"return:{key}")


def _asked_before(file: CaseFile, key: str) -> ReturnCase | None:
    told = file.history()
    made = next((str(each.data["return"]) for each in told if each.dedup == _named(key)), None)
    return None if made is None else return_of(file.session, file.merchant, made)


def _decide(session: WriteSession, site: Site, occasion: Occasion, return_id: str, event: Event) -> ReturnCase:
    with at_work(session, site, occasion) as file:
        file.take(Machine.RETURN, event, _found(file, return_id).id)
        return _found(file, return_id)


def _receive(file: CaseFile, back: ReturnCase, grade: str) -> None:
    file.take(Machine.RETURN, Event.RECEIVE, back.id, data={"grade": grade})
    file.take(Machine.RETURN, Event.RESTOCK if grade == LIKE_NEW else Event.WRITE_OFF, back.id)
    amount = min(worth(file.order, back.lines), returnable(file))
    is_end = is_all_back(file) and not is_any_coming(file, besides=back.id)
    if is_end and file.can(Machine.ORDER, Event.TAKE_BACK):
        file.take(Machine.ORDER, Event.TAKE_BACK)
    elif amount and file.case.payment != Pay.DISPUTED:
        return_part(file, amount, reason="return")
    file.take(Machine.RETURN, Event.RESOLVE, back.id)
    file.take(Machine.RETURN, Event.CLOSE, back.id)


def _found(file: CaseFile, return_id: str) -> ReturnCase:
    found = find_return(file.session, file.merchant, return_id)
    if found is None or found.order_id != file.order_id:
        raise NotFound("return", return_id)
    return found
