"""What `clearway claims` does."""

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import orjson

from api.cli.claim_phrases import KINDS, PROOFS, SAYS, STATES
from api.cli.clerk import Clerk, at_home, order_id_of, told_if_new
from api.cli.columns import padded
from api.cli.failing import Exit, Wrong, fail
from api.cli.life_page import moment_text
from api.cli.phrases import Language
from api.composition.house import House
from api.schemas.claims import shown_figures, shown_reading
from engine.order.money import Money
from engine.store.sessions import WriteSession
from fulfillment.claims.checklist import Item, checklist
from fulfillment.claims.deadlines import claim_deadlines
from fulfillment.claims.dossier import Dossier, archive, dossier_of, letter_pdf
from fulfillment.claims.figures import BY, added_up, as_table
from fulfillment.claims.kinds import Proof
from fulfillment.claims.moving import Answered, Happened, claim_of, move_claim, open_claim
from fulfillment.claims.paying import Paid, book_payment
from fulfillment.claims.proving import hand_in
from fulfillment.claims.reading import claim_in_sight
from fulfillment.claims.reasons import claim_reasons
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.lifecycle import possible
from fulfillment.records import Claim
from fulfillment.repeating import repeated
from fulfillment.site import Occasion
from fulfillment.states import Event, Machine
from fulfillment.store.claim_sums import claim_sums
from fulfillment.store.claims import ClaimsWanted, claim_payments, each_claim, proofs_of

WIDE, NAME, SHARE = 30, 12, 100
MOST_LISTED = 500
T = TypeVar("T")


def listed(clerk: Clerk, wanted: ClaimsWanted, language: Language) -> Exit:
    """A row for each."""
    with at_home() as house, house.database.read() as session:
        sys.stdout.writelines(f"{_row(each, language)}\n" for each in each_claim(session, clerk.merchant, wanted))
    return Exit.DONE


def shown(clerk: Clerk, claim_id: str, language: Language, *, as_json: bool) -> Exit:
    """A claim with its checklist, and what leads on."""
    with at_home() as house, house.database.read() as session:
        with claim_in_sight(session, house.site, _now(clerk, house), claim_id) as (file, claim, shipment):
            items = checklist(file, claim, shipment)
            reasons = claim_reasons(file, claim, shipment, items, language)
        proofs = proofs_of(session, clerk.merchant, claim_id)
        payments = claim_payments(session, clerk.merchant, claim_id)
    if as_json:
        _print_json(shown_reading(claim, items, reasons, proofs, payments))
        return Exit.DONE
    sys.stdout.write(f"{_row(claim, language)}\n")
    sys.stdout.writelines(
        f"{each}\n" for each in (*_lines(claim, language), *(_item(each, language) for each in items))
    )
    events = ", ".join(str(each.event) for each in possible(Machine.CLAIM, claim.state))
    says = SAYS[language]
    sys.stdout.write(f"{says['next'].format(events or says['none'])}\n")
    return Exit.DONE


def opened(clerk: Clerk, order: str, told: Happened, language: Language) -> Exit:
    """Something happened to a parcel."""
    with at_home() as house:
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, order)

        def work(session: WriteSession) -> Claim:
            with told_if_new(session, clerk, order_id):
                return open_claim(session, house.site, clerk.occasion(house, order_id), told)

        claim = repeated(house.database, work)
    sys.stdout.write(f"{_row(claim, language)}\n")
    return Exit.DONE


def moved(clerk: Clerk, claim_id: str, event: str, told: Answered, language: Language) -> Exit:
    """A step."""
    return _told(
        clerk, claim_id, language, lambda session, house, now: move_claim(session, house.site, now, claim_id,
                                                                          Event(event), told)
    )  # fmt: skip


def proved(clerk: Clerk, claim_id: str, kind: Proof, path: Path, language: Language) -> Exit:
    """A file that proves something."""
    content = path.read_bytes()
    return _told(
        clerk, claim_id, language, lambda session, house, now: hand_in(session, house.site, now, claim_id, kind,
                                                                       content)
    )  # fmt: skip


def paid(clerk: Clerk, claim_id: str, payment: Paid, language: Language) -> Exit:
    """Something was paid."""
    return _told(
        clerk, claim_id, language, lambda session, house, now: book_payment(session, house.site, now, claim_id,
                                                                            payment)
    )  # fmt: skip


def letter_written(clerk: Clerk, claim_id: str, out: Path, language: str | None) -> Exit:
    """The letter as PDF."""
    with at_home() as house:
        dossier = _dossier(clerk, house, claim_id)
        out.write_bytes(letter_pdf(dossier, house.print_shop.typesetter, language))
    return Exit.DONE


def archive_written(clerk: Clerk, claim_id: str, out: Path) -> Exit:
    """The claim file as ZIP."""
    with at_home() as house:
        dossier = _dossier(clerk, house, claim_id)
        out.write_bytes(archive(dossier, house.print_shop.typesetter))
    return Exit.DONE


