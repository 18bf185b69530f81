"""An event table with its mapping -> cases to compare on."""

from datetime import datetime
from typing import NoReturn

from api.cli.failing import fail
from api.cli.model_compare import Asked


def gathered_of_table(asked: Asked, made_at: datetime) -> NoReturn:
    """Not there yet."""
    del asked, made_at
    fail("event tables cannot be compared yet; compare orders with `--orders FILE` and `--labels FILE`")
