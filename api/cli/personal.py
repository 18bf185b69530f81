"""What `clearway person` does."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of
from api.cli.failing import Exit
from api.composition.personal import kept_elsewhere
from api.storage import TABLES
from engine.desk.erasing import erase
from engine.desk.personal_data import handed_out, personal_data


def export(order: str, out: Path | None, merchant: str, by: str) -> Exit:
    """An order a line, written as it is read; a file that is made for it is its owner's alone."""
    clerk = Clerk(merchant, by)
    with at_home() as house:
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, order)
        orders = handed_out(house.desk, clerk.caller, order_id)
        kept = personal_data(house.desk, TABLES, merchant, orders, kept_elsewhere(house.desk, house.site))
        if out is None:
            sys.stdout.writelines(line.decode() for line in _lines(kept))
            return Exit.DONE
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(_lines(kept))
    return Exit.DONE


def _lines(kept: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    return (orjson.dumps(each, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE) for each in kept)


def erased(order: str, merchant: str, by: str) -> int:
    """How many order versions lost their personal values."""
    clerk = Clerk(merchant, by)
    with at_home() as house:
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, order)
        return erase(house.desk, clerk.caller, order_id)
