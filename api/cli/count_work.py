"""What `clearway stock count` does."""

import sys
from collections.abc import Sequence
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.columns import padded
from api.cli.failing import Exit
from api.cli.phrases import Language
from api.schemas.stock import shown_line, shown_sheet
from engine.store.sessions import WriteSession
from fulfillment.documents.count_sheets import printed_count
from fulfillment.inventory.counting import (
    Counted,
    CountWanted,
    count_sheet,
    drop_count,
    plan_count,
    post_count,
    tell_count,
)
from fulfillment.records import CountLine, StockCount
from fulfillment.repeating import repeated

BIN, SKU, LOT, STATE = 16, 32, 16, 8
PRINTED = ("count sheet in", "盘点单已写入")


def planned(clerk: Clerk, warehouse: str, abc: str, zone: str, aisle: str, bins: Sequence[str], tolerance: int) -> Exit:
    """Plans a count."""
    wanted = CountWanted(warehouse=warehouse, class_=abc, zone=zone, aisle=aisle, bins=tuple(bins),
                         tolerance_pct=tolerance)  # fmt: skip
    with at_home() as house:
        now = house.clock.now()

        def work(session: WriteSession) -> StockCount:
            return plan_count(session, house.ids, clerk.merchant, wanted, now, clerk.name)

        made = repeated(house.database, work)
    return show_sheet(clerk, made.id, as_json=False)


def show_sheet(clerk: Clerk, id_: str, *, as_json: bool) -> Exit:
    """The sheet."""
    with at_home() as house, house.database.read() as session:
        count, lines = count_sheet(session, clerk.merchant, id_)
    if as_json:
        sys.stdout.write(f"{orjson.dumps(shown_sheet(count, lines)).decode()}\n")
        return Exit.DONE
    sys.stdout.write(f"{count.id} {count.warehouse} {count.chosen_by} {count.state}\n")
    for line in lines:
        sys.stdout.write(_row(line))
    return Exit.DONE


def printed(clerk: Clerk, id_: str, out: Path) -> Exit:
    """The sheet as a PDF."""
    with at_home() as house, house.database.read() as session:
        faces = house.print_shop.typesetter
        count, lines = count_sheet(session, clerk.merchant, id_)
        sheet = printed_count(session, faces, count, lines, "zh" if clerk.language is Language.ZH else "en")
    out.write_bytes(faces.pdf(sheet))
    sys.stdout.write(f"{PRINTED[clerk.language is Language.ZH]} {out}\n")
    return Exit.DONE


def told(clerk: Clerk, id_: str, sku: str, pieces: int, bin_: str, lot: str) -> Exit:
    """Enters what was found."""
    found = Counted(sku=sku, pieces=pieces, bin=bin_, lot=lot)
    with at_home() as house:
        line = repeated(house.database, lambda session: tell_count(session, clerk.merchant, id_, found, clerk.name))
    sys.stdout.write(_row(line))
    return Exit.DONE


def posted(clerk: Clerk, id_: str) -> Exit:
    """Books the differences."""
    with at_home() as house:
        now = house.clock.now()

        def work(session: WriteSession) -> StockCount:
            return post_count(session, house.ids, clerk.merchant, id_, now, clerk.name)

        repeated(house.database, work)
    return show_sheet(clerk, id_, as_json=False)


def dropped(clerk: Clerk, id_: str) -> Exit:
    """Ends the count."""
    with at_home() as house:
        now = house.clock.now()
        repeated(house.database, lambda session: drop_count(session, clerk.merchant, id_, now))
    return show_sheet(clerk, id_, as_json=False)


def _row(line: CountLine) -> str:
    seen = shown_line(line)
    number = line.second if line.second is not None else line.first
    found = "" if seen["first"] is None else f" found {number}"
    booked = "" if line.posted is None else f", booked {line.posted:+d}"
    place = f"{padded(line.bin, BIN)} {padded(line.sku, SKU)} {padded(line.lot, LOT)}"
    return f"{line.line:>4} {place} {padded(line.state, STATE)}{found}{booked}".rstrip() + "\n"
