"""What `clearway rules hits` shows."""

import re
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta

import orjson

from api.cli.clerk import at_home
from api.cli.columns import padded
from api.cli.failing import Exit, Wrong, fail
from api.cli.life_page import moment_text
from api.cli.phrases import Language
from engine.counted import filled
from engine.desk.hit_report import HitReport, RuleFigures, hit_report

_SPAN = re.compile(r"([1-9][0-9]{0,3})([dh])")
RULE, STATUS, NUMBER = 12, 10, 10
_FIGURES = ("hits", "shadow", "held", "cancelled", "released", "suppressed", "fraud", "good")
_HEADS: Mapping[Language, tuple[str, ...]] = {
    Language.EN: ("rule", "status", "hits", "share", *_FIGURES[1:], "last"),
    Language.ZH: (
        "规则",
        "状态",
        "命中",
        "占比",
        "影子命中",
        "挂起",
        "取消",
        "人工放行",
        "豁免",
        "欺诈",
        "正常",
        "最近一次",
    ),
}
_SAYS: Mapping[Language, tuple[str, str, str]] = {
    Language.EN: (
        "{0:,# new order|,# new orders} since {1}",
        "never spoke: {0}",
        "{0}: {1:,} of {2:,# hit|,# hits} in shadow met an order that did not pass anyway",
    ),
    Language.ZH: (
        "自 {1} 起共 {0:,} 个新订单",
        "从未命中：{0}",
        "{0}：影子命中 {2:,} 次，其中 {1:,} 次订单本来也未放行",
    ),
}


def show(merchant: str, rule: str | None, since: str, language: Language, *, as_json: bool) -> Exit:
    """A table, or one JSON document."""
    with at_home() as house:
        report = hit_report(house.desk, merchant, house.clock.now() - span_of(since), rule)
    if rule is not None and not report.rules[0].status and report.rules[0].last is None:
        fail(
            Wrong.NOT_FOUND,
            f"there is no rule {rule} in the edition in force, and none spoke; see `clearway rules hits`",
            Exit.SOME_BAD,
        )
    shown = (
        orjson.dumps(document(report), option=orjson.OPT_UTC_Z).decode()
        if as_json
        else "\n".join(page(report, language))
    )
    sys.stdout.write(f"{shown}\n")
    return Exit.DONE


def span_of(text: str) -> timedelta:
    """How far back, written as days or hours."""
    match = _SPAN.fullmatch(text)
    if match is None:
        fail(Wrong.REFUSED, f"--since {text}: write days or hours such as 30d or 12h")
    number = int(match[1])
    return timedelta(days=number) if match[2] == "d" else timedelta(hours=number)


def document(report: HitReport) -> dict[str, object]:
    """The report as JSON can hold it. Shares count from 0 to 1; null where no order came in."""
    return {
        "since": report.since,
        "orders": report.orders,
        "rules": [_row(each, report.orders) for each in report.rules],
    }


def _row(figures: RuleFigures, orders: int) -> dict[str, object]:
    named: dict[str, object] = {name: getattr(figures, name) for name in _FIGURES}
    share = round(figures.hits / orders, 6) if orders else None
    agrees = round(figures.stopped / figures.shadow, 6) if figures.shadow else None
    own = {"rule": figures.rule, "status": figures.status or None, "share": share, "shadow_agrees": agrees}
    return own | named | {"last": figures.last, "never_spoke": figures.is_silent}


def page(report: HitReport, language: Language) -> Iterator[str]:
    """The report as people read it."""
    total, silent, agreement = _SAYS[language]
    yield filled(total, report.orders, moment_text(report.since))
    spoken = [each for each in report.rules if each.last is not None]
    if spoken:
        yield ""
        yield _line(_HEADS[language])
        yield from (_line(_cells(each, report.orders)) for each in spoken)
    for each in spoken:
        if each.shadow:
            yield filled(agreement, each.rule, each.stopped, each.shadow)
    never = sorted(each.rule for each in report.rules if each.is_silent)
    if never:
        yield ""
        yield silent.format(", ".join(never))


def _cells(figures: RuleFigures, orders: int) -> tuple[str, ...]:
    share = f"{100 * figures.hits / orders:.1f} %" if orders else "-"
    numbers = (f"{getattr(figures, name):,}" for name in _FIGURES[1:])
    last = "" if figures.last is None else moment_text(figures.last)
    return (figures.rule, figures.status or "-", f"{figures.hits:,}", share, *numbers, last)


def _line(cells: tuple[str, ...]) -> str:
    rule, status, *others = cells
    start = f"{padded(rule, RULE)} {padded(status, STATUS)}"
    return f"{start} {' '.join(padded(each, NUMBER) for each in others)}".rstrip()
