"""What `clearway payments event`, `show` and `accept` do."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of, told_if_new
from api.cli.columns import padded
from api.cli.failing import Exit, say
from api.cli.file_content import content_of
from api.cli.life_page import moment_text
from api.cli.phrases import Language
from api.composition.house import House
from api.schemas.payments import shown_payment
from engine.errors import ClearwayError
from engine.order.money import Money
from engine.store.sessions import WriteSession
from fulfillment.payments.confirming import accept_payment
from fulfillment.payments.gateways.message import Told
from fulfillment.payments.gateways.reading import read_message
from fulfillment.payments.hearing import Taken, hear
from fulfillment.payments.standing import PaymentStanding, payment_standing
from fulfillment.repeating import repeated

MOST_BYTES = 1 << 20
NAME = 14
_SAYS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "known": "told before",
        "ignored": "moves no money",
        "payment": "payment",
        "kept": "kept",
        "promise": "promised",
        "until": "until {0}",
        "endless": "nobody knows until when",
        "asked": "asked",
        "dispute": "dispute",
        "due": "answer by {0}",
        "ledger": "ledger",
    },
    Language.ZH: {
        "known": "此前已收到",
        "ignored": "不涉及资金",
        "payment": "付款",
        "kept": "实收",
        "promise": "授权",
        "until": "有效期至 {0}",
        "endless": "有效期未知",
        "asked": "已请求",
        "dispute": "争议",
        "due": "举证截止 {0}",
        "ledger": "流水",
    },
}


def taken(clerk: Clerk, gateway: str, files: Sequence[Path], language: Language) -> Exit:
    """Takes each file; SOME_BAD when one was refused, which keeps no other."""
    is_bad = False
    with at_home() as house:
        for file in files:
            try:
                for row in _rows_of(house, clerk, gateway, file, language):
                    sys.stdout.write(f"{row}\n")
            except ClearwayError as error:
                is_bad = True
                say(f"{file}: {error}")
    return Exit.SOME_BAD if is_bad else Exit.DONE


def shown(clerk: Clerk, named: str, language: Language, *, as_json: bool) -> Exit:
    """Where the money of an order stands."""
    with at_home() as house, house.database.read() as session:
        order_id = order_id_of(session, clerk, named)
        with told_if_new(session, clerk, order_id):
            stands = payment_standing(session, clerk.merchant, order_id)
    if as_json:
        sys.stdout.write(orjson.dumps(shown_payment(stands), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        sys.stdout.writelines(f"{row}\n" for row in _standing(stands, language))
    return Exit.DONE


def accepted(clerk: Clerk, named: str, why: str, language: Language) -> Exit:
    """A person takes the money of an order as it is; shows how it stands then."""
    with at_home() as house:
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, named)

        def work(session: WriteSession) -> PaymentStanding:
            with told_if_new(session, clerk, order_id):
                accept_payment(session, house.site, clerk.occasion(house, order_id), why)
            return payment_standing(session, clerk.merchant, order_id)

        stands = repeated(house.database, work)
    sys.stdout.writelines(f"{row}\n" for row in _standing(stands, language))
    return Exit.DONE


def _rows_of(house: House, clerk: Clerk, gateway: str, file: Path, language: Language) -> Iterator[str]:
    says = _SAYS[language]
    heard = read_message(gateway, content_of(file, MOST_BYTES))
    for told in heard.told:

        def work(session: WriteSession, told: Told = told) -> Taken:
            return hear(session, house.site, clerk.merchant, told, house.clock.now(), clerk.name)

        one = repeated(house.database, work)
        known = "" if one.is_new else f"  ({says['known']})"
        yield f"{one.order_id}  {one.word} → {one.kind}  {one.payment}{known}"
    for word in heard.ignored:
        yield f"{word}: {says['ignored']}"


def _standing(stands: PaymentStanding, language: Language) -> Iterator[str]:
    says, case = _SAYS[language], stands.case
    kept = ", ".join(str(Money(amount, currency)) for currency, amount in stands.position.kept.items()) or "-"
    yield _row(says["payment"], f"{case.payment}, {Money(case.total, case.currency)}")
    yield _row(says["kept"], kept)
    for promise in stands.position.promises:
        ends = promise.expires_at
        until = says["endless"] if ends is None else says["until"].format(moment_text(ends))
        yield _row(says["promise"], f"{promise.subject}  {Money(promise.amount, promise.currency)}, {until}")
    for each in stands.instructions:
        amount = Money(each.amount, each.currency)
        yield _row(says["asked"], f"{each.action} {each.authorisation}  {amount}  {each.state}")
    for one in stands.disputes:
        due = says["due"].format(moment_text(one.due_at))
        yield _row(says["dispute"], f"{one.id}  {one.category}  {one.state}, {due}")
    for entry in stands.ledger:
        amount = Money(entry.amount, entry.currency)
        yield _row(says["ledger"], f"{moment_text(entry.at)}  {padded(entry.kind, NAME)}  {amount}  {entry.reference}")


def _row(name: str, text: str) -> str:
    return f"{padded(name, NAME)} {text}"
