"""Files of bins and stock at the command line."""

import sys
from pathlib import Path

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit, say
from engine.counted import counted
from engine.store.sessions import WriteSession
from fulfillment.inventory.files import bin_lines, stock_lines, take_bins, take_stock
from fulfillment.inventory.sheet import Taken
from fulfillment.repeating import repeated


def stock_taken(clerk: Clerk, file: Path, reference: str) -> Exit:
    """Takes stock in."""
    content = file.read_bytes()
    with at_home() as house:
        now = house.clock.now()

        def work(session: WriteSession) -> Taken:
            return take_stock(session, house.ids, clerk.merchant, content, now, clerk.name, reference or file.name)

        taken = repeated(house.database, work)
    return _told(file, taken)


def bins_taken(clerk: Clerk, file: Path) -> Exit:
    """Takes bins in."""
    content = file.read_bytes()
    with at_home() as house:
        taken = repeated(house.database, lambda session: take_bins(session, clerk.merchant, content))
    return _told(file, taken)


def print_stock(merchant: str, warehouse: str | None) -> Exit:
    """All places as CSV."""
    with at_home() as house, house.database.read() as session:
        sys.stdout.writelines(stock_lines(session, merchant, warehouse))
    return Exit.DONE


def print_bins(merchant: str, warehouse: str | None) -> Exit:
    """All bins as CSV."""
    with at_home() as house, house.database.read() as session:
        sys.stdout.writelines(bin_lines(session, merchant, warehouse))
    return Exit.DONE


def _told(file: Path, taken: Taken) -> Exit:
    for each in taken.refused:
        place = f"{each.column}: " if each.column else ""
        say(f"{file.name}:{each.line}: {place}{each.detail}")
    refused = f", {len(taken.refused)} refused" if taken.refused else ""
    sys.stdout.write(f"{counted(taken.rows, 'row', 'rows')} taken, {taken.changed} changed something{refused}\n")
    return Exit.SOME_BAD if taken.refused else Exit.DONE