def counted(clerk: Clerk, by: tuple[str, ...], language: Language, *, as_json: bool, as_csv: bool) -> Exit:
    """What comes back of what was lost."""
    names = tuple(each for each in BY if each in (by or BY))
    with at_home() as house, house.database.read() as session:
        rows = added_up(claim_sums(session, clerk.merchant, ClaimsWanted(), names))
    if as_csv:
        sys.stdout.write(as_table(rows, names).decode())
    elif as_json:
        _print_json(shown_figures(rows))
    else:
        for row in rows:
            named = " ".join(padded(row.by[name], NAME) for name in names)
            claimed, back = Money(row.claimed, row.currency), Money(row.paid, row.currency)
            share = f"{row.recovered_bp / SHARE:.2f} %"
            sys.stdout.write(f"{named} {back} / {claimed}  {SAYS[language]['recovered']} {share}\n")
    return Exit.DONE


def ends_listed(clerk: Clerk, language: Language) -> Exit:
    """What must be filed or appealed by when, the earliest first."""
    with at_home() as house, house.database.read() as session:
        for each in claim_deadlines(session, clerk.merchant, DeadlinesWanted(limit=MOST_LISTED)):
            by = SAYS[language]["by"].format(each.source)
            sys.stdout.write(f"{moment_text(each.at)}  {each.id}  {each.order_id}  {each.what_happens}  {by}\n")
    return Exit.DONE


def moment_of(text: str) -> datetime:
    """A moment that somebody wrote; a day alone is its beginning, UTC. Ends the command for what is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        fail(Wrong.REFUSED, f"`{text}` is no day or moment such as 2026-11-26 or 2026-11-26T10:00:00+08:00")
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _told(
    clerk: Clerk, claim_id: str, language: Language, act: Callable[[WriteSession, House, Occasion], object]
) -> Exit:
    with at_home() as house:

        def work(session: WriteSession) -> Claim:
            found = claim_of(session, clerk.merchant, claim_id)
            act(session, house, clerk.occasion(house, found.order_id))
            return claim_of(session, clerk.merchant, claim_id)

        claim = repeated(house.database, work)
    sys.stdout.write(f"{_row(claim, language)}\n")
    return Exit.DONE


def _dossier(clerk: Clerk, house: House, claim_id: str) -> Dossier:
    with (
        house.database.read() as session,
        claim_in_sight(session, house.site, _now(clerk, house), claim_id) as (file, claim, shipment),
    ):
        return dossier_of(file, claim, shipment)


def _row(claim: Claim, language: Language) -> str:
    says = SAYS[language]
    due = says["no_due"] if claim.due_at is None else says["due"].format(moment_text(claim.due_at))
    amount = Money(claim.amount, claim.currency)
    kind, state = KINDS[language][claim.kind], STATES[language][claim.state]
    return f"{claim.id}  {state}  {kind}  {claim.carrier.upper()}  {amount}  {due}"


def _lines(claim: Claim, language: Language) -> tuple[str, ...]:
    says, data = SAYS[language], claim.data
    money = [str(Money(each, claim.currency)) for each in (claim.amount, claim.approved, claim.paid)]
    lines = [f"  {says['claimed'].format(*money)}"]
    if "goods" in data:
        goods, freight = (Money(int(str(data[name])), claim.currency) for name in ("goods", "freight"))
        lines.append(f"  {says['parts'].format(goods, says[str(data['basis'])], freight)}")
    limit = data.get("limit")
    if isinstance(limit, Mapping):
        cuts = says["cuts" if data.get("limited") else "cuts_nothing"]
        lines.append(f"  {says['limit'].format(Money(int(str(limit['minor'])), claim.currency), cuts)}")
        lines.append(f"    {says['by'].format(limit['source'])}")
    if claim.due_source:
        assumed = "" if claim.is_due_sure else f" ({says['assumed']})"
        due = "" if claim.due_at is None else f"{says['due'].format(moment_text(claim.due_at))}, "
        lines.append(f"  {due}{says['by'].format(claim.due_source)}{assumed}")
    if claim.outcome:
        lines.append(f"  {says['rules'].format(claim.outcome, claim.buyers)}")
    return tuple(lines)


def _item(item: Item, language: Language) -> str:
    says = SAYS[language]
    if item.files:
        stands = says["files"].format(item.files)
    else:
        stands = says["there"] if item.is_there else says["missing"].format(says[item.of])
    return f"  {padded(says[item.weight], NAME)} {padded(PROOFS[language][item.kind], WIDE)} {stands}"


def _now(clerk: Clerk, house: House) -> Occasion:
    return clerk.occasion(house, "")


def _print_json(document: Mapping[str, object]) -> None:
    sys.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n")
