"""What `clearway payments rates` does."""

import sys
from collections.abc import Sequence
from pathlib import Path

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit, Wrong, fail
from api.cli.file_content import content_of
from api.cli.opening import moment_of
from engine.bundled import data_folder
from engine.facts.rates import EcbRates
from engine.order.currency import known_currency
from engine.order.money import Money
from fulfillment.errors import NoRate
from fulfillment.payments.rate_file import MOST_BYTES, read_rates
from fulfillment.payments.rates import RateGiven, convert, reference_rates, store_rates


def imported(clerk: Clerk, file: Path) -> Exit:
    """Stores the rates of a file."""
    return _stored(clerk, read_rates(content_of(file, MOST_BYTES)))


def stored_reference(clerk: Clerk) -> Exit:
    """Stores the rates that this version came with."""
    return _stored(clerk, tuple(reference_rates(EcbRates.load(data_folder() / "fx" / "pegs.csv"))))


def converted(clerk: Clerk, amount: int, currency: str, target: str, at: str | None) -> Exit:
    """An amount in another currency, and by which rates."""
    money, wanted = Money(amount, _known(currency)), _known(target)
    with at_home() as house, house.database.read() as session:
        try:
            found = convert(session, clerk.merchant, money, wanted, moment_of(at))
        except NoRate as error:
            fail(error.code, str(error), Exit.SOME_BAD)
    sys.stdout.write(f"{money} = {found.amount}\n")
    for each in found.rates:
        sys.stdout.write(f"  1 {each.base} = {each.rate} {each.quote}  {each.source}, {each.at:%Y-%m-%d %H:%M} UTC\n")
    return Exit.DONE


def _stored(clerk: Clerk, given: Sequence[RateGiven]) -> Exit:
    with at_home() as house, house.database.write() as session:
        new = store_rates(session, house.ids, clerk.merchant, given, house.clock.now(), clerk.name)
    sys.stdout.write(f"{new} new, {len(given) - new} stored already\n")
    return Exit.DONE


def _known(currency: str) -> str:
    try:
        return known_currency(currency)
    except ValueError as error:
        fail(Wrong.REFUSED, f"{currency}: {error}")
