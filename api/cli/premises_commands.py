"""`clearway entities` and `clearway shops`: a merchant's legal entities and shops, by the codes that orders name."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failing import Exit, one_clear_line, say

if TYPE_CHECKING:
    from api.composition.house import House

entities = typer.Typer(help="Legal entities of a merchant.", no_args_is_help=True)
shops = typer.Typer(help="Shops of a merchant.", no_args_is_help=True)

BY = "command line"
EVERY = 1_000_000
CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help="As orders name it.")]
NameOption = Annotated[str, typer.Option("--name", metavar="TEXT", help="As people call it.")]
MerchantOption = Annotated[str, typer.Option("--merchant", metavar="ID", help="Whose it is.")]
CountryOption = Annotated[str | None, typer.Option("--country", metavar="CODE", help="ISO 3166-1, two letters.")]
EntityOption = Annotated[str | None, typer.Option("--entity", metavar="CODE", help="Legal entity that it is of.")]
ClosedOption = Annotated[bool, typer.Option("--closed", help="Takes no orders where unknown shops are refused.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@entities.command("add")
def add_entity(
    code: CodeArgument, name: NameOption, country: CountryOption = None, merchant: MerchantOption = "main"
) -> None:
    """Add a legal entity, or change the one of this code."""
    with one_clear_line():
        from engine.desk.desk import Caller
        from engine.desk.premises import keep_entity

        with _house() as house:
            caller = Caller(merchant=merchant, name=BY)
            kept = keep_entity(house.database, house.ids, caller, code, name, country, house.clock.now())
        sys.stdout.write(f"{kept.code}  {kept.name}\n")
        raise typer.Exit(Exit.DONE)


@entities.command("list")
def list_entities(merchant: MerchantOption = "main", as_json: JsonOption = False) -> None:
    """List legal entities."""
    with one_clear_line():
        from engine.store.premises import entities_after

        with _house() as house, house.database.read() as session:
            found = entities_after(session, merchant, EVERY, "")
        if not found and not as_json:
            say("there is no legal entity yet; add one with `clearway entities add`")
        for each in found:
            shown = {"code": each.code, "name": each.name, "country": each.country}
            line = (
                json.dumps(shown, ensure_ascii=False)
                if as_json
                else f"{each.code}  {each.country or '--'}  {each.name}"
            )
            sys.stdout.write(f"{line}\n")
        raise typer.Exit(Exit.DONE)


@shops.command("add")
def add_shop(
    code: CodeArgument,
    name: NameOption,
    entity: EntityOption = None,
    closed: ClosedOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """Add a shop, or change the one of this code. `clearway settings set known_shops_only 1` refuses all others."""
    with one_clear_line():
        from engine.desk.desk import Caller
        from engine.desk.premises import keep_shop
        from engine.store.premises import Shop

        with _house() as house:
            shop = Shop(
                merchant=merchant,
                code=code,
                name=name,
                legal_entity=entity,
                active=not closed,
                changed_at=house.clock.now(),
                changed_by=BY,
            )
            kept = keep_shop(house.database, house.ids, Caller(merchant=merchant, name=BY), shop)
        sys.stdout.write(f"{kept.code}  {kept.name}\n")
        raise typer.Exit(Exit.DONE)


@shops.command("list")
def list_shops(merchant: MerchantOption = "main", as_json: JsonOption = False) -> None:
    """List shops."""
    with one_clear_line():
        from engine.store.premises import shops_after

        with _house() as house, house.database.read() as session:
            found = shops_after(session, merchant, EVERY, "")
        if not found and not as_json:
            say("there is no shop yet; add one with `clearway shops add`")
        for each in found:
            shown = {"code": each.code, "name": each.name, "legal_entity": each.legal_entity, "active": each.active}
            state = "open" if each.active else "closed"
            line = f"{each.code}  {state:<6}  {each.legal_entity or '--'}  {each.name}"
            sys.stdout.write(f"{json.dumps(shown, ensure_ascii=False) if as_json else line}\n")
        raise typer.Exit(Exit.DONE)


@contextmanager
def _house() -> "Iterator[House]":
    from api.composition.house import open_house
    from engine.settings import Settings

    with open_house(Settings()) as house:
        yield house
