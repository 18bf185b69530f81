"""The report of a re-screening for people and for programs: text in English or Chinese, CSV, and JSON."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from api.answers import json_bytes
from engine.desk.bulk.reporting import Report
from engine.spreadsheets import harmless
from engine.store.rescreens import FoundRow

COLUMNS = (
    "order_id", "ref", "shop", "country", "change", "before", "after", "come", "gone", "decision", "new_decision",
)  # fmt: skip
MOST_LINES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All texts of one language."""

    head: str
    dry: str
    ways: Mapping[str, str]
    looked: str
    decided: str
    rules: str
    come: str
    gone: str
    because: str
    changed: str
    dead: str
    nothing: str


ENGLISH = Words(
    head="run {run}: {state}",
    dry="dry run: no decision was written",
    ways={
        "released": "released", "cancelled": "newly cancelled", "asked": "newly asked back", "held": "newly held",
        "reasons": "same outcome, other reasons", "unchanged": "unchanged", "not touched": "not touched by any change",
        "decided since": "decided since by somebody else", "erased": "erased, cannot be decided",
    },
    looked="looked at",
    decided="decided anew",
    rules="rules that flipped orders",
    come="now speaks",
    gone="no longer speaks",
    because="what had moved since they were decided",
    changed="what differs from the editions that decided them",
    dead="chunk {number} was given up: {error}",
    nothing="no order is as asked for; nothing was to be done",
)  # fmt: skip
CHINESE = Words(
    head="批次 {run}：{state}",
    dry="试运行：未写入任何决定",
    ways={
        "released": "已放行", "cancelled": "新取消", "asked": "新增需客户补充", "held": "新挂起",
        "reasons": "结果相同，理由不同", "unchanged": "不变", "not touched": "未受任何变更影响",
        "decided since": "期间已由他人重新决定", "erased": "个人数据已删除，无法决定",
    },
    looked="已查看",
    decided="已重新决定",
    rules="改变结果的规则",
    come="现在触发",
    gone="不再触发",
    because="自上次决定以来的变动",
    changed="与原决定所用版本的差异",
    dead="分块 {number} 已放弃：{error}",
    nothing="没有符合条件的订单，无需处理",
)  # fmt: skip
LANGUAGES: Mapping[str, Words] = {"en": ENGLISH, "zh": CHINESE}


def as_text(report: Report, locale: str) -> str:
    """A summary that fits a screen."""
    return "\n".join(_lines(report, LANGUAGES.get(locale, ENGLISH))) + "\n"


def _lines(report: Report, words: Words) -> Iterator[str]:
    yield words.head.format(run=report.run.run, state=report.run.state)
    if report.asked.dry_run:
        yield words.dry
    if not report.run.orders and report.run.state == "done":
        yield words.nothing
    yield f"{report.looked_at:>9,} {words.looked}"
    yield f"{report.decided:>9,} {words.decided}"
    yield from (f"{count:>9,} {words.ways[way]}" for way, count in report.ways.items() if count)
    yield from (f"{count:>9,} {name}" for name, count in sorted(report.outcomes.items()))
    if report.flipped:
        yield f"{words.rules}:"
        most = sorted(report.flipped.items(), key=lambda each: (-sum(each[1]), each[0]))[:MOST_LINES]
        for rule, (come, gone) in most:
            told = [f"{come:,} {words.come}"] * bool(come) + [f"{gone:,} {words.gone}"] * bool(gone)
            yield f"  {rule}: {', '.join(told)}"
    yield from _counted(words.because, report.moved_by or report.moved)
    yield from _differing(report, words)
    yield from (words.dead.format(number=number, error=error) for number, error in sorted(report.dead.items()))


def _counted(head: str, counts: Mapping[str, int]) -> Iterator[str]:
    if counts:
        yield f"{head}:"
        most = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_LINES]
        yield from (f"{count:>9,} {name}" for name, count in most)


def _differing(report: Report, words: Words) -> Iterator[str]:
    if report.why:
        yield f"{words.changed}:"
    for row in report.why[:MOST_LINES]:
        reads = row.get("reads")
        told = f" ({', '.join(map(str, reads))})" if isinstance(reads, list) and reads else ""
        yield f"  {row['kind']} {row['name']}: {row['how']}{told}"


def as_csv(rows: Iterable[FoundRow]) -> Iterator[str]:
    """One line an order, with a heading; no cell begins a formula."""
    yield _line(COLUMNS)
    for row in rows:
        told = plain_row(row)
        yield _line([_cell(told[name]) for name in COLUMNS])


def _cell(value: object) -> str:
    return harmless(" ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value))


def _line(cells: Iterable[str]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def plain_row(row: FoundRow) -> dict[str, object]:
    """One order as JSON has it."""
    return {
        "order_id": row.order_id,
        "ref": row.ref,
        "shop": row.shop,
        "country": row.country,
        "change": row.change,
        "before": row.before,
        "after": row.after,
        "come": list(row.come),
        "gone": list(row.gone),
        "decision": row.decision,
        "new_decision": row.new_decision,
    }


def plain_report(report: Report) -> dict[str, object]:
    """A run as JSON has it, without its orders."""
    return {
        "id": report.run.run,
        "state": report.run.state,
        "causes": list(report.asked.causes),
        "dry_run": report.asked.dry_run,
        "touched_only": report.asked.touched_only,
        "per_second": report.asked.per_second,
        "filter": report.run.params["wanted"],
        "edition": report.edition,
        "decided_at": report.at,
        "orders": report.run.orders,
        "looked_at": report.looked_at,
        "decided_anew": report.decided,
        "counts": {way.replace(" ", "_"): count for way, count in report.ways.items()},
        "outcomes": report.outcomes,
        "rules": [{"rule": rule, "come": come, "gone": gone} for rule, (come, gone) in report.flipped.items()],
        "moved": report.moved,
        "moved_by": report.moved_by,
        "why": list(report.why),
        "chunks": {"all": report.run.chunks, "done": report.done, "given_up": len(report.dead)},
        "errors": [{"chunk": number, "error": error} for number, error in sorted(report.dead.items())],
        "created_at": report.run.created_at,
        "created_by": report.run.created_by,
        "finished_at": report.run.finished_at,
    }


def as_json(report: Report, rows: Iterable[FoundRow]) -> bytes:
    """The run with all its orders, for a file."""
    return json_bytes(plain_report(report) | {"data": [plain_row(row) for row in rows]})
