"""What `clearway freight` shows and does."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.columns import padded
from api.cli.failing import Exit, Wrong, fail, say
from api.cli.file_content import content_of
from api.cli.freight_phrases import saying
from api.cli.phrases import Language
from api.cli.progress import counting
from api.composition.house import House
from api.composition.money_sources import money_sources
from api.schemas.freight import shown_bill, shown_bill_taken, shown_freight_case, shown_looked
from engine.bundled import data_folder
from engine.counted import counted
from engine.store.sessions import WriteSession
from fulfillment.freight.bill import FreightBill
from fulfillment.freight.cases import decide
from fulfillment.freight.disputing import because, dispute, dispute_letter, dispute_table, disputed
from fulfillment.freight.errors import BillRejected
from fulfillment.freight.kinds import STANDS_OPEN, Act
from fulfillment.freight.readers.mapping import read_bill_mapping
from fulfillment.freight.readers.reading import read_bill
from fulfillment.freight.recovery import recoveries
from fulfillment.freight.sources import Sources
from fulfillment.freight.taking_in import Importing, Looked, Taken, reasons_in
from fulfillment.freight.tolerances import load_tolerances
from fulfillment.freight.words import WORDS, FreightWords
from fulfillment.payments.settlement.ages import days_between
from fulfillment.payments.settlement.amounts import money
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.records import FreightCase
from fulfillment.repeating import repeated
from fulfillment.store.freight import freight_files_after
from fulfillment.store.freight_cases import freight_cases_after

MOST_BYTES = 16 << 20
PARCEL, KIND = 24, 24
Pretty = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A file as it is named on the command line."""

    file: Path
    shape: str
    carrier: str
    mapping: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which differences are listed."""

    state: str | None
    carrier: str | None
    file_id: str | None
    everything: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What is written of a dispute, and why it counts as sent; nothing where it does not yet."""

    csv: Path | None
    pdf: Path | None
    invoice: str | None
    sent: str | None


def sources_of(house: House) -> Sources:
    """What freight and profit are judged by."""
    return money_sources(house.desk)


def taken(clerk: Clerk, bill: Bill, *, only_look: bool, as_json: bool) -> Exit:
    """Takes a bill in, or only looks at it. SOME_BAD when something differs, NOTHING_READ when it cannot be read."""
    try:
        read = _read(bill)
    except BillRejected as rejected:
        faults = counted(len(rejected.faults), "fault", "faults")
        say(f"clearway: {rejected.name} cannot be read as a bill of {rejected.provider}; {faults}")
        for fault in rejected.faults:
            say(f"  {fault}")
        return Exit.NOTHING_READ
    for each in read.warnings:
        say(f"{read.name}: {f'row {each.row}: ' if each.row else ''}{each.detail} [{each.code}]")
    with at_home() as house:
        work = _importing(house, clerk)
        if only_look:
            return _looked(read, work.look(read), clerk.language, as_json=as_json)
        with counting(read.name, len(read.lines), quiet=as_json) as step:
            done = work.take(read, step)
        with house.database.read() as session:
            cases = freight_cases_after(session, clerk.merchant, None, file_id=done.file.id)
        return _told(done, cases, clerk.language, house.clock.now(), as_json=as_json)


def audited(clerk: Clerk, bill_id: str, *, as_json: bool) -> Exit:
    """Looks at a bill again."""
    with at_home() as house:
        done = _importing(house, clerk).audit(bill_id)
        with house.database.read() as session:
            cases = freight_cases_after(session, clerk.merchant, None, file_id=bill_id)
        return _told(done, cases, clerk.language, house.clock.now(), as_json=as_json)


def bills_shown(merchant: str, *, as_json: bool) -> Exit:
    """All bills, a line each."""
    with at_home() as house, house.database.read() as session:
        found = freight_files_after(session, merchant, None)
    for each in found:
        if as_json:
            sys.stdout.write(f"{orjson.dumps(shown_bill(each), option=orjson.OPT_UTC_Z).decode()}\n")
        else:
            lines = f"{each.fresh}/{each.size}"
            sys.stdout.write(f"{each.id}  {padded(each.carrier, 12)} {each.received_at.date()}  {lines}  {each.name}\n")
    if not found and not as_json:
        sys.stdout.write(f"{saying('no_bills', Language.EN)}\n")
    return Exit.DONE


def differences_shown(clerk: Clerk, wanted: Wanted, *, as_json: bool) -> Exit:
    """Differences, those that are open unless others are asked for, and how much came back."""
    with at_home() as house, house.database.read() as session:
        now = house.clock.now()
        found = freight_cases_after(session, clerk.merchant, None, carrier=wanted.carrier, file_id=wanted.file_id)
    shown = [each for each in found if wanted.state in (None, each.state)]
    shown = [each for each in shown if wanted.everything or wanted.state is not None or each.state in STANDS_OPEN]
    if as_json:
        for each in shown:
            sys.stdout.write(f"{orjson.dumps(shown_freight_case(each, now), option=orjson.OPT_UTC_Z).decode()}\n")
        return Exit.DONE
    sys.stdout.writelines(f"{line}\n" for line in _lines(shown, clerk.language, now))
    for row in recoveries(found, now):
        rate = "" if row.rate_bp is None else saying("rate", clerk.language, f"{row.rate_bp / 100:.1f}")
        stake, back = money(row.at_stake, row.currency), money(row.credited, row.currency)
        said = saying("recovered", clerk.language, row.carrier, row.currency, stake, row.cases, back, rate)
        sys.stdout.write(f"{said}\n")
    return Exit.DONE


