"""Returns as customers ask for them and the warehouse receives them."""

from collections.abc import Mapping

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.aftersales.comebacks import LIKE_NEW, await_return, is_all_back, open_return, worth
from fulfillment.casefile import CaseFile
from fulfillment.errors import NotFound, ReturnRefused
from fulfillment.payments.giving_back import return_part
from fulfillment.records import Case, ReturnCase
from fulfillment.site import Occasion, Site
from fulfillment.states import Comeback, Event, Machine, Pay, Stage
from fulfillment.store.aftersales import find_return, returns_of
from fulfillment.store.cases import history
from fulfillment.store.money import kept
from fulfillment.thread import at_work


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


def receive_parcel_back(session: WriteSession, site: Site, occasion: Occasion, grade: str) -> Case:
    """A parcel that the carrier gave back, announced by the tracking or not. Raises IllegalStep, NotFound."""
    with at_work(session, site, occasion) as file:
        if file.case.stage != Stage.RETURNING:
            file.take(Machine.ORDER, Event.TURN_BACK)
        coming = [each for each in returns_of(file.session, file.merchant, file.order_id)
                  if each.state == Comeback.IN_TRANSIT]  # fmt: skip
        if not coming:
            await_return(file, "")
            coming = [returns_of(file.session, file.merchant, file.order_id)[-1]]
        _receive(file, coming[-1], grade)
    return file.case


def _named(key: str) -> str:
    return f"return:{key}"


def _asked_before(file: CaseFile, key: str) -> ReturnCase | None:
    told = history(file.session, file.merchant, file.order_id)
    made = next((str(each.data["return"]) for each in told if each.dedup == _named(key)), None)
    return None if made is None else return_of(file.session, file.merchant, made)


def _decide(session: WriteSession, site: Site, occasion: Occasion, return_id: str, event: Event) -> ReturnCase:
    with at_work(session, site, occasion) as file:
        file.take(Machine.RETURN, event, _found(file, return_id).id)
        return _found(file, return_id)


def _receive(file: CaseFile, back: ReturnCase, grade: str) -> None:
    file.take(Machine.RETURN, Event.RECEIVE, back.id, data={"grade": grade})
    file.take(Machine.RETURN, Event.RESTOCK if grade == LIKE_NEW else Event.WRITE_OFF, back.id)
    amount = min(worth(file.order, back.lines), kept(file.session, file.order_id).get(file.case.currency, 0))
    if is_all_back(file) and not _others_open(file, back.id):
        file.take(Machine.ORDER, Event.TAKE_BACK)
    elif amount and file.case.payment != Pay.DISPUTED:
        return_part(file, amount, reason="return")
    file.take(Machine.RETURN, Event.RESOLVE, back.id)
    file.take(Machine.RETURN, Event.CLOSE, back.id)


def _others_open(file: CaseFile, return_id: str) -> bool:
    """A piece that is only asked back is still with the customer."""
    others = returns_of(file.session, file.merchant, file.order_id)
    coming = (Comeback.REQUESTED, Comeback.AUTHORISED, Comeback.IN_TRANSIT)
    return any(each.state in coming for each in others if each.id != return_id)


def _found(file: CaseFile, return_id: str) -> ReturnCase:
    found = find_return(file.session, file.merchant, return_id)
    if found is None or found.order_id != file.order_id:
        raise NotFound("return", return_id)
    return found
