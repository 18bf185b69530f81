"""What `clearway marks` does and shows, in English and Chinese."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of
from api.cli.columns import padded
from api.cli.failing import Exit, say
from api.cli.file_content import content_of
from api.cli.phrases import PHRASES, Language
from api.composition.house import House
from api.schemas.marks import shown_mark
from engine.desk.mark_file import MOST_BYTES, read_marks, written_marks
from engine.desk.marks import Dispute, Entry, Marked, Wanted, add_by_hand, mark_order, revoke
from engine.store.marks import MarkRow, marks

PART = 500
KIND, HINT, SCOPE, STATE = 16, 28, 20, 10
DISPUTED_BY = "command line"
_SAYS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "done": "{0} new, {1} count for longer, {2} as before",
        "lacking": "the order has none of: {0}",
        "ended": "{0} revoked",
        "nothing": "nothing was kept; mend the rows, or leave out --strict",
        "active": "active",
        "over": "over",
        "revoked": "revoked",
        "block": "block",
        "trust": "trust",
    },
    Language.ZH: {
        "done": "新增 {0} 条，延长 {1} 条，不变 {2} 条",
        "lacking": "订单中没有：{0}",
        "ended": "{0} 已撤销",
        "nothing": "未保存任何内容；请修正这些行，或去掉 --strict",
        "active": "生效中",
        "over": "已到期",
        "revoked": "已撤销",
        "block": "黑名单",
        "trust": "信任",
    },
}


def mark_keys_of(
    clerk: Clerk, order: str, wanted: Wanted, returned: str | None, disputed: str | None, language: Language
) -> Exit:
    """Marks keys of an order."""
    dispute = None if disputed is None else Dispute(kind=disputed, source=DISPUTED_BY)
    with at_home() as house:
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, order)
        marked = mark_order(house.desk, clerk.caller, order_id, wanted, returned=returned, dispute=dispute)
        _tell(house, marked, language)
    return Exit.DONE


def mark_key(clerk: Clerk, wanted: Wanted, value: str, language: Language) -> Exit:
    """Marks one key by hand."""
    with at_home() as house:
        entry = Entry(kind=wanted.kinds[0], value=value, wanted=wanted)
        _tell(house, add_by_hand(house.desk, clerk.caller, [entry]), language)
    return Exit.DONE


def show(
    merchant: str, kind: str | None, verdict: str | None, language: Language, *, every: bool, as_json: bool
) -> Exit:
    """One row a mark."""
    with at_home() as house:
        now = house.clock.now()
        for row in _all(house, merchant, every=every, kind=kind, verdict=verdict):
            if as_json:
                sys.stdout.write(orjson.dumps(shown_mark(row, now), option=orjson.OPT_UTC_Z).decode() + "\n")
            else:
                sys.stdout.write(_line(row, row.state_at(now), language))
    return Exit.DONE


def end(clerk: Clerk, mark: str, why: str, language: Language) -> Exit:
    """Revokes a mark."""
    with at_home() as house:
        row = revoke(house.desk, clerk.caller, mark, why)
    sys.stdout.write(_SAYS[language]["ended"].format(row.mark.id) + "\n")
    return Exit.DONE


def take_in(clerk: Clerk, file: Path, language: Language, *, strict: bool) -> Exit:
    """Marks the keys of a file."""
    content = content_of(file, MOST_BYTES)
    with at_home() as house:
        found = read_marks(content, house.clock.now())
        for fault in found.faults:
            say(f"{file.name}:{fault}")
        if strict and found.faults:
            say(_SAYS[language]["nothing"])
            return Exit.SOME_BAD
        marked = add_by_hand(house.desk, clerk.caller, found.entries, "import", file.name)
    sys.stdout.write(_counted(marked, language))
    return Exit.SOME_BAD if found.faults else Exit.DONE


def write_out(merchant: str, *, every: bool) -> Exit:
    """All marks as CSV."""
    with at_home() as house:
        rows = _all(house, merchant, every=every)
        sys.stdout.writelines(written_marks(rows, house.clock.now()))
    return Exit.DONE


def _all(
    house: House, merchant: str, *, every: bool, kind: str | None = None, verdict: str | None = None
) -> Iterator[MarkRow]:
    after, now = "", None if every else house.clock.now()
    with house.database.read() as session:
        while found := marks(session, merchant, PART, after, active_at=now, kind=kind, verdict=verdict):
            yield from found
            after = found[-1].mark.id


def _tell(house: House, marked: Marked, language: Language) -> None:
    now = house.clock.now()
    sys.stdout.writelines(_line(row, row.state_at(now), language) for row in marked.rows)
    sys.stdout.write(_counted(marked, language))
    if marked.lacking:
        kinds = PHRASES[language].joiner.join(PHRASES[language].mark_kinds[each] for each in marked.lacking)
        sys.stdout.write(_SAYS[language]["lacking"].format(kinds) + "\n")


def _counted(marked: Marked, language: Language) -> str:
    same = len(marked.rows) - marked.added - marked.extended
    return _SAYS[language]["done"].format(marked.added, marked.extended, same) + "\n"


def _line(row: MarkRow, state: str, language: Language) -> str:
    says, phrases, mark = _SAYS[language], PHRASES[language], row.mark
    until = phrases.mark_endless if mark.until is None else phrases.mark_until.format(mark.until.date().isoformat())
    cells = (
        mark.id,
        padded(says[state], STATE),
        padded(says[mark.verdict], len("trust ")),
        padded(phrases.mark_kinds[mark.kind], KIND),
        padded(row.hint, HINT),
        padded(mark.scope, SCOPE),
        phrases.mark_reasons[mark.reason],
        until,
    )
    return "  ".join(cells) + "\n"
