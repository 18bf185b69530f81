"""What the training of orders refuses, each with a stable code, its data and the next step.

TrainingError
├── NoRows            there is nothing to fit or judge
├── TooFewOrders      fewer than a forest needs
├── OtherSchema       vectors of other features than this version reads
├── LaterLabels       labels that became known after the moment of which the model shall know
├── LabelsUnreadable  a line of a file of labels cannot be read
├── RowsDiffer        the orders or labels are others than those that the card was made of
├── RefitDiffers      the same orders came to another artefact
├── CardRefused       a card cannot be read
└── CardChanged       the artefact was made with another card
"""

from datetime import datetime

from engine.training.errors import TrainingError


class NoRows(TrainingError):
    """there are no orders to learn from"""

    code = "no_rows"

    def __init__(self, what: str) -> None:
        super().__init__(f"there are no orders {what}; choose another window, or decide orders first")


class TooFewOrders(TrainingError):
    """there are too few orders for a forest"""

    code = "too_few_orders"

    def __init__(self, rows: int, least: int) -> None:
        self.rows = rows
        self.least = least
        super().__init__(
            f"{rows:,} orders are fewer than the {least:,} that a forest is fitted on; let rules decide alone until "
            "there are more, or ask for fewer in a trial"
        )


class OtherSchema(TrainingError):
    """these vectors are of other features"""

    code = "other_schema"

    def __init__(self, order_id: str, schema: str, wanted: str) -> None:
        self.order_id = order_id
        self.schema = schema
        super().__init__(
            f"the vector of order `{order_id}` is of schema {schema}, this version reads {wanted}; train on orders "
            "that were decided since the features changed, or decide their file again"
        )


class LaterLabels(TrainingError):
    """some labels became known later than the model shall know"""

    code = "later_labels"

    def __init__(self, count: int, first: datetime, as_of: datetime) -> None:
        self.count = count
        self.first = first
        super().__init__(
            f"{count:,} labels became known after {as_of:%Y-%m-%d %H:%M %Z}, the first at {first:%Y-%m-%d %H:%M %Z}; "
            "let it know more, or leave them out"
        )


class LabelsUnreadable(TrainingError):
    """a label cannot be read"""

    code = "labels_unreadable"

    def __init__(self, line: int, detail: str) -> None:
        self.line = line
        super().__init__(
            f"line {line} of the labels: {detail}; write CSV with the columns order_id, kind, source, known_at and "
            "reason_code, or JSON lines with these fields"
        )


class RowsDiffer(TrainingError):
    """these are not the rows that the card was made of"""

    code = "rows_differ"

    def __init__(self, found: tuple[int, str], wanted: tuple[int, str]) -> None:
        self.found = found
        self.wanted = wanted
        super().__init__(
            f"these orders and labels are not those of the card: {found[0]:,} rows of digest {found[1][:12]}, the card "
            f"has {wanted[0]:,} of {wanted[1][:12]}; hand in the files, rules and data that the card was made with"
        )


class RefitDiffers(TrainingError):
    """the same rows came to another model"""

    code = "refit_differs"

    def __init__(self, found: str, wanted: str, libraries: str) -> None:
        super().__init__(
            f"the same rows came to the artefact {found[:12]}, the card has {wanted[:12]}; {libraries or 'report it'}"
        )


class CardRefused(TrainingError):
    """this is no card of a model"""

    code = "card_refused"

    def __init__(self, where: str, detail: str) -> None:
        self.where = where
        super().__init__(f"the card cannot be read: {where}: {detail}; hand in a `card.json` that training wrote")


class CardChanged(TrainingError):
    """this is not the card that the model was made with"""

    code = "card_changed"

    def __init__(self, version: str) -> None:
        self.version = version
        super().__init__(
            f"the artefact of {version} was made with another card, or the card was changed since; which orders "
            "the model has seen cannot be told from it, so take both files as training wrote them"
        )
