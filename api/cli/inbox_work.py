"""What `clearway inbox` shows and does."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit, say
from api.cli.life_page import moment_text
from api.cli.phrases import Language
from api.composition.house import House
from api.schemas.inbox import shown_case, shown_whole
from engine.clock import microseconds
from engine.errors import ClearwayError
from engine.store.sessions import WriteSession
from fulfillment.deadlines import DeadlinesWanted, soonest
from fulfillment.inbox.arriving import TakenIn, take_in
from fulfillment.inbox.attaching import attach
from fulfillment.inbox.cases import found_case
from fulfillment.inbox.deadlines import OFFERED
from fulfillment.inbox.figures import as_csv, figures_of
from fulfillment.inbox.mail import read_mail
from fulfillment.inbox.queue import close, take_next
from fulfillment.inbox.sealing import text_of
from fulfillment.inbox.sending import Reply, reply
from fulfillment.inbox.viewing import MessageSeen, case_seen, drafts_for
from fulfillment.inbox.words import Direction
from fulfillment.records import InboxCase
from fulfillment.repeating import repeated
from fulfillment.store.inbox import CasesWanted, inbox_cases

AT_ONCE = 500
_SAYS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {"due": "answer by {0}", "overdue": "OVERDUE since {0}", "none": "nothing waits",
                  "no_order": "no order", "gone": "(nobody can read it any more)",
                  "differs": "written from another address than the order has", "asks": "asks for {0}: {1}"},
    Language.ZH: {"due": "答复截止 {0}", "overdue": "已逾期，截止 {0}", "none": "没有待处理事项", "no_order": "无订单",
                  "gone": "（内容已无法读取）", "differs": "来信地址与订单地址不同", "asks": "买家要求 {0}：{1}"},
}  # fmt: skip


def listed(clerk: Clerk, wanted: CasesWanted, *, as_json: bool) -> Exit:
    """In the order of the queue."""
    found: list[InboxCase] = []
    with at_home() as house, house.database.read() as session:
        after = None
        while len(found) < wanted.limit:
            part = inbox_cases(session, clerk.merchant, replace(wanted, limit=min(AT_ONCE, wanted.limit), after=after))
            if not part:
                break
            found += part
            after = microseconds(part[-1].rank_at), part[-1].id
    for each in found[: wanted.limit]:
        _put(orjson.dumps(shown_case(each)).decode() if as_json else _line(each, clerk.language))
    if not found and not as_json:
        _put(_SAYS[clerk.language]["none"])
    return Exit.DONE


def taken(clerk: Clerk) -> Exit:
    """The next one, if there is one."""
    with at_home() as house:
        case = take_next(house.inbox, clerk.caller)
    _put(_SAYS[clerk.language]["none"] if case is None else _line(case, clerk.language))
    return Exit.DONE


def shown(clerk: Clerk, case_id: str, *, as_json: bool) -> Exit:
    """With what was written."""
    with at_home() as house, house.database.read() as session:
        seen = case_seen(house.inbox, session, found_case(session, clerk.merchant, case_id))
    if as_json:
        _put(orjson.dumps(shown_whole(seen, in_clear=True), option=orjson.OPT_INDENT_2).decode())
        return Exit.DONE
    says = _SAYS[clerk.language]
    _put(_line(seen.case, clerk.language))
    if seen.sender_differs:
        _put(says["differs"])
    for change in seen.suggested:
        _put(says["asks"].format(change.change, change.follows))
    for each in seen.messages:
        _put(_message(each, says))
    return Exit.DONE


def drafted(clerk: Clerk, case_id: str) -> Exit:
    """Three texts, the buyer's first."""
    with at_home() as house, house.database.read() as session:
        drafts = drafts_for(house.inbox, session, found_case(session, clerk.merchant, case_id))
    texts = {each.language: each for each in (drafts.buyer, drafts.english, drafts.chinese)}
    for each in texts.values():
        _put(f"--- {each.language}: {each.subject}\n{each.text}\n")
    return Exit.DONE


