"""`clearway users`: people who may come in, their roles, and the links by which they do."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failing import Exit, Wrong, fail, one_clear_line, say

if TYPE_CHECKING:
    from api.composition.house import House
    from engine.store.accounts import Account, RoleGrant
    from engine.store.bindings import Binding

users = typer.Typer(help="People who may come in, and what they may do.", no_args_is_help=True)

ENTITY = "entity:"
NameOption = Annotated[str, typer.Option("--name", metavar="TEXT", help="As the audit shows it.")]
EmailOption = Annotated[str, typer.Option("--email", metavar="ADDRESS", help="By which the person signs in.")]
RoleOption = Annotated[
    list[str], typer.Option("--role", metavar="ROLE", help="analyst, analyst@de,fr for shops, analyst@entity:ACME.")
]
MerchantOption = Annotated[str, typer.Option("--merchant", metavar="ID", help="Merchant; * for the installation.")]
UserArgument = Annotated[str, typer.Argument(metavar="ID", help="As `clearway users list` shows it.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
BackOption = Annotated[bool, typer.Option("--back", help="Let the person in again.")]


@users.command("add")
def add(name: NameOption, email: EmailOption, role: RoleOption, merchant: MerchantOption = "main") -> None:
    """Invite somebody: prints a link that opens once, within three days."""
    with one_clear_line():
        from api.access.people import Granter, PersonWanted, invite

        with _house() as house:
            wanted = PersonWanted(name=name, email=email, roles=_grants(role))
            account, token = invite(house.door, Granter(merchant=_merchant(merchant)), wanted)
            say(f"{account.id} {account.name}; hand the link to this person alone, it is shown this once")
            _print_link(house, token)
        raise typer.Exit(Exit.DONE)


@users.command("list")
def list_(as_json: JsonOption = False) -> None:
    """List everybody with their roles and when they last signed in."""
    with one_clear_line():
        from engine.store.accounts import all_accounts

        with _house() as house:
            with house.database.read() as session:
                found = all_accounts(session)
            shown = [_document(house, each) for each in found]
        if not as_json and not shown:
            say("there is nobody yet; make the first with `clearway users add`")
        for each in shown:
            sys.stdout.write(f"{json.dumps(each, ensure_ascii=False)}\n" if as_json else _line(each))
        raise typer.Exit(Exit.DONE)


@users.command("role")
def role(user: UserArgument, role: RoleOption, merchant: MerchantOption = "main") -> None:
    """Give somebody these roles in the place of those they have; their sessions end."""
    with one_clear_line():
        from api.access.people import Granter, PersonChange, change

        with _house() as house:
            after = change(house.door, Granter(merchant=merchant), user, PersonChange(roles=_grants(role)))
        sys.stdout.write(f"{after.id} {after.name}: {_roles(after.roles)}\n")
        raise typer.Exit(Exit.DONE)


@users.command("disable")
def disable(user: UserArgument, merchant: MerchantOption = "main", back: BackOption = False) -> None:
    """Shut somebody out; their sessions end at once. Keys that they made go on: see `clearway keys list`."""
    with one_clear_line():
        from api.access.people import Granter, PersonChange, change

        with _house() as house:
            after = change(house.door, Granter(merchant=merchant), user, PersonChange(active=back))
        sys.stdout.write(f"{after.id} {after.name}: {after.state}\n")
        raise typer.Exit(Exit.DONE)


@users.command("link")
def link(user: UserArgument, merchant: MerchantOption = "main") -> None:
    """Print a new one-time link, for somebody who has not come in yet or forgot the password."""
    with one_clear_line():
        from api.access.people import Granter, new_link

        with _house() as house:
            token = new_link(house.door, Granter(merchant=merchant), user)
            say("hand the link to this person alone; it is shown this once, and earlier ones open nothing any more")
            _print_link(house, token)
        raise typer.Exit(Exit.DONE)


@contextmanager
def _house() -> "Iterator[House]":
    from api.composition.house import open_house
    from engine.settings import Settings

    with open_house(Settings()) as house:
        yield house


def _print_link(house: "House", token: str) -> None:
    from api.entrance.links import link_url

    settings = house.settings
    name = f"[{settings.host}]" if ":" in settings.host else settings.host
    sys.stdout.write(f"{link_url(settings.origin or f'http://{name}:{settings.port}', token)}\n")


def _merchant(text: str) -> str:
    from api.access.caller import is_merchant
    from engine.store.api_keys import WHOLE_INSTALLATION

    if text != WHOLE_INSTALLATION and not is_merchant(text):
        fail(Wrong.REFUSED, f"--merchant {text}: use 1 to 64 letters, digits, dots, dashes or underscores, or *")
    return text


def _grants(given: Sequence[str]) -> "tuple[RoleGrant, ...]":
    from api.access.roles import Role
    from engine.store.accounts import RoleGrant
    from engine.store.bindings import Binding

    found = []
    for each in given:
        name, sign, shops = each.partition("@")
        if name not in set(Role) or (sign and not all(shops.split(","))):
            fail(Wrong.REFUSED, f"--role {each}: use one of {', '.join(Role)}, perhaps with shops as in analyst@de,fr")
        words = shops.split(",") if sign else []
        bound = Binding(
            shops=frozenset(word for word in words if not word.startswith(ENTITY)),
            legal_entities=frozenset(word.removeprefix(ENTITY) for word in words if word.startswith(ENTITY)),
        )
        found.append(RoleGrant(role=name, binding=bound))
    return tuple(found)


def _document(house: "House", account: "Account") -> dict[str, object]:
    return {
        "id": account.id,
        "merchant": account.merchant,
        "name": account.name,
        "email": house.door.email_of(account),
        "state": account.state,
        "roles": [_roles([each]) for each in account.roles],
        "last_login_at": None if account.seen_at is None else account.seen_at.isoformat(timespec="seconds"),
    }


def _line(shown: dict[str, object]) -> str:
    roles = shown["roles"]
    listed = ", ".join(roles) if isinstance(roles, list) else ""
    head = f"{shown['id']}  {shown['state']:<8} {shown['merchant']:<12} {shown['name']} <{shown['email']}>"
    return f"{head}\n    {listed}; signed in {shown['last_login_at'] or 'never'}\n"


def _roles(roles: "Sequence[RoleGrant]") -> str:
    return ", ".join(each.role if each.binding.is_free else f"{each.role}@{_bound(each.binding)}" for each in roles)


def _bound(binding: "Binding") -> str:
    return ",".join([*sorted(binding.shops), *(f"{ENTITY}{code}" for code in sorted(binding.legal_entities))])
