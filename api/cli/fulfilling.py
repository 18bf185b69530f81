"""What `clearway fulfil` does: each command is one use case, and a line on how the order stands then."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from api.cli.clerk import Clerk, at_home, order_id_of, told_if_new
from api.cli.failing import Exit, Wrong, fail, say
from api.cli.life_page import line_of, timeline_rows
from api.cli.opening import moment_of
from api.cli.phrases import Language
from api.composition.customs_eyes import CustomsEyes
from api.composition.house import House
from api.worker import do_what_is_due
from engine.bundled import data_folder
from engine.order.currency import known_currency
from engine.store.sessions import WriteSession
from fulfillment.aftersales.returns import receive_return, request_return, return_of
from fulfillment.carriers.handing_over import HandedOver, close_manifest
from fulfillment.channels.causes import Stated
from fulfillment.deciding import cancel_order, cancel_part
from fulfillment.documents.printing import print_label as drawn
from fulfillment.errors import StepBlocked
from fulfillment.overview import Overview, overview
from fulfillment.packing.confirming import Otherwise, pack_by_plan
from fulfillment.packing.packing import unpack
from fulfillment.packing.proposal import load_pack_book
from fulfillment.payments.confirming import confirm_payment, refund
from fulfillment.payments.taking import PaymentEvent
from fulfillment.picking.picking import record_pick
from fulfillment.picking.reviewing import review
from fulfillment.reason import kept_by
from fulfillment.records import ReturnCase
from fulfillment.repeating import repeated
from fulfillment.site import Occasion, Site
from fulfillment.states import Event
from fulfillment.timeline import timeline, view
from fulfillment.tracking.recording import record_tracking
from fulfillment.tracking.scan import Scan
from fulfillment.tracking.vocabulary import Word
from fulfillment.walkthrough import PlayedClock, walk

Act = Callable[[WriteSession, Site, Occasion], object]


def paid(clerk: Clerk, named: str, reference: str, kind: str, amount: int | None, currency: str | None) -> Exit:
    """What a gateway tells; all of what the order owes unless an amount is given."""
    if currency is not None:
        _known(currency)

    def act(session: WriteSession, site: Site, now: Occasion) -> object:
        case = view(session, now.merchant, now.order_id).case
        event = PaymentEvent(
            kind=Event(kind),
            amount=case.total if amount is None else amount,
            currency=currency or case.currency,
            reference=reference,
            at=now.now,
        )
        return confirm_payment(session, site, now, event)

    return _moved(clerk, named, act)


def picked(clerk: Clerk, named: str, found: Sequence[str] | None, part: str | None) -> Exit:
    """What the picker found; all of it when nothing is said."""
    pieces = None if not found else _pieces(found)
    return _moved(clerk, named, lambda session, site, now: record_pick(session, site, now, pieces, part))


def reviewed(clerk: Clerk, named: str, scanned: Sequence[str] | None, part: str | None) -> Exit:
    """What was scanned again; all of it when nothing is said."""
    pieces = None if not scanned else _pieces(scanned)
    return _moved(clerk, named, lambda session, site, now: review(session, site, now, pieces, part))


def packed(
    clerk: Clerk, named: str, grams: int, inside: Sequence[str] | None, box: str, part: str | None, why: str | None
) -> Exit:
    """A box is closed, with all that is in no box yet unless pieces are named."""
    pieces = None if not inside else _pieces(inside)
    if why is not None and why not in set(Otherwise):
        fail(Wrong.REFUSED, f"{why}: use one of {', '.join(Otherwise)}")
    reason = None if why is None else Otherwise(why)

    def at(house: House) -> Act:
        view, book = CustomsEyes(house.desk), load_pack_book(data_folder())
        return lambda session, site, now: pack_by_plan(session, site, view, book, now, grams, pieces, box, part, reason)

    return _moved_at(clerk, named, at)


def unpacked(clerk: Clerk, named: str, part: str | None) -> Exit:
    """Boxes were opened again."""
    return _moved(clerk, named, lambda session, site, now: unpack(session, site, now, part))


def cancelled(clerk: Clerk, named: str, reason: str, part: str | None, cause: str) -> Exit:
    """A person ends the order, or a part of it."""
    if cause not in set(Stated):
        fail(Wrong.REFUSED, f"{cause}: use one of {', '.join(Stated)}")
    if part is None:
        return _moved(clerk, named, lambda session, site, now: cancel_order(session, site, now, reason, cause))
    return _moved(clerk, named, lambda session, site, now: cancel_part(session, site, now, reason, part, cause))


def refunded(clerk: Clerk, named: str, amount: int, reason: str, reference: str) -> Exit:
    """Money goes back."""
    return _moved(clerk, named, lambda session, site, now: refund(session, site, now, amount, reason, reference))


def print_label(clerk: Clerk, named: str, out: Path | None, parcel: str | None) -> Exit:
    """The drawing, to a file or to standard output."""
    with at_home() as house, house.database.read() as session:
        order_id = order_id_of(session, clerk, named)
        with told_if_new(session, clerk, order_id):
            text = drawn(session, house.site.desk, clerk.merchant, order_id, parcel)
    if out is None:
        sys.stdout.write(f"{text}\n")
    else:
        out.write_text(text, encoding="utf-8")
    return Exit.DONE


def shipped(clerk: Clerk, carrier: str, orders: Sequence[str]) -> Exit:
    """Hands over what may leave, and names what may not."""
    with at_home() as house:
        with house.database.read() as session:
            ids = [order_id_of(session, clerk, each) for each in orders]
        now = house.clock.now()

        def work(session: WriteSession) -> HandedOver:
            return close_manifest(session, house.site, clerk.merchant, carrier, ids, now, clerk.name)

        done = repeated(house.database, work)
    for order_id in done.left:
        sys.stdout.write(f"{order_id}  handed over to {carrier}\n")
    for order_id, why in done.stayed.items():
        say(f"{order_id}: {why}")
        if isinstance(why, StepBlocked):
            _say_why(why, clerk)
    return Exit.SOME_BAD if done.stayed else Exit.DONE


def tracked(clerk: Clerk, number: str, status: str, at: str | None, location: str) -> Exit:
    """What a carrier tells."""
    if status not in set(Word):
        fail(Wrong.REFUSED, f"{status}: use one of {', '.join(Word)}")
    with at_home() as house:
        now = house.clock.now()
        scan = Scan(status=Word(status), at=now if at is None else moment_of(at), location=location)

        def work(session: WriteSession) -> list[Overview]:
            cases = record_tracking(session, house.site, clerk.merchant, number, [scan], now, clerk.name)
            return [overview(session, house.site, clerk.merchant, case.order_id) for case in cases]

        sharing = repeated(house.database, work)
    for seen in sharing:
        _told(seen)
    return Exit.DONE


def walked(clerk: Clerk, named: str, language: Language) -> Exit:
    """Plays everybody for one order, and shows its timeline. What is due for others is done too, as by a worker."""
    with at_home() as house:
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, named)
        do_what_is_due(house)
        walk(house.database, house.site, clerk.merchant, order_id, PlayedClock(house.clock.now()))
        do_what_is_due(house)
        with house.database.read() as session:
            entries = timeline(session, clerk.merchant, order_id)
            seen = overview(session, house.site, clerk.merchant, order_id)
    for row in timeline_rows(entries, seen.view.case.currency, language, seen.view):
        sys.stdout.write(f"{row}\n")
    return _told(seen)


def asked_back(clerk: Clerk, named: str, pieces: Sequence[str], reason: str) -> Exit:
    """A customer wants to send pieces back."""
    lines = _pieces(pieces)
    with at_home() as house:
        order_id = _taken_over(house, clerk, named)
        made = repeated(
            house.database,
            lambda session: request_return(session, house.site, clerk.occasion(house, order_id), lines, reason),
        )
    sys.stdout.write(f"{made.id}\n")
    return Exit.DONE


def moved_back(clerk: Clerk, back: str, act: Callable[[WriteSession, Site, Occasion, str], object]) -> Exit:
    """One step of a return."""
    with at_home() as house:

        def work(session: WriteSession) -> ReturnCase:
            found = return_of(session, clerk.merchant, back)
            act(session, house.site, clerk.occasion(house, found.order_id), back)
            return return_of(session, clerk.merchant, back)

        case = repeated(house.database, work)
    sys.stdout.write(f"{case.id}  {case.state}\n")
    return Exit.DONE


def received(clerk: Clerk, back: str, grade: str) -> Exit:
    """The goods are back."""

    def act(session: WriteSession, site: Site, now: Occasion, return_id: str) -> object:
        return receive_return(session, site, now, return_id, grade)

    return moved_back(clerk, back, act)


def _moved(clerk: Clerk, named: str, act: Act) -> Exit:
    return _moved_at(clerk, named, lambda _: act)


def _moved_at(clerk: Clerk, named: str, made: Callable[[House], Act]) -> Exit:
    with at_home() as house:
        order_id = _taken_over(house, clerk, named)
        act = made(house)

        def work(session: WriteSession) -> Overview:
            act(session, house.site, clerk.occasion(house, order_id))
            return overview(session, house.site, clerk.merchant, order_id)

        try:
            seen = repeated(house.database, work)
        except StepBlocked as refused:
            _say_why(refused, clerk)
            raise
    return _told(seen)


def _say_why(refused: StepBlocked, clerk: Clerk) -> None:
    """What whoever stands at a station has to know, before the line that ends the command."""
    for reason in refused.reasons:
        say(kept_by(reason, clerk.language.value))


def _taken_over(house: House, clerk: Clerk, named: str) -> str:
    with house.database.read() as session:
        order_id = order_id_of(session, clerk, named)
        with told_if_new(session, clerk, order_id):
            view(session, clerk.merchant, order_id)
    return order_id


def _told(seen: Overview) -> Exit:
    sys.stdout.write(f"{line_of(seen)}\n")
    return Exit.DONE


def _pieces(texts: Sequence[str]) -> Mapping[int, int]:
    """`1=2` as line 1, two pieces."""
    pieces: dict[int, int] = {}
    for each in texts:
        line, sign, many = each.partition("=")
        if not (sign and line.isascii() and line.isdigit() and many.isascii() and many.isdigit()):
            fail(Wrong.REFUSED, f"{each}: write the number of the line and the pieces, such as 1=2")
        pieces[int(line)] = pieces.get(int(line), 0) + int(many)
    return pieces


def _known(currency: str) -> str:
    try:
        return known_currency(currency)
    except ValueError as error:
        fail(Wrong.REFUSED, f"--currency {currency}: {error}")
