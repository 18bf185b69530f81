"""What `clearway notices` does and shows."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of
from api.cli.columns import padded
from api.cli.failing import Exit, Wrong, fail
from api.cli.phrases import Language
from api.composition.post_room import make_post_room
from api.schemas.notices import shown_notice
from fulfillment.notify.bouncing import bounce_of, take_bounce
from fulfillment.notify.kinds import kind_book
from fulfillment.notify.letter import Letter
from fulfillment.notify.previewing import kinds, order_letter, sample_letter
from fulfillment.notify.seen_to import SeenTo
from fulfillment.notify.texts import ENGLISH, LANGUAGES
from fulfillment.notify.told import Closing, close_notice
from fulfillment.records import Notice
from fulfillment.store.notices import notices_of, tries_of_order

KIND, STATE, WAY, TOPIC = 20, 12, 10, 10
_STATES: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "queued": "waits", "written": "in a file", "sent": "sent", "by_channel": "by channel", "dropped": "dropped",
        "refused": "refused", "waiting": "no address",
    },
    Language.ZH: {
        "queued": "待发送", "written": "已写入", "sent": "已发送", "by_channel": "由渠道发送", "dropped": "无需发送",
        "refused": "被拒收", "waiting": "缺少地址",
    },
}  # fmt: skip


def list_kinds() -> Exit:
    """One row a kind."""
    book = kind_book()
    for each in book.kinds.values():
        always, night = "always" if each.topic in book.always else "", "at night" if each.urgent else ""
        row = f"{padded(each.name, KIND)}  {padded(each.topic, TOPIC)}  {padded(always, STATE)}  {night}"
        sys.stdout.write(f"{row.rstrip()}\n")
    return Exit.DONE


def list_notices(clerk: Clerk, order: str, *, as_json: bool) -> Exit:
    """One row a notice, oldest first."""
    with at_home() as house, house.database.read() as session:
        order_id = order_id_of(session, clerk, order)
        tries = tries_of_order(session, clerk.merchant, order_id)
        for each in notices_of(session, clerk.merchant, order_id):
            if as_json:
                shown = orjson.dumps(shown_notice(each, tries.get(each.id, ())), option=orjson.OPT_UTC_Z)
                sys.stdout.write(f"{shown.decode()}\n")
            else:
                sys.stdout.write(_line(each, clerk.language))
    return Exit.DONE


def closed(clerk: Clerk, notice_id: str, how: SeenTo, reason: str) -> Exit:
    """It is not sent any more."""
    with at_home() as house, house.database.write() as session:
        closing = Closing(how=how, why=reason)
        notice = close_notice(session, house.desk.ids, clerk.caller, notice_id, closing, house.clock.now())
    sys.stdout.write(_line(notice, clerk.language))
    return Exit.DONE


def show_preview(clerk: Clerk, kind: str, order: str, language: str, *, as_html: bool) -> Exit:
    """Subject and text, or the page."""
    if kind not in kinds():
        fail(Wrong.REFUSED, f"there is no kind {kind}; see `clearway notices kinds`", Exit.SOME_BAD)
    if language and language not in LANGUAGES:
        fail(Wrong.REFUSED, f"nothing is written in {language}; name one of {', '.join(LANGUAGES)}", Exit.SOME_BAD)
    letter = _of_order(clerk, kind, order, language) if order else sample_letter(kind, language or ENGLISH)
    sys.stdout.write(letter.html if as_html else f"{letter.subject}\n\n{letter.text}")
    return Exit.DONE


def take_bounces(files: Sequence[Path]) -> Exit:
    """Each is told of; what is about none of our messages changes nothing."""
    unknown = 0
    with at_home() as house:
        for path in files:
            found = bounce_of(path.read_bytes())
            with house.database.write() as session:
                notice = None if found is None else take_bounce(session, found, house.clock.now())
            unknown += notice is None
            told = "is about no message of ours, or not for good" if notice is None else f"{notice} refused"
            sys.stdout.write(f"{path}: {told}\n")
    return Exit.SOME_BAD if unknown else Exit.DONE


def _of_order(clerk: Clerk, kind: str, order: str, language: str) -> Letter:
    with at_home() as house, house.database.read() as session:
        order_id = order_id_of(session, clerk, order)
        room = make_post_room(house.settings, house.desk)
        return order_letter(session, house.site.desk, room, clerk.merchant, order_id, kind, language)


def _line(notice: Notice, language: Language) -> str:
    cells: Iterable[str] = (
        f"{notice.created_at:%Y-%m-%d %H:%M}",
        padded(notice.kind, KIND),
        padded(_STATES[language][notice.state], STATE),
        padded(notice.way, WAY),
        notice.cause,
    )
    return "  ".join(cells).rstrip() + "\n"
