"""Texts of callers that are stored: no control characters, which some databases refuse, and a length that has room."""

from typing import Annotated

from pydantic import Field

LINE = r"^[^\x00-\x1f\x7f]+$"
PAGE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$"

Name = Annotated[str, Field(min_length=1, max_length=128, pattern=LINE)]
Why = Annotated[str, Field(min_length=1, max_length=1000, pattern=PAGE)]
LabelSource = Annotated[
    str,
    Field(
        min_length=1,
        max_length=64,
        pattern=LINE,
        description="Who says so: `chargeback`, `analyst`, `refund` or `trusted`, as in files of labels, or a word of "
        "your own.",
    ),
]
ReasonCode = Annotated[
    str | None,
    Field(min_length=1, max_length=64, pattern=LINE, description="As the card network or the merchant has it."),
]
