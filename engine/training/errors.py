"""What training refuses, each with a stable code and the data that the caller needs to go on."""

from typing import ClassVar

from engine.errors import ClearwayError


class TrainingError(ClearwayError):
    """a model cannot be trained or judged so"""

    code: ClassVar[str] = "training_error"


class SplitRefused(TrainingError):
    """rows are split by time only: a split at random lets a model see the future of the same customers"""

    code = "split_refused"


class TooFewRows(TrainingError):
    """there are too few rows to train on"""

    code = "too_few_rows"

    def __init__(self, what: str, rows: int, least: int) -> None:
        self.rows = rows
        self.least = least
        super().__init__(f"{what} has {rows} rows; at least {least} are needed, so widen its dates")
