"""What keeps a carrier's bill from being read: all of it at once, each fault with its row and column."""

from typing import ClassVar

from fulfillment.payments.settlement.errors import ReportRejected


class BillRejected(ReportRejected):
    """the carrier's bill cannot be read"""

    code: ClassVar[str] = "freight_bill_rejected"
