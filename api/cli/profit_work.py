"""What `clearway profit` shows and does."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of, told_if_new
from api.cli.columns import padded
from api.cli.failing import Exit, Wrong, fail
from api.cli.freight_phrases import saying
from api.cli.freight_work import sources_of
from api.cli.phrases import Language
from api.composition.house import House
from api.composition.money_sources import profit_books
from api.schemas.profit import shown_profits, shown_table
from engine.counted import filled
from engine.order.currency import exponents
from fulfillment.payments.settlement.amounts import money
from fulfillment.profit.actual import Profits, profits_of
from fulfillment.profit.figure import OrderProfit, Part
from fulfillment.profit.keeping import ProfitBooks, Standing
from fulfillment.profit.kept_order import KeptOrder
from fulfillment.profit.page import page
from fulfillment.profit.reporting import each_order, midnight, period_report
from fulfillment.profit.reporting import summed_up as summed
from fulfillment.profit.sheet import orders_sheet, table_sheet
from fulfillment.profit.tables import Over, ProfitTable
from fulfillment.profit.terms import read_terms
from fulfillment.profit.wanted import Wanted
from fulfillment.profit.words import WORDS, ProfitWords
from fulfillment.store.profit import profit_terms, put_profit_terms
from fulfillment.store.profit_due import count_due
from fulfillment.store.profit_shares import worst_orders

KEY, AMOUNT, NAME = 34, 16, 16
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Period:
    """A period as written on the command line, both days included."""

    since: str
    until: str
    currency: str
    is_expected: bool
    shop: str | None
    channel: str | None

    def wanted(self, merchant: str) -> Wanted:
        """The orders that are meant. Ends the command for what is no day or no currency."""
        since, until = _day(self.since), _day(self.until)
        if until < since:
            fail(Wrong.REFUSED, f"--until {self.until} is before --from {self.since}")
        return Wanted(
            merchant=merchant,
            since=midnight(since),
            until=midnight(until + timedelta(days=1)),
            currency=_known(self.currency),
            is_expected=self.is_expected,
            shops=None if self.shop is None else frozenset({self.shop}),
            channel=self.channel,
        )


def order_shown(clerk: Clerk, named: str, currency: str, *, as_json: bool) -> Exit:
    """One order, as expected and as far as it is booked. SOME_BAD when a part is not known."""
    with at_home() as house, house.database.read() as session:
        order_id = order_id_of(session, clerk, named)
        chosen = _known(currency) if currency else ""
        with told_if_new(session, clerk, order_id):
            found = profits_of(session, sources_of(house), clerk.merchant, order_id, currency=chosen)
    if as_json:
        sys.stdout.write(f"{orjson.dumps(shown_profits(found), option=orjson.OPT_INDENT_2).decode()}\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in order_lines(found, clerk.language))
    return Exit.DONE if found.actual.total_minor is not None else Exit.SOME_BAD


def order_lines(found: Profits, language: Language) -> Iterator[str]:
    """Figure by figure, with where each is from; then what is left of both."""
    says = WORDS[language.value]
    for each in found.actual.figures:
        amount = says.unknown if each.minor is None else money(each.minor, found.actual.currency)
        source = says.because(each.source) if each.minor is None else _from(each.source, says)
        known = padded(says.known[each.known], 10)
        yield f"{padded(says.parts[each.part], NAME)} {padded(amount, AMOUNT)} {known} {source}"
    for name, profit in (("actual", found.actual), ("expected", found.expected)):
        yield f"{padded(f'{says.profit}, {saying(name, language)}', 2 * NAME)} {_total(profit, says)}"


def orders_listed(clerk: Clerk, period: Period, csv: Path | None, *, only_losses: bool) -> Exit:
    """Orders of a period, a line each."""
    says = WORDS[clerk.language.value]
    with at_home() as house:
        wanted = period.wanted(clerk.merchant)
        books = _caught_up(house, wanted, clerk.language)
        with house.database.snapshot() as session:
            standing = books.standing(session, wanted)
            worst = worst_orders(session, wanted, None, is_sure=True) if only_losses else ()
        found: Iterable[KeptOrder] = worst if only_losses else each_order(house.database, wanted)
        if csv is not None:
            with csv.open("w", encoding="utf-8", newline="") as file:
                file.writelines(orders_sheet(found))
            sys.stdout.write(f"{saying('written', clerk.language, csv)}\n")
        else:
            for each in found:
                sys.stdout.write(f"{each.order_id}  {padded(each.lane, KEY)} {_total(each, says)}\n")
        _tell_left_out(standing, clerk.language)
    return Exit.DONE


def summed_up(clerk: Clerk, period: Period, over: Over, csv: Path | None, html: Path | None, *, as_json: bool) -> Exit:
    """Profits by something, as lines, JSON, a table and a page."""
    says = WORDS[clerk.language.value]
    with at_home() as house:
        wanted = period.wanted(clerk.merchant)
        books = _caught_up(house, wanted, clerk.language)
        with house.database.snapshot() as session:
            standing, table = books.standing(session, wanted), summed(session, wanted, over)
            if html is not None:
                html.write_text(page(period_report(session, books, wanted), says), encoding="utf-8")
    if csv is not None:
        csv.write_text(table_sheet(table, standing.pending), encoding="utf-8", newline="")
    if as_json:
        shown = shown_table(table, standing)
        sys.stdout.write(f"{orjson.dumps(shown, option=orjson.OPT_INDENT_2).decode()}\n")
        return Exit.DONE
    sys.stdout.writelines(f"{line}\n" for line in table_lines(table, says))
    for each in (csv, html):
        if each is not None:
            sys.stdout.write(f"{saying('written', clerk.language, each)}\n")
    _tell_left_out(standing, clerk.language)
    return Exit.DONE


def table_lines(table: ProfitTable, says: ProfitWords) -> Iterator[str]:
    """A line a row, all together, and what is not known."""
    if not table.total.orders:
        yield says.nothing
        return
    for row in (*table.rows, table.total):
        margin = "" if row.margin_bp is None else f"{row.margin_bp / 100:.1f} %"
        incomplete = f"  {says.incomplete}: {row.incomplete}" if row.incomplete else ""
        profit = padded(money(row.profit, table.currency), AMOUNT)
        yield f"{padded(row.key or says.total, KEY)} {padded(str(row.orders), 6)} {profit} {margin}{incomplete}"
    if table.total.incomplete:
        yield filled(says.careful, table.total.incomplete, table.total.orders)
        for word, many in table.why.items():
            yield f"  {says.because(word)} ({many})"


def costs_kept(clerk: Clerk, file: Path | None) -> Exit:
    """Keeps what a table states in the place of all that was stated, and shows it."""
    with at_home() as house:
        if file is not None:
            terms = read_terms(file.read_text(encoding="utf-8-sig"), clerk.merchant)
            with house.database.write() as session:
                put_profit_terms(session, clerk.merchant, terms)
        with house.database.read() as session:
            kept = profit_terms(session, clerk.merchant)
    for each in kept:
        said = f"{each.share_ppm / 10_000:g} %" if each.share_ppm else money(each.minor, each.currency)
        sys.stdout.write(
            f"{padded(each.kind, 10)} {padded(each.name, 4)} {said if each.currency or each.share_ppm else '0 %'}\n"
        )
    sys.stdout.write(f"{saying('terms', clerk.language, len(kept))}\n")
    return Exit.DONE


def _from(source: str, says: ProfitWords) -> str:
    """Where a figure is from, with what it names."""
    named = source.partition(":")[2]
    return f"{says.whence(source)} ({named})" if named else says.whence(source)


def _total(profit: OrderProfit | KeptOrder, says: ProfitWords) -> str:
    known = money(profit.known_minor, profit.currency)
    if profit.total_minor is not None:
        return known
    parts = list(dict.fromkeys(each.part for each in profit.unknown))
    named = ", ".join(says.parts[part] for part in Part if part in parts)
    return f"{known} + {says.unknown}: {named}"


def _caught_up(house: House, wanted: Wanted, language: Language) -> ProfitBooks:
    """The books, once all that is wanted is counted; says how far it is where that takes a while."""
    books = profit_books(house.database, house.desk)
    while books.catch_up(wanted, AT_ONCE) == AT_ONCE:
        with house.database.read() as session:
            left = count_due(session, wanted)
        sys.stderr.write(f"{filled(WORDS[language.value].pending, left)}\n")
    return books


def _tell_left_out(standing: Standing, language: Language) -> None:
    if standing.left_out:
        sys.stdout.write(f"{saying('left_out', language, standing.left_out)}\n")
    if standing.pending:
        sys.stdout.write(f"{filled(WORDS[language.value].pending, standing.pending)}\n")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(Wrong.REFUSED, f"{text}: write a day such as 2026-11-30")


def _known(currency: str) -> str:
    if currency not in exponents():
        fail(Wrong.REFUSED, f"{currency} is no currency of ISO 4217; write one such as EUR")
    return currency
