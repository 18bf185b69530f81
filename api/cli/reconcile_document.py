"""The JSON of `clearway payments reconcile`, a stable interface: docs/how-to-reconcile.md describes it.

Amounts are minor units after ISO 4217, signed as the merchant sees them. Moments are ISO 8601 in UTC.
"""

from datetime import datetime

from fulfillment.payments.settlement.closing import Batch, Check, Closing
from fulfillment.payments.settlement.errors import ReportRejected
from fulfillment.payments.settlement.ladder import Ladder, ladders, summary
from fulfillment.payments.settlement.report import ReportWarning, SettlementReport

Document = dict[str, object]


def document(report: SettlementReport, closing: Closing) -> Document:
    """Everything that the command has to say of a report."""
    return {
        "report": {
            "provider": report.provider,
            "name": report.name,
            "digest": report.digest,
            "lines": len(report.lines),
            "since": _moment(report.since),
            "until": _moment(report.until),
            "opening": dict(report.opening),
            "closing": dict(report.closing),
        },
        "refused": False,
        "closes": closing.closes,
        "currencies": [{"currency": each.currency, **_amounts(each)} for each in summary(report)],
        "batches": [_batch(each) for each in closing.batches],
        "orders": [_order(each) for each in ladders(report, closing)],
        "checks": [_check(each) for each in closing.checks],
        "warnings": [_warning(each) for each in report.warnings],
        "faults": [],
    }


def refusal(rejected: ReportRejected) -> Document:
    """A file that cannot be read, with every fault."""
    return {
        "report": {"provider": rejected.provider, "name": rejected.name},
        "refused": True,
        "closes": False,
        "faults": [
            {"row": each.row, "column": each.column, "code": each.code, "detail": each.detail}
            for each in rejected.faults
        ],
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def _amounts(ladder: Ladder) -> Document:
    return {**ladder.rungs, "net": ladder.net}


def _order(ladder: Ladder) -> Document:
    return {
        "order": ladder.order,
        "currency": ladder.currency,
        **_amounts(ladder),
        "paid_out": ladder.paid_out,
        "batches": list(ladder.batches),
        "rows": list(ladder.rows),
    }


def _batch(batch: Batch) -> Document:
    return {
        "batch": batch.batch,
        "currency": batch.currency,
        "lines": batch.lines,
        "gross": batch.gross,
        "fee": batch.fee,
        "tax": batch.tax,
        "net": batch.net,
        "payout": batch.payout,
        "closes": batch.closes,
    }


def _check(check: Check) -> Document:
    return {
        "of": str(check.of),
        "row": check.row,
        "batch": check.batch,
        "currency": check.currency,
        "stated": check.stated,
        "counted": check.counted,
        "difference": check.difference,
        "closes": check.closes,
    }


def _warning(warning: ReportWarning) -> Document:
    return {"row": warning.row, "code": warning.code, "word": warning.word, "detail": warning.detail}