def decided(clerk: Clerk, case_id: str, act: str, why: str) -> Exit:
    """One step of a difference; prints how it stands then."""
    with at_home() as house:
        now = house.clock.now()

        def work(session: WriteSession) -> FreightCase:
            return decide(_sitting(house, clerk, session, now), case_id, Act(act), why)

        case = repeated(house.database, work)
    sys.stdout.writelines(f"{line}\n" for line in _lines([case], clerk.language, now))
    return Exit.DONE


def disputed_by(clerk: Clerk, bill_id: str, papers: Papers) -> Exit:
    """Writes what is asked for; and notes, where it was sent, that the differences are disputed."""
    if papers.csv is None and papers.pdf is None and papers.sent is None:
        fail(Wrong.WRONG_USE, "name a file with --csv or --pdf, or say with --sent that it was sent")
    words = WORDS[clerk.language.value]
    with at_home() as house:
        now = house.clock.now()
        with house.database.read() as session:
            file, cases = disputed(session, clerk.merchant, bill_id, papers.invoice)
        if papers.csv is not None:
            papers.csv.write_text(dispute_table(cases, words), encoding="utf-8", newline="")
        if papers.pdf is not None:
            setter = house.print_shop.typesetter
            sheet = dispute_letter(file, cases, words, clerk.merchant, now.date(), setter)
            papers.pdf.write_bytes(setter.pdf(sheet))
        for each in (papers.csv, papers.pdf):
            if each is not None:
                sys.stdout.write(f"{saying('written', clerk.language, each)}\n")
        if papers.sent is not None:
            why, invoice = papers.sent, papers.invoice

            def work(session: WriteSession) -> int:
                return len(dispute(_sitting(house, clerk, session, now), bill_id, why, invoice))

            sys.stdout.write(f"{saying('disputed', clerk.language, repeated(house.database, work))}\n")
    return Exit.DONE


def _read(bill: Bill) -> FreightBill:
    mapping = None if bill.mapping is None else read_bill_mapping(bill.mapping, bill.mapping.stem)
    return read_bill(content_of(bill.file, MOST_BYTES), bill.shape, bill.file.name, mapping, bill.carrier)


def _importing(house: House, clerk: Clerk) -> Importing:
    return Importing(
        database=house.database,
        site=house.site,
        sources=sources_of(house),
        tolerances=load_tolerances(data_folder()),
        merchant=clerk.merchant,
        now=house.clock.now(),
        actor=clerk.name,
    )


def _sitting(house: House, clerk: Clerk, session: WriteSession, now: datetime) -> Sitting:
    return Sitting(session=session, site=house.site, merchant=clerk.merchant, now=now, actor=clerk.name)


def _told(done: Taken, cases: tuple[FreightCase, ...], language: Language, now: datetime, *, as_json: bool) -> Exit:
    still = [each for each in cases if each.state in STANDS_OPEN]
    if as_json:
        shown = {**shown_bill_taken(done), "differences": [shown_freight_case(each, now) for each in still]}
        sys.stdout.write(f"{orjson.dumps(shown, option=Pretty).decode()}\n")
        return Exit.SOME_BAD if still else Exit.DONE
    word = "known" if done.is_known else "kept"
    file, moved = done.file, done.moved
    said = saying(word, language, file.id, file.fresh, file.size, moved.opened, moved.closed, moved.credited)
    sys.stdout.write(f"{said}\n")
    sys.stdout.writelines(f"{line}\n" for line in _apart(done.unchecked, done.spare, language))
    sys.stdout.writelines(f"{line}\n" for line in _lines(still, language, now))
    return Exit.SOME_BAD if still else Exit.DONE


def _looked(read: FreightBill, looked: Looked, language: Language, *, as_json: bool) -> Exit:
    if as_json:
        shown = shown_looked(len(read.lines), looked, [each.detail for each in read.warnings])
        sys.stdout.write(f"{orjson.dumps(shown, option=Pretty).decode()}\n")
        return Exit.SOME_BAD if looked.found else Exit.DONE
    words = WORDS[language.value]
    sys.stdout.write(f"{saying('looked', language, looked.fresh, len(read.lines), looked.matched)}\n")
    sys.stdout.writelines(f"{line}\n" for line in _apart(looked.unchecked, {}, language))
    for line, found in looked.found:
        what = padded(_what(found.kind, found.charge, words), KIND)
        sys.stdout.write(
            f"  row {line.number}  {padded(line.parcel, PARCEL)} {what} {money(found.amount, line.currency)}\n"
        )
    return Exit.SOME_BAD if looked.found else Exit.DONE


def _apart(unchecked: Mapping[str, int], spare: Mapping[str, int], language: Language) -> Iterator[str]:
    if unchecked:
        yield saying("unchecked", language, ", ".join(reasons_in(unchecked)))
    if spare:
        yield saying("spare", language, ", ".join(money(minor, each) for each, minor in sorted(spare.items())))


def _lines(cases: list[FreightCase], language: Language, now: datetime) -> Iterator[str]:
    words = WORDS[language.value]
    for each in cases:
        what = padded(_what(each.kind, each.charge, words), KIND)
        left = money(each.amount - each.credited, each.currency)
        age = saying("age", language, days_between(each.opened_at, now))
        yield f"{each.id}  {padded(each.parcel, PARCEL)} {what} {left}  {age}  {words.states[each.state]}"
        yield f"    {because(each, words)}"
    if not cases:
        yield saying("none", language)


def _what(kind: str, charge: str, words: FreightWords) -> str:
    return f"{words.differs[kind]}, {words.charges[charge]}" if charge else words.differs[kind]
