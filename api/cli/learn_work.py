"""What `clearway learn` shows and does."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.columns import padded
from api.cli.failing import Exit, Wrong, fail
from api.cli.freight_phrases import saying
from api.composition.money_sources import money_sources
from api.schemas.learning import shown_causes, shown_suggestion
from fulfillment.learning.causes import CauseTable
from fulfillment.learning.cut import Cut
from fulfillment.learning.gathering import Wanted
from fulfillment.learning.keeping import DISMISSED, GONE, OPEN, dismiss
from fulfillment.learning.nights import LearningWork
from fulfillment.learning.page import Report, page, shown_in_words
from fulfillment.learning.reading import CURRENCY
from fulfillment.learning.sheet import causes_sheet
from fulfillment.learning.summing import tables_of
from fulfillment.learning.words import WORDS, LearningWords
from fulfillment.payments.settlement.amounts import money
from fulfillment.profit.reporting import midnight
from fulfillment.store.learning import suggestions_of

KEY, NUMBER, SHARE, AMOUNT = 34, 7, 24, 14
STATES = (OPEN, DISMISSED, GONE)
Pretty = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z


@dataclass(frozen=True, slots=True)
class Period:
    """A period as written on the command line, both days included."""

    since: str
    until: str
    shop: str | None

    def days(self) -> tuple[date, date]:
        """Ends the command for what is no day."""
        since, until = _day(self.since), _day(self.until)
        if until < since:
            fail(Wrong.REFUSED, f"--until {self.until} is before --from {self.since}")
        return since, until

    def wanted(self, merchant: str) -> Wanted:
        """The orders that are meant."""
        since, until = self.days()
        return Wanted(merchant=merchant, since=midnight(since), until=midnight(until + timedelta(days=1)),
                      shop=self.shop)  # fmt: skip


def causes_shown(
    clerk: Clerk, period: Period, over: Cut, csv: Path | None, html: Path | None, *, as_json: bool
) -> Exit:
    """Causes by something, as lines, JSON, a table and a page."""
    says = WORDS[clerk.language.value]
    wanted = period.wanted(clerk.merchant)
    with at_home() as house, house.database.snapshot() as session:
        overs = [over] if html is None else list(Cut)
        tables = tables_of(session, wanted, overs, CURRENCY)
        if html is not None:
            since, until = period.days()
            found = suggestions_of(session, clerk.merchant, OPEN) if period.shop is None else ()
            report = Report(since=since, until=until, now=house.clock.now(), currency=CURRENCY, tables=tables,
                            suggestions=found)  # fmt: skip
            html.write_text(page(report, says), encoding="utf-8")
    table = tables[over]
    if csv is not None:
        csv.write_text(causes_sheet(table), encoding="utf-8", newline="")
    if as_json:
        sys.stdout.write(f"{orjson.dumps(shown_causes(table), option=Pretty).decode()}\n")
        return Exit.DONE
    sys.stdout.writelines(f"{line}\n" for line in table_lines(table, says))
    for each in (csv, html):
        if each is not None:
            sys.stdout.write(f"{saying('written', clerk.language, each)}\n")
    return Exit.DONE


def table_lines(table: CauseTable, says: LearningWords) -> Iterator[str]:
    """A line a row, and all together."""
    if not table.total.orders:
        yield says.nothing
        return
    for row in (*table.rows, table.total):
        share = row.share
        said = "" if share is None else f"{share.estimate:.1%} ({share.low:.1%}-{share.high:.1%})"
        causes = ", ".join(f"{says.cause(cause)} {many}" for cause, many in row.causes.most_common(3))
        numbers = f"{padded(f'{row.cases}/{row.orders}', NUMBER)} {padded(said, SHARE)}"
        stake = padded(money(row.at_stake, table.currency), AMOUNT)
        yield f"{padded(row.key or says.total, KEY)} {numbers} {stake} {causes}"


def suggestions_shown(clerk: Clerk, state: str, *, as_json: bool) -> Exit:
    """Suggestions in a state."""
    if state not in STATES:
        fail(Wrong.REFUSED, f"--state {state}: write one of {', '.join(STATES)}")
    says = WORDS[clerk.language.value]
    with at_home() as house, house.database.read() as session:
        found = suggestions_of(session, clerk.merchant, state)
    if as_json:
        shown = [shown_suggestion(each, says) for each in found]
        sys.stdout.write(f"{orjson.dumps(shown, option=Pretty).decode()}\n")
        return Exit.DONE
    if not found:
        sys.stdout.write(f"{says.no_suggestions}\n")
    for each in found:
        words = shown_in_words(each, says)
        sys.stdout.write(f"{each.id}  {words['monthly']}\n  {words['change']}\n  {words['why']} [{each.rule}]\n")
    return Exit.DONE


def dismissed(clerk: Clerk, id_: str, why: str) -> Exit:
    """Sets one aside. Raises NotFound and SuggestionNotOpen."""
    with at_home() as house, house.database.write() as session:
        found = dismiss(session, house.ids, clerk.caller, id_, why, house.clock.now())
    sys.stdout.write(f"{found.id}  {found.state}\n")
    return Exit.DONE


def night_done(clerk: Clerk) -> Exit:
    """A merchant's night at once; then what is suggested."""
    with at_home() as house:
        work = LearningWork(
            database=house.database, site=house.site, sources=money_sources(house.desk), clock=house.clock
        )
        work.whole(clerk.merchant)
    return suggestions_shown(clerk, OPEN, as_json=False)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(Wrong.REFUSED, f"{text}: write a day such as 2026-11-30")
