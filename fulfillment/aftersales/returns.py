"""Returns as customers ask for them, staff decides them and the warehouse receives them."""

from collections.abc import Mapping, Sequence

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.aftersales.accepting import accept, await_person
from fulfillment.aftersales.causes import Cause, cause_of, family_of
from fulfillment.aftersales.comebacks import CUSTOMER, USUAL, Wanted, Wish, coming_back, goods_sent, open_return
from fulfillment.aftersales.deciding import decline
from fulfillment.aftersales.inspecting import Looked, all_of, lose, receive, take_in
from fulfillment.aftersales.judging import way_named
from fulfillment.aftersales.resolving import resolve
from fulfillment.aftersales.signs import clear_return, note_not_received
from fulfillment.aftersales.windows import families_open
from fulfillment.casefile import CaseFile
from fulfillment.errors import NotFound, ReturnRefused
from fulfillment.jobs import RETURN_DECIDE
from fulfillment.lifecycle import ENDED
from fulfillment.naming import fitting
from fulfillment.parts import has_left, parcel_named
from fulfillment.records import Case, ReturnCase
from fulfillment.site import Occasion, Site
from fulfillment.states import Comeback, Event, Machine, Voyage
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
    wish: Wish = USUAL,
) -> ReturnCase:
    """A customer wants to send pieces back, by number of the order's line, or says that they never came. What the
    policy says of it follows by a job.

    The same `key` again answers the return that it made before. Raises ReturnRefused outside the window, or for pieces
    that were not sent or are on their way back already.
    """
    with at_work(session, site, occasion) as file:
        before = None if key is None else _asked_before(file, key)
        if before is not None:
            return before
        wanted = Wanted(lines=lines, reason=reason, wish=wish)
        _check_time(file, wanted)
        if not lines:
            raise ReturnRefused
        made = await_person(file, open_return(file, wanted, CUSTOMER, Comeback.REQUESTED))
        told = {"return": made.id, "reason": made.reason, "cause": made.cause}
        file.note("return_requested", dedup=_named(key or made.id), data=told)
        if made.cause == Cause.LOST:
            note_not_received(file)
        file.add_job(RETURN_DECIDE, {"return_id": made.id}, track="return_decide")
    return made


def return_of(session: ReadSession, merchant: str, return_id: str) -> ReturnCase:
    """A return by its id. Raises NotFound."""
    found = find_return(session, merchant, return_id)
    if found is None:
        raise NotFound("return", return_id)
    return found


def authorise_return(
    session: WriteSession, site: Site, occasion: Occasion, return_id: str, way: str = ""
) -> ReturnCase:
    """The goods may come, or the matter is settled without them, in the way that is named. Raises IllegalStep when that
    was decided before, ReturnRefused for a way that there is not."""
    with at_work(session, site, occasion) as file:
        case = _found(file, return_id)
        chosen = way_named(file, case, way) if way else None
        if way and chosen is None:
            msg = f"there is no way `{way}` for these goods"
            raise ReturnRefused(msg)
        accept(file, case, chosen)
        return _found(file, return_id)


def decline_return(session: WriteSession, site: Site, occasion: Occasion, return_id: str) -> ReturnCase:
    """The goods may not come. Raises IllegalStep when that was decided before."""
    with at_work(session, site, occasion) as file:
        case = _found(file, return_id)
        file.check(Machine.RETURN, Event.DECLINE, case.id)
        decline(file, case)
        return _found(file, return_id)


def send_return(session: WriteSession, site: Site, occasion: Occasion, return_id: str) -> ReturnCase:
    """The goods are on their way: somebody has proof that the customer handed them over; people are told where
    they do not come. Raises IllegalStep."""
    with at_work(session, site, occasion) as file:
        case = _found(file, return_id)
        goods_sent(file, case)
        return _found(file, return_id)


def lose_return(session: WriteSession, site: Site, occasion: Occasion, return_id: str) -> ReturnCase:
    """The goods were lost on their way back, as `lose` has it. Raises IllegalStep."""
    with at_work(session, site, occasion) as file:
        lose(file, _found(file, return_id))
        return _found(file, return_id)


def arrive_return(session: WriteSession, site: Site, occasion: Occasion, return_id: str) -> ReturnCase:
    """The parcel is back, and is still to be looked into. Raises IllegalStep a second time."""
    with at_work(session, site, occasion) as file:
        receive(file, _found(file, return_id))
        return _found(file, return_id)


def receive_return(session: WriteSession, site: Site, occasion: Occasion, return_id: str, grade: str) -> Case:
    """The goods are back, all in one grade: `like_new` ones go to their shelf, others are written off; the money for
    them goes back.

    When nothing is left with the customer, the order has ended as returned. Raises IllegalStep a second time.
    """
    with at_work(session, site, occasion) as file:
        case = _found(file, return_id)
        take_in(file, case, all_of(case, grade))
    return file.case


def inspect_return(
    session: WriteSession, site: Site, occasion: Occasion, return_id: str, looked: Sequence[Looked]
) -> ReturnCase:
    """The goods are back and were looked at piece by piece. Raises as `take_in` does."""
    with at_work(session, site, occasion) as file:
        take_in(file, _found(file, return_id), looked)
        return _found(file, return_id)


def settle_return(
    session: WriteSession, site: Site, occasion: Occasion, return_id: str, amount: int | None = None
) -> ReturnCase:
    """A person ends what waits for one after the goods were looked at: with an amount in minor units, or with all that
    was paid for them. Raises IllegalStep, PaymentRefused for more than was kept, and PersonErased where no amount is
    named and nobody can read any more what was paid."""
    with at_work(session, site, occasion) as file:
        case = _found(file, return_id)
        file.check(Machine.RETURN, Event.RESOLVE, case.id)
        resolve(file, case, amount=amount)
        ended = _found(file, return_id)
        if not ended.withheld:
            clear_return(file, ended)
        return ended


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
        take_in(file, coming, all_of(coming, grade))
    return file.case


def _check_time(file: CaseFile, wanted: Wanted) -> None:
    if family_of(cause_of(wanted.reason)) not in families_open(file.case, file.now):
        msg = f"the order is `{file.case.stage}`; goods come back between delivery and the end of the return window"
        raise ReturnRefused(msg)


def _named(key: str) -> str:
    return fitting(f"return:{key}")


def _asked_before(file: CaseFile, key: str) -> ReturnCase | None:
    told = file.history()
    made = next((str(each.data["return"]) for each in told if each.dedup == _named(key)), None)
    return None if made is None else return_of(file.session, file.merchant, made)


def _found(file: CaseFile, return_id: str) -> ReturnCase:
    found = find_return(file.session, file.merchant, return_id)
    if found is None or found.order_id != file.order_id:
        raise NotFound("return", return_id)
    return found
