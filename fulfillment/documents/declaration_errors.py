"""Why a parcel cannot be declared as it was asked for.

DeclarationRefused
├── DeclaredValueRefused     the wished value lies below what the destination's row asks for
├── CategoryRefused          what was sold would be declared as something else
├── NothingToDeclare         the parcel holds no piece of the order
├── NoStoredRate             an amount cannot be told in the destination's currency
├── SenderRefused            a sender cannot be kept as it was stated
└── AdvanceDataRejected      a message is not what we write
"""

from engine.order.money import Money
from fulfillment.errors import FulfilmentError


class DeclarationRefused(FulfilmentError):
    """the parcel cannot be declared so"""

    code = "declaration_refused"


class DeclaredValueRefused(DeclarationRefused):
    """the wished value is below what has to be declared"""

    code = "declared_value_refused"

    def __init__(self, wished: int, least: int, currency: str, row: str) -> None:
        self.wished = wished
        self.least = least
        self.currency = currency
        self.row = row
        due = Money(least, currency)
        super().__init__(f"{Money(wished, currency)} was wished, row `{row}` asks for {due}; declare at least that")


class CategoryRefused(DeclarationRefused):
    """what was sold is declared as a sale"""

    code = "declared_category_refused"

    def __init__(self, wished: str, due: str) -> None:
        self.wished = wished
        self.due = due
        super().__init__(f"the parcel is a `{due}` and cannot be declared as `{wished}`; leave the category out")


class NothingToDeclare(DeclarationRefused):
    """the parcel holds no piece of this order"""

    code = "nothing_to_declare"


class NoStoredRate(DeclarationRefused):
    """there is no stored rate between two currencies"""

    code = "no_stored_rate"

    def __init__(self, source: str, target: str) -> None:
        self.source = source
        self.target = target
        super().__init__(f"there is no stored rate from {source} to {target}; state the value in another currency")


class SenderRefused(DeclarationRefused):
    """the sender cannot be kept so"""

    code = "sender_refused"

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        super().__init__(f"{field} {detail}")


class AdvanceDataRejected(DeclarationRefused):
    """the advance data is not what is written here"""

    code = "advance_data_rejected"

    def __init__(self, where: str, detail: str) -> None:
        self.where = where
        super().__init__(f"{where or 'the message'} {detail}")
