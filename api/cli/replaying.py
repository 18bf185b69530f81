"""`clearway replay`: kept decisions decided again; nothing is stored."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit, Wrong, fail, say
from api.cli.opening import moment_of
from api.cli.phrases import PHRASES, Language
from engine.desk.desk import Desk
from engine.desk.errors import NotFound
from engine.desk.replaying import Ingredient, Replay, replay
from engine.store.decision_rows import ids_since

EVERY = 200  # decisions between two lines of progress
SHORT = 16  # digits of a digest that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One decision, or all since a moment."""

    decision: str | None = None
    all: bool = False
    since: str | None = None
    edition: str | None = None
    as_json: bool = False
    language: Language = Language.EN


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayWords:
    """All texts of one language."""

    same: str
    differs: str
    lacking: str
    changed: str
    count: str
    progress: str
    what: dict[str, str]


_WORDS = {
    Language.EN: ReplayWords(
        same="{0}: the same, byte for byte",
        differs="{0}: not the same: {1}",
        lacking="missing: {0}",
        changed="{0}: {1} then, {2} now",
        count="replayed {0}, the same {1}, not the same {2}",
        progress="{0} replayed",
        what={
            "order": "the order",
            "edition": "the edition {0}, which is not stored here",
            "rules": "the rule book",
            "engine": "the engine's version",
            "model": "the model",
            "personal values": "personal values, which were erased",
            "customs numbers": "customs numbers, which were forgotten in time",
            "placed_at": "the moment of placing",
            "decided_at": "the moment of the decision",
            "waivers": "the releases",
        },
    ),
    Language.ZH: ReplayWords(
        same="{0}：逐字节相同",
        differs="{0}：不相同：{1}",
        lacking="缺少：{0}",
        changed="{0}：当时为 {1}，现为 {2}",
        count="已重放 {0} 个，相同 {1} 个，不同 {2} 个",
        progress="已重放 {0} 个",
        what={
            "order": "订单",
            "edition": "规则版本 {0}，此处未保存",
            "rules": "规则库",
            "engine": "引擎版本",
            "model": "模型",
            "personal values": "已删除的个人数据",
            "customs numbers": "到期清除的清关号码",
            "placed_at": "下单时间",
            "decided_at": "判定时间",
            "waivers": "放行记录",
        },
    ),
}


def run(clerk: Clerk, wanted: Wanted) -> Exit:
    """Exit code 1 when a decision does not come out the same."""
    many = wanted.all or wanted.since is not None
    if many == (wanted.decision is not None):
        fail(Wrong.WRONG_USE, "name one decision, or replay many with --all or --since ISO-TIME")
    since = None if wanted.since is None else moment_of(wanted.since)
    replayed = same = 0
    with at_home() as house:
        for decision in _ids(house.desk, clerk, wanted.decision, since):
            found = _replayed(house.desk, clerk, decision, wanted.edition)
            replayed, same = replayed + 1, same + found.is_same
            if wanted.as_json:
                sys.stdout.write(orjson.dumps(_document(found)).decode() + "\n")
            elif not many or not found.is_same:
                sys.stdout.write("".join(f"{each}\n" for each in lines(found, wanted.language)))
            if many and replayed % EVERY == 0:
                say(_WORDS[wanted.language].progress.format(replayed))
    if many and not wanted.as_json:
        sys.stdout.write(_WORDS[wanted.language].count.format(replayed, same, replayed - same) + "\n")
    return Exit.DONE if replayed == same else Exit.SOME_BAD


def lines(found: Replay, language: Language) -> Iterator[str]:
    """Whether it is the same; else what is missing, what differs, and in what it came out otherwise."""
    says, joiner = _WORDS[language], PHRASES[language].separator
    if found.is_same:
        yield says.same.format(found.row.id)
        return
    yield says.differs.format(found.row.id, joiner.join([*found.differs, *_lacking(found, says)]))
    for each in found.ingredients:
        if each.now:
            yield f"  {says.changed.format(_name(each, says), each.then[:SHORT] or '-', each.now[:SHORT])}"


def _lacking(found: Replay, says: ReplayWords) -> Iterator[str]:
    return (says.lacking.format(_name(each, says)) for each in found.ingredients if not each.now)


def _name(ingredient: Ingredient, says: ReplayWords) -> str:
    return says.what.get(ingredient.what, ingredient.what).format(ingredient.then[:SHORT])


def _ids(desk: Desk, clerk: Clerk, decision: str | None, since: datetime | None) -> Iterator[str]:
    if decision is not None:
        yield decision
        return
    with desk.database.read() as session:
        yield from ids_since(session, clerk.merchant, since)


def _replayed(desk: Desk, clerk: Clerk, decision: str, edition: str | None) -> Replay:
    try:
        return replay(desk, clerk.caller, decision, edition)
    except NotFound as missing:
        fail(missing.code, str(missing), Exit.SOME_BAD)


def _document(found: Replay) -> dict[str, object]:
    return {
        "decision_id": found.row.id,
        "same": found.is_same,
        "edition": found.edition,
        "outcome": found.outcome,
        "differs": list(found.differs),
        "erased": list(found.erased),
        "ingredients": [{"what": each.what, "then": each.then, "now": each.now or None} for each in found.ingredients],
    }
