"""What `clearway payments` does beside reading files: reports of periods, cases, and agreed fees."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.columns import padded
from api.cli.failing import Exit, Wrong, fail
from api.cli.phrases import Language
from api.cli.settlement_phrases import differs_word, saying, state_word
from api.schemas.settlements import shown_case, shown_in_full
from engine.store.sessions import WriteSession
from fulfillment.payments.settlement.ages import days_between
from fulfillment.payments.settlement.agreeing import agree_table
from fulfillment.payments.settlement.amounts import money
from fulfillment.payments.settlement.cases import subject_of
from fulfillment.payments.settlement.deciding import decide, found_case, match_by_hand
from fulfillment.payments.settlement.fee_table import read_fees
from fulfillment.payments.settlement.kinds import STANDS_OPEN, Act
from fulfillment.payments.settlement.page import page
from fulfillment.payments.settlement.page_words import WORDS
from fulfillment.payments.settlement.periods import Asked, Period, period_of
from fulfillment.payments.settlement.sheet import sheet
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.records import SettlementCase
from fulfillment.repeating import repeated
from fulfillment.store.settlement_cases import agreed_fees, cases_after, entries_of

KIND, ABOUT = 28, 38
ACTS: Mapping[str, Act] = {
    "explain": Act.EXPLAIN,
    "write-off": Act.WRITE_OFF,
    "appeal": Act.APPEAL,
    "won": Act.WIN,
    "lost": Act.LOSE,
    "recovered": Act.RECOVER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A period as written on the command line, both days included, and where to write it."""

    since: str
    until: str
    provider: str | None
    html: Path | None
    csv: Path | None


def report(clerk: Clerk, wanted: Wanted, language: Language) -> Exit:
    """The report of a period: files where they are named, and a summary in lines."""
    since, until = _day(wanted.since), _day(wanted.until)
    if until < since:
        fail(Wrong.REFUSED, f"--until {wanted.until} is before --from {wanted.since}")
    with at_home() as house, house.database.read() as session:
        asked = Asked(
            merchant=clerk.merchant,
            since=_midnight(since),
            until=_midnight(until + timedelta(days=1)),
            now=house.clock.now(),
            provider=wanted.provider,
        )
        period = period_of(session, asked)
    if wanted.html is not None:
        wanted.html.write_text(page(period, WORDS[language.value]), encoding="utf-8")
    if wanted.csv is not None:
        wanted.csv.write_text(sheet(period), encoding="utf-8", newline="")
    for line in _summary(period, language):
        sys.stdout.write(f"{line}\n")
    for file in (wanted.html, wanted.csv):
        if file is not None:
            sys.stdout.write(f"{saying('written', language, file)}\n")
    return Exit.DONE


def list_cases(
    clerk: Clerk, state: str | None, kind: str | None, language: Language, *, everything: bool, as_json: bool
) -> Exit:
    """Cases, oldest first; those that are open unless others are asked for."""
    with at_home() as house, house.database.read() as session:
        now = house.clock.now()
        found = cases_after(session, clerk.merchant, None, state=state, kind=kind)
    shown = [each for each in found if everything or state is not None or each.state in STANDS_OPEN]
    for each in shown:
        if as_json:
            sys.stdout.write(f"{orjson.dumps(shown_case(each, now), option=orjson.OPT_UTC_Z).decode()}\n")
        else:
            sys.stdout.write(f"{_line(each, now, language)}\n")
    if not shown and not as_json:
        sys.stdout.write(f"{saying('none', language)}\n")
    return Exit.DONE


def show_case(clerk: Clerk, case_id: str) -> Exit:
    """One case with its history, as JSON."""
    with at_home() as house, house.database.read() as session:
        case = found_case(session, clerk.merchant, case_id)
        shown = shown_in_full(case, entries_of(session, clerk.merchant, case_id), house.clock.now())
    sys.stdout.write(f"{orjson.dumps(shown, option=orjson.OPT_UTC_Z | orjson.OPT_INDENT_2).decode()}\n")
    return Exit.DONE


def settle_case(clerk: Clerk, case_id: str, act: str, why: str, chosen: str | None, language: Language) -> Exit:
    """One step of a case; prints how it stands then."""
    if (act == "match") != (chosen is not None):
        fail(Wrong.WRONG_USE, "name the order or payout with --to, and only for `match`")
    with at_home() as house:
        now = house.clock.now()

        def work(session: WriteSession) -> SettlementCase:
            sitting = Sitting(session=session, site=house.site, merchant=clerk.merchant, now=now, actor=clerk.name)
            if chosen is not None:
                return match_by_hand(sitting, case_id, chosen, why)
            return decide(sitting, case_id, ACTS[act], why)

        case = repeated(house.database, work)
    sys.stdout.write(f"{_line(case, now, language)}\n")
    return Exit.DONE


def set_fees(clerk: Clerk, file: Path) -> Exit:
    """Keeps what was agreed with the providers that a table names."""
    fees = read_fees(file.read_text(encoding="utf-8-sig"), clerk.merchant)
    with at_home() as house, house.database.write() as session:
        now = house.clock.now()
        sitting = Sitting(session=session, site=house.site, merchant=clerk.merchant, now=now, actor=clerk.name)
        agree_table(sitting, fees)
        for each in agreed_fees(session, clerk.merchant):
            share = f"{each.share_ppm / 10_000:g} %"
            fixed, room = money(each.fixed, each.currency), money(each.tolerance, each.currency)
            sys.stdout.write(f"{padded(each.provider, 12)} {each.currency}  {share} + {fixed}, within {room}\n")
    return Exit.DONE


def _summary(period: Period, language: Language) -> list[str]:
    says = WORDS[language.value]
    lines = []
    for currency, rungs in period.rungs.items():
        lines.append(currency)
        lines += [f"  {padded(says.rungs[name], 16)} {money(each, currency)}" for name, each in rungs.items() if each]
        lines.append(f"  {padded(says.rungs['net'], 16)} {money(sum(rungs.values()), currency)}")
    unclosed = sum(each.standing == "differs" for each in period.batches)
    counted = [(says.open_card, len(period.open_cases)), (says.unclosed_card, unclosed)]
    return [*lines, *(f"{name}: {many}" for name, many in counted)] if lines else [says.nothing]


def _line(case: SettlementCase, now: datetime, language: Language) -> str:
    due = "" if case.due_at is None else f"  {saying('appeal', language, case.due_at.date())}"
    age = saying("age", language, days_between(case.opened_at, now))
    kind = padded(differs_word(case.kind, language), KIND)
    amount, state = money(case.amount, case.currency), state_word(case.state, language)
    return f"{case.id}  {kind} {padded(subject_of(case), ABOUT)} {amount}  {age}  {state}{due}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(Wrong.REFUSED, f"{text}: write a day such as 2026-11-30")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(tzinfo=UTC))
