"""What `clearway payments reconcile` prints on a terminal, in English and Chinese."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from api.cli.columns import table
from api.cli.phrases import Language
from engine.counted import filled
from engine.order.money import Money
from fulfillment.payments.settlement.arriving import Arrival
from fulfillment.payments.settlement.closing import Batch, Check, Closing
from fulfillment.payments.settlement.errors import quoted
from fulfillment.payments.settlement.ladder import Ladder, ladders, summary
from fulfillment.payments.settlement.report import ReportWarning, SettlementReport

SHOWN = 40  # orders and warnings; --json has all of them
_TEXTS: Mapping[str, tuple[str, str]] = {
    "title": ("{0}: {1}, {2:# line|# lines}", "{0}：{1}，{2} 行"),
    "period": ("from {0} to {1}", "{0} 至 {1}"),
    "closes": ("everything adds up", "全部平账"),
    "fails": ("{0} of {1:# check|# checks} {0:does|do} not add up:", "{1} 项核对中有 {0} 项不平："),
    "unstated": ("nothing is stated to hold the lines against", "文件未列合计，无法核对"),
    "row": ("row {0}", "第 {0} 行"),
    "file": ("file", "文件"),
    "failed": ("{0}: {1} states {2}, the lines make {3}, a difference of {4}",
               "{0}：{1} 写明 {2}，各行合计 {3}，相差 {4}"),
    "all": ("all", "合计"),
    "order": ("order", "订单"),
    "account": ("(account)", "（账户）"),
    "batch": ("batch", "批次"),
    "none": ("(none)", "（无）"),
    "lines": ("lines", "行数"),
    "gross": ("gross", "总额"),
    "paid": ("paid", "收款"),
    "fees": ("fees", "费用"),
    "tax_withheld": ("tax", "代扣税"),
    "reserve": ("reserve", "预留金"),
    "refunded": ("refunds", "退款"),
    "charged_back": ("chargebacks", "拒付"),
    "penalties": ("penalties", "罚款"),
    "other": ("other", "其他"),
    "net": ("net", "净额"),
    "payout": ("paid out", "已打款"),
    "bank": ("at the bank", "银行入账"),
    "difference": ("difference", "差额"),
    "found by": ("found by", "匹配依据"),
    "reference": ("reference", "参考号"),
    "amount": ("amount", "金额"),
    "not found": ("not found", "未找到"),
    "adds up": ("adds up", "平账"),
    "yes": ("yes", "是"),
    "no": ("NO", "否"),
    "unknown": ("-", "-"),
    "warnings": ("to look at:", "需要留意："),
    "more": ("… and {0} more; --json lists them all", "……另有 {0} 项；--json 会全部列出"),
}  # fmt: skip
_CHECKS: Mapping[str, tuple[str, str]] = {
    "net": ("the total", "合计"),
    "payout": ("the payout", "打款金额"),
    "credits": ("the sum of credits", "贷方合计"),
    "debits": ("the sum of debits", "借方合计"),
    "fee_credits": ("the sum of fees given back", "退回费用合计"),
    "fee_debits": ("the sum of fees", "费用合计"),
    "balance": ("the closing balance", "期末余额"),
    "line_net": ("the net of the row", "该行净额"),
    "fee_parts": ("the fee", "费用"),
    "rate": ("the exchanged amount", "兑换金额"),
}
_RUNGS = ("paid", "fees", "tax_withheld", "reserve", "refunded", "charged_back", "penalties")


def page(
    report: SettlementReport, closing: Closing, arrived: Sequence[Arrival] | None, language: Language
) -> Iterator[str]:
    """Title, what does not add up, sums, batches, payouts at the bank, orders, and what to look at."""
    say = _Sayings(language)
    yield say("title", quoted(report.name), report.provider, len(report.lines))
    if report.since is not None and report.until is not None:
        yield say("period", _day(report.since), _day(report.until))
    yield from _verdict(closing, say)
    yield ""
    yield from _ladders(summary(report), say, "all")
    yield ""
    yield from _batches(closing.batches, say)
    yield ""
    if arrived is not None:
        yield from _arrivals(arrived, say)
        yield ""
    yield from _ladders(ladders(report, closing), say, "order")
    yield from _warnings(report.warnings, say)


class _Sayings:
    """Texts of one language."""

    def __init__(self, language: Language) -> None:
        self._at = language is Language.ZH

    def __call__(self, key: str, *values: object) -> str:
        return filled(_TEXTS[key][self._at], *values)

    def check(self, of: str) -> str:
        """What a check is of."""
        return _CHECKS[of][self._at]


def _day(at: datetime) -> str:
    return at.strftime("%Y-%m-%d")


def _verdict(closing: Closing, say: _Sayings) -> Iterator[str]:
    failed = [each for each in closing.checks if each.closes is False]
    if failed:
        yield say("fails", len(failed), len(closing.checks))
        yield from (f"  {_failure(each, say)}" for each in failed[:SHOWN])
        if len(failed) > SHOWN:
            yield f"  {say('more', len(failed) - SHOWN)}"
    else:
        yield say("closes" if closing.checks else "unstated")


def _failure(check: Check, say: _Sayings) -> str:
    where = say("row", check.row) if check.row else quoted(check.batch) or say("file")
    stated, counted, difference = (
        str(Money(amount, check.currency)) for amount in (check.stated, check.counted, check.difference)
    )
    return say("failed", where, say.check(check.of), stated, counted, difference)


def _amount(minor: int, currency: str) -> str:
    return str(Money(minor, currency)).partition(" ")[2] if minor else "0"


def _ladders(rows: Sequence[Ladder], say: _Sayings, first: str) -> Iterator[str]:
    """What was paid down to what was paid out; empty columns are left out."""
    keys = [*_RUNGS, "other", "net", "payout", "bank"]
    amounts = [_row(each, of_orders=first == "order") for each in rows]
    kept = [key for key in keys if key == "net" or any(row[key] for row in amounts)]
    shown = list(zip(rows, amounts, strict=True))[:SHOWN]
    cells = [[say(first), "", *(say(key) for key in kept)]]
    for ladder, row in shown:
        name = quoted(ladder.order) or say("account" if first == "order" else "all")
        cells.append([name, ladder.currency, *(_amount(row[key], ladder.currency) for key in kept)])
    yield from table(cells)
    if len(rows) > SHOWN:
        yield say("more", len(rows) - SHOWN)


def _row(ladder: Ladder, *, of_orders: bool) -> dict[str, int]:
    rungs = ladder.rungs
    return {
        **{key: rungs[key] for key in _RUNGS},
        "other": rungs["adjusted"] + rungs["exchanged"],
        "net": ladder.net,
        "payout": ladder.paid_out if of_orders else -rungs["payout"],
        "bank": rungs["bank"],
    }


def _batches(batches: Sequence[Batch], say: _Sayings) -> Iterator[str]:
    titles = ("lines", "gross", "fees", "tax_withheld", "net", "payout", "adds up")
    cells = [[say("batch"), "", *(say(key) for key in titles)]]
    for each in batches[:SHOWN]:
        closes = "unknown" if each.closes is None else "yes" if each.closes else "no"
        amounts = (each.gross, each.fee, each.tax, each.net, each.payout)
        cells.append(
            [
                quoted(each.batch) or say("none"),
                each.currency,
                str(each.lines),
                *(_amount(amount, each.currency) for amount in amounts),
                say(closes),
            ]
        )
    yield from table(cells)
    if len(batches) > SHOWN:
        yield say("more", len(batches) - SHOWN)


def _arrivals(arrived: Sequence[Arrival], say: _Sayings) -> Iterator[str]:
    cells = [[say("batch"), "", say("payout"), say("bank"), say("difference"), say("found by")]]
    for each in arrived[:SHOWN]:
        amounts = (each.amount, each.arrived, each.difference)
        named = quoted(each.batch) or say("row", each.row)
        by = say(each.by) if each.by else say("not found")
        cells.append([named, each.currency, *(_amount(amount, each.currency) for amount in amounts), by])
    yield from table(cells)
    if len(arrived) > SHOWN:
        yield say("more", len(arrived) - SHOWN)


def _warnings(warnings: Sequence[ReportWarning], say: _Sayings) -> Iterator[str]:
    if warnings:
        yield ""
        yield say("warnings")
    for each in warnings[:SHOWN]:
        yield f"  {say('row', each.row) if each.row else say('file')}: {each.detail}"
    if len(warnings) > SHOWN:
        yield f"  {say('more', len(warnings) - SHOWN)}"
