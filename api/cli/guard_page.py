"""What `clearway rules guard` shows and does."""

import sys
from collections.abc import Iterator, Mapping

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.cli.life_page import moment_text
from api.cli.phrases import Language
from engine.counted import filled
from engine.desk.guarding import GuardState, Watch, acknowledge, guard_state, shown
from engine.store.guard_trips import TripRow

_SAYS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "none": "no edition of this merchant is in force; that of main decides, and is guarded there",
        "seen": "{0:,# new order|,# new orders} since {1}: {2} held, {3} cancelled (limits {4} and {5})",
        "few": "nothing is judged on fewer than {0:,# new order|,# new orders}",
        "no_trips": "no trips",
        "open": "OPEN",
        "acknowledged": "seen by {0}",
        "alarm": "alarm",
        "shadow": "the rule went to shadow",
        "revert": "the edition before came back",
    },
    Language.ZH: {
        "none": "该商户没有自己的版本；由 main 的版本判定并在那里看护",
        "seen": "自 {1} 起共 {0:,} 个新订单：挂起 {2}，取消 {3}（上限 {4} 和 {5}）",
        "few": "新订单少于 {0:,} 个时不作判断",
        "no_trips": "没有触发记录",
        "open": "未确认",
        "acknowledged": "已由 {0} 确认",
        "alarm": "仅告警",
        "shadow": "规则已转为影子状态",
        "revert": "已恢复上一版本",
    },
}


def show(merchant: str, language: Language, *, as_json: bool) -> Exit:
    """What the guard sees, and its trips, newest first."""
    with at_home() as house:
        state = guard_state(house.desk, merchant)
    text = (
        orjson.dumps(document(state), option=orjson.OPT_UTC_Z).decode() if as_json else "\n".join(page(state, language))
    )
    sys.stdout.write(f"{text}\n")
    return Exit.DONE


def acknowledged(clerk: Clerk, trip: str) -> Exit:
    """Says that somebody has seen it."""
    with at_home() as house:
        row = acknowledge(house.desk, clerk.caller, trip)
    sys.stdout.write(f"acknowledged: {row.id}, {row.note}\n")
    return Exit.DONE


def document(state: GuardState) -> dict[str, object]:
    """The state as JSON can hold it; `watch` is null for a merchant without an edition of its own."""
    watch = state.watch
    seen = None if watch is None else {
        "since": watch.since,
        "orders": watch.orders,
        "held": watch.together.held,
        "cancelled": watch.together.cancelled,
        "least_orders": watch.terms.least_orders,
        "hold_percent": watch.terms.book.hold_percent,
        "cancel_percent": watch.terms.book.cancel_percent,
    }  # fmt: skip
    return {"watch": seen, "trips": [_trip(each) for each in state.trips]}


def _trip(row: TripRow) -> dict[str, object]:
    own = {"state": row.state, "tripped_at": row.tripped_at, "acknowledged_by": row.acknowledged_by}
    return shown(row) | own


def page(state: GuardState, language: Language) -> Iterator[str]:
    """The state as people read it."""
    says = _SAYS[language]
    yield says["none"] if state.watch is None else _seen(state.watch, says)
    if state.watch is not None and state.watch.orders < state.watch.terms.least_orders:
        yield filled(says["few"], state.watch.terms.least_orders)
    if not state.trips:
        yield says["no_trips"]
    for row in state.trips:
        whose = says["open"] if row.state == "open" else says["acknowledged"].format(row.acknowledged_by)
        yield f"{row.id}  {moment_text(row.tripped_at)}  {whose}  {row.note}  ({says[row.done]})"


def _seen(watch: Watch, says: Mapping[str, str]) -> str:
    limits = (watch.terms.book.hold_percent, watch.terms.book.cancel_percent)
    told = ("-" if each is None else f"{each} %" for each in limits)
    seen = (watch.together.held, watch.together.cancelled)
    shares = (f"{100 * each / watch.orders:.1f} %" if watch.orders else "-" for each in seen)
    return filled(says["seen"], watch.orders, moment_text(watch.since), *shares, *told)
