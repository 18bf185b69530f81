"""What `clearway requests` does and shows, in English and Chinese."""

import sys
from collections.abc import Iterator, Mapping

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of
from api.cli.columns import padded
from api.cli.failing import Exit
from api.cli.phrases import Language
from api.schemas.customer_requests import shown_request
from engine.counted import filled
from engine.desk.customer_requests import cancel, found_request, link_of, resend, standing_request
from engine.store.customer_requests import CustomerRequest, Wanted, requests
from engine.store.sessions import ReadSession

PART = 200
STATE = 10
_SAYS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "open": "open",
        "answered": "answered",
        "expired": "expired",
        "cancelled": "cancelled",
        "until": "until {0}",
        "order": "order",
        "asks": "asks",
        "state": "state",
        "created": "created",
        "ends": "ends",
        "ended": "ended",
        "reminded": "reminded",
        "by": "{0}, by {1}",
        "times": "{0} of the order; {1:# reminder|# reminders}",
        "taken_back": "{0} is taken back",
    },
    Language.ZH: {
        "open": "待答复",
        "answered": "已答复",
        "expired": "已过期",
        "cancelled": "已取消",
        "until": "截止 {0}",
        "order": "订单",
        "asks": "所需信息",
        "state": "状态",
        "created": "创建",
        "ends": "截止",
        "ended": "结束",
        "reminded": "次数",
        "by": "{0}，{1}",
        "times": "该订单第 {0} 次；已提醒 {1} 次",
        "taken_back": "{0} 已撤回",
    },
}


def list_requests(clerk: Clerk, state: str | None, order: str, *, as_json: bool) -> Exit:
    """One row a request."""
    with at_home() as house, house.database.read() as session:
        order_id = order_id_of(session, clerk, order) if order else None
        for row in _all(session, clerk.merchant, Wanted(state=state, order_id=order_id)):
            sys.stdout.write(_json(row) if as_json else _line(row, clerk.language))
    return Exit.DONE


def show_request(clerk: Clerk, request: str, *, as_json: bool) -> Exit:
    """All of one request but its link and its answer."""
    with at_home() as house, house.database.read() as session:
        row = found_request(session, clerk.merchant, request)
    sys.stdout.write(_json(row) if as_json else _page(row, clerk.language))
    return Exit.DONE


def print_link(clerk: Clerk, request: str, *, new: bool) -> Exit:
    """The link alone, so that it can be copied."""
    with at_home() as house:
        if new:
            row = resend(house.desk, clerk.caller, request)
        else:
            with house.database.read() as session:
                row = standing_request(session, clerk.merchant, request)
        sys.stdout.write(f"{link_of(house.desk, row)}\n")
    return Exit.DONE


def take_back(clerk: Clerk, request: str, why: str) -> Exit:
    """Cancels a request."""
    with at_home() as house:
        row = cancel(house.desk, clerk.caller, request, why or "cancelled")
    sys.stdout.write(_SAYS[clerk.language]["taken_back"].format(row.id) + "\n")
    return Exit.DONE


def _all(session: ReadSession, merchant: str, wanted: Wanted) -> Iterator[CustomerRequest]:
    before = None
    while found := requests(session, merchant, PART, wanted, before):
        yield from found
        before = found[-1].id


def _json(row: CustomerRequest) -> str:
    return orjson.dumps(shown_request(row), option=orjson.OPT_UTC_Z).decode() + "\n"


def _line(row: CustomerRequest, language: Language) -> str:
    says = _SAYS[language]
    until = says["until"].format(f"{row.expires_at:%Y-%m-%d %H:%M}")
    return "  ".join((row.id, padded(says[row.state], STATE), row.order_id, until, ", ".join(row.asks))) + "\n"


def _page(row: CustomerRequest, language: Language) -> str:
    says = _SAYS[language]
    told = [
        ("order", row.order_id),
        ("state", says[row.state]),
        ("asks", ", ".join(row.asks)),
        ("created", says["by"].format(f"{row.created_at:%Y-%m-%d %H:%M}", row.created_by)),
        ("ends", f"{row.expires_at:%Y-%m-%d %H:%M} UTC"),
        ("reminded", filled(says["times"], row.round, row.reminded)),
    ]
    if row.ended_at is not None:
        told.append(("ended", says["by"].format(f"{row.ended_at:%Y-%m-%d %H:%M}", row.ended_by)))
    return f"{row.id}\n" + "".join(f"  {padded(says[name], STATE)}{text}\n" for name, text in told)
