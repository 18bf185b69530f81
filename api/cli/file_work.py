"""What `clearway files` does: a file goes in, its orders are decided by this process, and the answer is written."""

import sys
from collections.abc import Mapping
from pathlib import Path

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit, say
from api.cli.phrases import Language
from api.composition.house import House
from api.order_sheets import answered, as_csv, as_xlsx, sheet
from engine.counted import filled
from engine.desk.errors import OrderFileRefused
from engine.desk.order_files import KINDS, found_file, order_file_handlers, take_in
from engine.desk.submitting import submission_handlers
from engine.store.handling import AnyHandler
from engine.store.order_files import REFUSED, OrderFile, states_of
from engine.store.worker import Worker

Words = tuple[str, str]
TAKEN: Words = ("taken in: {id}; a worker decides its orders", "已接收：{id}；由 worker 处理其中的订单")
KNOWN: Words = ("known already: {id}", "该文件已接收过：{id}")
WRITTEN: Words = ("written: {path}", "已写入：{path}")
FAR: Words = (
    "{id}: {state}, {orders:# order|# orders}: {decided} decided, {rejected} refused, {pending} waiting",
    "{id}：{state}，共 {orders} 单：已判定 {decided}，被拒 {rejected}，待处理 {pending}",
)
STATES: Mapping[str, Words] = {
    "waiting": ("being read", "读取中"),
    "read": ("read", "已读取"),
    "refused": ("refused", "已拒收"),
}


def send(clerk: Clerk, path: Path, out: Path | None, shop: str | None, profile: str | None) -> Exit:
    """Takes a file in; with `out` decides it and writes the answer. Raises OrderFileRefused, NotFound."""
    with at_home() as house:
        sent = take_in(house.desk, clerk.caller, path.read_bytes(), kind_of(path), shop=shop, profile=profile)
        _say(TAKEN if sent.is_new else KNOWN, clerk.language, id=sent.file.id)
        if out is None:
            return Exit.DONE
        decide(house)
        return write_answer(house, clerk, sent.file.id, out)


def show(clerk: Clerk, file_id: str) -> Exit:
    """How far a file is."""
    with at_home() as house, house.database.read() as session:
        file = found_file(session, clerk.caller, file_id)
        states = states_of(session, clerk.merchant, file.id)
    _say(FAR, clerk.language, **_far(file, states, clerk.language))
    if file.detail:
        sys.stdout.write(f"{file.detail}\n")
    return Exit.SOME_BAD if file.state == REFUSED else Exit.DONE


def fetch(clerk: Clerk, file_id: str, out: Path) -> Exit:
    """Writes the answer."""
    with at_home() as house:
        return write_answer(house, clerk, file_id, out)


def decide(house: House) -> None:
    """Does what waits of files and their orders, in this thread."""
    handlers: Mapping[str, AnyHandler] = {**order_file_handlers(house.desk), **submission_handlers(house.desk)}
    worker = Worker(house.database, handlers, "clearway files", luck=lambda: 0.5)
    while worker.run_once():
        pass


def write_answer(house: House, clerk: Clerk, file_id: str, out: Path) -> Exit:
    """The rows with what came of each, whole or not at all."""
    with house.database.read() as session:
        file = found_file(session, clerk.caller, file_id)
        rows = sheet(file, answered(house.desk, session, file, clerk.language), clerk.language)
        content = as_xlsx(rows) if out.suffix.lower() == ".xlsx" else as_csv(rows)
        states = states_of(session, clerk.merchant, file.id)
    if file.state == REFUSED:
        sys.stdout.write(f"{file.code}: {file.detail}\n")
        return Exit.SOME_BAD
    draft = out.with_suffix(f"{out.suffix}.part")
    draft.write_bytes(content)
    draft.replace(out)
    _say(FAR, clerk.language, **_far(file, states, clerk.language))
    if file.detail:
        say(file.detail)
    _say(WRITTEN, clerk.language, path=out)
    return Exit.SOME_BAD if states.get("rejected") else Exit.DONE


def kind_of(path: Path) -> str:
    """By the ending of its name. Raises OrderFileRefused."""
    kinds = {ending: kind for kind, ending in KINDS.items()}
    found = {**kinds, ".txt": "csv", ".tsv": "csv", ".jsonl": "json"}.get(path.suffix.lower())
    if found is None:
        raise OrderFileRefused(f"a file ends with {', '.join(sorted(kinds))}; save {path.name} as one of these")
    return found


def _far(file: OrderFile, states: Mapping[str, int], language: Language) -> dict[str, object]:
    counts = {name: states.get(name, 0) for name in ("decided", "rejected", "pending")}
    return {"id": file.id, "state": _said(STATES[file.state], language), "orders": file.orders, **counts}


def _say(words: Words, language: Language, **values: object) -> None:
    sys.stdout.write(f"{filled(_said(words, language), **values)}\n")


def _said(words: Words, language: Language) -> str:
    return words[1] if language is Language.ZH else words[0]
