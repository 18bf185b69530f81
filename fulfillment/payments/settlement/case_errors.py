"""What working on differences refuses.

SettlementRefused
├── CaseDecided      the case stands where this cannot be done; names what can
├── MatchRefused     the line cannot belong to this order
└── FeesRejected     the table of agreed fees has a faulty row
"""

from collections.abc import Sequence

from fulfillment.errors import FulfilmentError


class SettlementRefused(FulfilmentError):
    """this cannot be done with the settlement"""

    code = "settlement_refused"


class CaseDecided(SettlementRefused):
    """the case stands where this cannot be done"""

    code = "settlement_case_decided"

    def __init__(self, state: str, act: str, possible: Sequence[str]) -> None:
        self.state = state
        self.act = act
        self.possible = tuple(possible)
        named = ", ".join(f"`{each}`" for each in self.possible) or "nothing, it is closed"
        super().__init__(f"the case is `{state}` and cannot `{act}`; possible now: {named}")


class MatchRefused(SettlementRefused):
    """the case is not about a line that waits for its order"""

    code = "match_refused"


class FeesRejected(SettlementRefused):
    """the table of agreed fees cannot be read"""

    code = "fees_rejected"

    def __init__(self, row: int, column: str, detail: str) -> None:
        self.row = row
        self.column = column
        super().__init__(f"row {row}, `{column}`: {detail}")
