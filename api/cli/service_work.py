"""What `clearway shipping choices | name | wishes` shows and does."""

import sys
from dataclasses import dataclass
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of, told_if_new
from api.cli.failing import Exit, Wrong, fail, say
from api.cli.file_content import content_of
from api.schemas.service_choices import shown_choice, shown_wishes
from engine.bundled import data_folder
from engine.store.sessions import WriteSession
from fulfillment.records import ServiceChoice
from fulfillment.repeating import repeated
from fulfillment.shipping.errors import WishesRefused
from fulfillment.shipping.explaining import KINDS, explained
from fulfillment.shipping.loading import load_shipping
from fulfillment.shipping.named_because import NamedBecause
from fulfillment.shipping.naming_service import Wanted, name_service
from fulfillment.shipping.wishing import as_stated, enter_wishes, wishes_of
from fulfillment.shipping.words import said
from fulfillment.store.service_choices import choices_of_order, wishes_after

MOST_BYTES = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Which service, why, of which part."""

    service: str
    because: NamedBecause
    part: str | None
    over_bar: bool


def choices_shown(clerk: Clerk, named: str, *, as_json: bool) -> Exit:
    """All choices of an order, oldest first."""
    with at_home() as house, house.database.read() as session:
        order_id = order_id_of(session, clerk, named)
        rows = choices_of_order(session, clerk.merchant, order_id)
    for row in rows:
        if as_json:
            sys.stdout.write(f"{orjson.dumps(shown_choice(row)).decode()}\n")
        else:
            sys.stdout.writelines(f"{line}\n" for line in choice_lines(row, clerk))
    last = {row.fulfilment_id: row for row in rows if row.kind != "named"}
    waits = any(row.state != "chosen" for row in last.values())
    return Exit.SOME_BAD if waits else Exit.DONE


def choice_lines(row: ServiceChoice, clerk: Clerk) -> list[str]:
    """A choice for people."""
    language = clerk.language.value
    head = f"{row.made_at:%Y-%m-%d %H:%M} {row.fulfilment_id} {said(KINDS[row.kind], language)}"
    return [head, *(f"    {line}" for line in explained(row, language))]


def service_named(clerk: Clerk, named: str, naming: Naming) -> Exit:
    """Names a service for a part."""
    wanted = Wanted(service=naming.service, because=naming.because, may_pass_bar=naming.over_bar)
    with at_home() as house:
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, named)

        def work(session: WriteSession) -> ServiceChoice:
            with told_if_new(session, clerk, order_id):
                return name_service(session, house.site, clerk.occasion(house, order_id), naming.part, wanted)

        row = repeated(house.database, work)
    sys.stdout.writelines(f"{line}\n" for line in choice_lines(row, clerk))
    return Exit.DONE


def wishes_shown(merchant: str, shop: str) -> Exit:
    """What counts."""
    with at_home() as house, house.database.read() as session:
        own = wishes_of(session, load_shipping(data_folder()), merchant, shop)
    told = {"of": own.of, **as_stated(own)}
    sys.stdout.write(f"{orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()}\n")
    return Exit.DONE


def wishes_listed(merchant: str) -> Exit:
    """All that were entered, a JSON document a line."""
    with at_home() as house, house.database.read() as session:
        rows = wishes_after(session, merchant)
    sys.stdout.writelines(f"{orjson.dumps(shown_wishes(row)).decode()}\n" for row in rows)
    return Exit.DONE


def wishes_set(clerk: Clerk, shop: str, file: Path) -> Exit:
    """Takes wishes from a file."""
    stated = read_stated(file)
    with at_home() as house:
        data, now = load_shipping(data_folder()), house.clock.now()
        try:
            repeated(
                house.database,
                lambda session: enter_wishes(session, house.ids, data, clerk.merchant, shop, stated, clerk.name, now),
            )
        except WishesRefused as refused:
            for each in refused.details:
                say(f"{file.name}: {each}")
            return Exit.SOME_BAD
    return wishes_shown(clerk.merchant, shop)


def read_stated(file: Path) -> dict[str, object]:
    """A JSON object. Ends the command where it is none."""
    try:
        stated = orjson.loads(content_of(file, MOST_BYTES))
    except orjson.JSONDecodeError as error:
        fail(Wrong.FILE, f"{file.name}: {error}", Exit.SOME_BAD)
    if not isinstance(stated, dict):
        fail(Wrong.FILE, f"{file.name}: write a JSON object, such as {{}}", Exit.SOME_BAD)
    return stated
