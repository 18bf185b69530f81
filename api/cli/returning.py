"""What `clearway returns` does."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from api.cli.clerk import Clerk, at_home, order_id_of
from api.cli.failing import Exit, Wrong, fail
from api.cli.fulfilling import moved_back
from api.worker import do_what_is_due
from engine.store.sessions import WriteSession
from fulfillment.aftersales.comebacks import SEALS, Wish
from fulfillment.aftersales.inspecting import Grade, Looked
from fulfillment.aftersales.law import EXCEPTIONS
from fulfillment.aftersales.reasons import reasons_of
from fulfillment.aftersales.return_papers import return_label_of
from fulfillment.aftersales.returns import (
    authorise_return,
    inspect_return,
    request_return,
    return_of,
    settle_return,
)
from fulfillment.aftersales.watching import deadlines_of
from fulfillment.records import ReturnCase
from fulfillment.repeating import repeated
from fulfillment.site import Occasion, Site
from fulfillment.states import Comeback
from fulfillment.store.aftersales import ReturnsWanted, returned_of, returns_after

MOST = 1000
WISHES = ("refund", "replacement", "keep")
_GRADED = re.compile(r"([1-9][0-9]{0,2}):([a-z_]+)=([1-9][0-9]{0,6})")
_PIECES = re.compile(r"([1-9][0-9]{0,2})=([1-9][0-9]{0,6})")


def listed(clerk: Clerk, state: str | None) -> Exit:
    """Returns, a line each."""
    if state is not None and state not in set(Comeback):
        fail(Wrong.REFUSED, f"there is no state `{state}`; there is {', '.join(Comeback)}", Exit.NOTHING_READ)
    with at_home() as house, house.database.read() as session:
        rows = returns_after(session, clerk.merchant, "", MOST, ReturnsWanted(state=state))
    for each in rows:
        sys.stdout.write(
            f"{each.id}  {each.number}  {each.order_id}  {each.cause}  {each.state}  {each.awaits or '-'}\n"
        )
    return Exit.DONE


def asked(clerk: Clerk, named: str, pieces: Sequence[str], reason: str, wish: Wish) -> Exit:
    """A customer wants to give pieces back; what the policy says is shown at once."""
    why = ((each, EXCEPTIONS) for each in sorted(wish.excepted))
    for told, known in ((wish.wish, WISHES), (wish.seal, ("", *SEALS)), *why):
        if told not in known:
            fail(Wrong.REFUSED, f"`{told}` is none of {', '.join(sorted(filter(None, known)))}", Exit.NOTHING_READ)
    lines = {int(line): int(many) for line, many in (_read(_PIECES, each, "1=2") for each in pieces)}
    with at_home() as house:
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, named)
        do_what_is_due(house)

        def work(session: WriteSession) -> ReturnCase:
            now = clerk.occasion(house, order_id)
            return request_return(session, house.site, now, lines, reason, None, wish)

        made = repeated(house.database, work)
        do_what_is_due(house)
    return shown(clerk, made.id)


def shown(clerk: Clerk, back: str) -> Exit:
    """A return with its reasons, in the language of whoever reads."""
    with at_home() as house, house.database.read() as session:
        case = return_of(session, clerk.merchant, back)
        reasons = reasons_of(house.site, case, clerk.language.value)
        pieces = returned_of(session, clerk.merchant, back)
        days = deadlines_of(case)
    said = case.judgement.get("outcome", "-")
    sys.stdout.write(f"{case.id}  {case.number}  {case.cause}  {case.state}  {said}  {case.way or '-'}\n")
    for reason in reasons:
        if reason.part is None:
            sys.stdout.write(f"  {reason.rule}  {reason.verdict}  {reason.text} {reason.fix}\n")
    for each in pieces:
        sys.stdout.write(f"  {each.line}  {each.grade}  {each.quantity}  {each.kept_as}\n")
    for day in days:
        sys.stdout.write(f"  {day.what}  {day.due_at:%Y-%m-%d}  {day.source}\n")
    if case.state == Comeback.CLOSED:
        sys.stdout.write(f"  refunded {case.amount}, withheld {case.withheld}  {case.resent}\n".rstrip() + "\n")
    return Exit.DONE


def accepted(clerk: Clerk, back: str, way: str) -> Exit:
    """Goods may come, in a way."""

    def act(session: WriteSession, site: Site, now: Occasion, return_id: str) -> object:
        return authorise_return(session, site, now, return_id, way)

    return moved_back(clerk, back, act)


def inspected(clerk: Clerk, back: str, told: Sequence[str]) -> Exit:
    """How goods came back."""
    looked = []
    for each in told:
        line, grade, many = _read(_GRADED, each, "1:like_new=2")
        if grade not in set(Grade):
            fail(Wrong.REFUSED, f"there is no grade `{grade}`; there is {', '.join(Grade)}", Exit.NOTHING_READ)
        looked.append(Looked(line=int(line), grade=Grade(grade), quantity=int(many)))

    def act(session: WriteSession, site: Site, now: Occasion, return_id: str) -> object:
        return inspect_return(session, site, now, return_id, looked)

    return moved_back(clerk, back, act)


def settled(clerk: Clerk, back: str, amount: int | None) -> Exit:
    """A person says what goes back."""

    def act(session: WriteSession, site: Site, now: Occasion, return_id: str) -> object:
        return settle_return(session, site, now, return_id, amount)

    return moved_back(clerk, back, act)


def labelled(clerk: Clerk, back: str, out: Path) -> Exit:
    """The label as a file."""
    with at_home() as house, house.database.read() as session:
        printed = return_label_of(session, house.site.desk, clerk.merchant, back)
    out.write_text(printed.text, encoding="utf-8")
    sys.stdout.write(f"{out}\n")
    return Exit.DONE


def _read(shape: re.Pattern[str], text: str, example: str) -> tuple[str, ...]:
    found = shape.fullmatch(text)
    if found is None:
        fail(Wrong.REFUSED, f"`{text}` is not of the form {example}", Exit.NOTHING_READ)
    return found.groups()