def replied(clerk: Clerk, case_id: str, text: Path, subject: str, *, by_hand: bool) -> Exit:
    """It leaves."""
    said = Reply(text=text.read_text(encoding="utf-8"), subject=subject, by_hand=by_hand)
    with at_home() as house:
        case, message = reply(house.inbox, clerk.caller, case_id, said)
    _put(f"{case.id}  {case.state}  {message.way}")
    return Exit.DONE


def closed(clerk: Clerk, case_id: str, code: str) -> Exit:
    """It ends."""
    with at_home() as house:
        return _stands(close(house.inbox, clerk.caller, case_id, code))


def attached(clerk: Clerk, case_id: str, order: str) -> Exit:
    """It is about this order."""
    with at_home() as house:
        return _stands(attach(house.inbox, clerk.caller, case_id, order))


def mailed(clerk: Clerk, files: Sequence[Path]) -> Exit:
    """Each by itself: one that cannot be read keeps no other from being taken in."""
    bad = 0
    with at_home() as house:
        for path in files:
            try:
                found = _taken_in(house, clerk, path)
            except (ClearwayError, OSError) as refused:
                say(f"{path}: {refused}")
                bad += 1
                continue
            order = found.message.order_id or "-"
            _put(f"{path}  {found.case.id}  {order}  {found.message.intents or '-'}{'' if found.is_new else '  known'}")
    return Exit.SOME_BAD if bad else Exit.DONE


def _taken_in(house: House, clerk: Clerk, path: Path) -> TakenIn:
    came = read_mail(path.read_bytes(), house.clock.now())

    def work(session: WriteSession) -> TakenIn:
        return take_in(house.inbox, session, clerk.caller, came)

    return repeated(house.database, work)


def ends(clerk: Clerk, until: datetime | None, limit: int) -> Exit:
    """The earliest first."""
    aware = None if until is None else until.replace(tzinfo=UTC)
    with at_home() as house, house.database.read() as session:
        found = soonest(session, clerk.merchant, DeadlinesWanted(limit=limit, until=aware), list(OFFERED.values()))
        now = house.clock.now()
    says = _SAYS[clerk.language]
    for each in found:
        word = says["overdue" if each.is_overdue(now) else "due"].format(moment_text(each.at))
        _put(
            f"{each.kind}  {each.id}  {each.order_id or says['no_order']}  {word}  {each.what_happens}  ({each.source})"
        )
    if not found:
        _put(says["none"])
    return Exit.DONE


def counted(clerk: Clerk, days: int) -> Exit:
    """As a table."""
    with at_home() as house, house.database.read() as session:
        now = house.clock.now()
        sys.stdout.write(as_csv(figures_of(session, clerk.merchant, now - timedelta(days=days), now)))
    return Exit.DONE


def _line(case: InboxCase, language: Language) -> str:
    says = _SAYS[language]
    due = ""
    if case.due_at is not None:
        due = "  " + says["due" if case.overdue_at is None else "overdue"].format(moment_text(case.due_at))
    who = f"  {case.assignee}" if case.assignee else ""
    intents = f"  [{case.intents}]" if case.intents else ""
    return (
        f"{case.id}  {case.state}  {case.kind}  {case.channel}  {case.order_id or says['no_order']}{due}{intents}{who}"
    )


def _message(seen: MessageSeen, says: Mapping[str, str]) -> str:
    message = seen.message
    sign = "<" if message.direction == Direction.IN else ">"
    head = f"\n{sign} {moment_text(message.at)}  {message.channel}  {message.delivery}"
    if seen.words is None:
        return f"{head}\n  {says['gone']}"
    text = text_of(seen.words, "text").replace("\n", "\n  ")
    return f"{head}  {text_of(seen.words, 'subject')}\n  {text}"


def _stands(case: InboxCase) -> Exit:
    _put(f"{case.id}  {case.state}  {case.order_id or '-'}")
    return Exit.DONE


def _put(line: str) -> None:
    sys.stdout.write(f"{line}\n")
