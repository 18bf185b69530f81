"""`clearway keys`: makes, lists and ends the keys of programs that call the service."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failing import Exit, Wrong, fail, one_clear_line, say
from engine.counted import counted

if TYPE_CHECKING:
    from api.access.roles import Role
    from api.access.scopes import Scope
    from api.composition.house import House
    from engine.store.api_keys import ApiKey

keys = typer.Typer(help="Keys of programs that call the service.", no_args_is_help=True)

NameOption = Annotated[str, typer.Option("--name", metavar="TEXT", help="What the key is for.")]
MerchantOption = Annotated[str, typer.Option("--merchant", metavar="ID", help="Merchant it is bound to; * for all.")]
ScopeOption = Annotated[
    list[str] | None, typer.Option("--scope", metavar="SCOPE", help="What it lets do; may be given several times.")
]
RoleOption = Annotated[str | None, typer.Option("--role", metavar="ROLE", help="Scopes of a role.")]
ShopOption = Annotated[
    list[str] | None, typer.Option("--shop", metavar="CODE", help="Only this shop; may be given several times.")
]
EntityOption = Annotated[
    list[str] | None, typer.Option("--entity", metavar="CODE", help="Only shops of this legal entity.")
]
HoursOption = Annotated[int, typer.Option("--hours", metavar="N", min=0, max=720, help="How long the old one goes on.")]
DaysOption = Annotated[int | None, typer.Option("--days", metavar="N", min=1, help="Ends after so many days.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
KeyArgument = Annotated[str, typer.Argument(metavar="ID", help="As `clearway keys list` shows it.")]


@keys.command("create")
def create(
    name: NameOption,
    merchant: MerchantOption = "main",
    scope: ScopeOption = None,
    role: RoleOption = None,
    shop: ShopOption = None,
    entity: EntityOption = None,
    days: DaysOption = None,
) -> None:
    """Make a key and show it, this once. Without scopes or a role it may do what a storefront needs."""
    with one_clear_line():
        from api.access.caller import is_merchant
        from api.access.keyring import KeyWanted
        from api.access.roles import SCOPES
        from engine.store.api_keys import WHOLE_INSTALLATION
        from engine.store.bindings import Binding

        if merchant != WHOLE_INSTALLATION and not is_merchant(merchant):
            fail(
                Wrong.REFUSED, f"--merchant {merchant}: use 1 to 64 letters, digits, dots, dashes or underscores, or *"
            )
        given = _role(role, scope)
        scopes = _scopes(scope) if given is None else SCOPES[given]
        binding = Binding(shops=frozenset(shop or ()), legal_entities=frozenset(entity or ()))
        if merchant == WHOLE_INSTALLATION and not binding.is_free:
            fail(
                Wrong.WRONG_USE,
                "--shop and --entity: a key of all merchants is bound to none of their shops; name a merchant",
            )
        with _house() as house:
            expires_at = None if days is None else house.clock.now() + timedelta(days=days)
            wanted = KeyWanted(
                name=name, merchant=merchant, scopes=scopes, role=given, binding=binding, expires_at=expires_at
            )
            key, token = house.keyring.create(wanted, house.ids)
        say(f"{key.id} for {key.merchant}: {' '.join(sorted(key.scopes))}")
        say("the key is shown this once; keep it where secrets are kept")
        sys.stdout.write(f"{token.text}\n")
        raise typer.Exit(Exit.DONE)


@keys.command("list")
def list_(as_json: JsonOption = False) -> None:
    """List all keys by their beginnings, with what they let do and when they were last used."""
    with one_clear_line():
        from engine.store.api_keys import all_keys

        with _house() as house, house.database.read() as session:
            found, now = all_keys(session), house.clock.now()
        if as_json:
            sys.stdout.write("".join(f"{json.dumps(_document(key, now), ensure_ascii=False)}\n" for key in found))
        else:
            if not found:
                say("there is no key yet; make one with `clearway keys create`")
            for key in found:
                shown = _document(key, now)
                used = shown["last_used_at"] or "never"
                sys.stdout.write(f"{key.id}  {key.shown}…  {shown['state']:<8} {key.merchant:<12} {key.name}\n")
                bound = [*sorted(key.binding.shops), *sorted(key.binding.legal_entities)]
                where = f" in {', '.join(bound)}" if bound else ""
                sys.stdout.write(
                    f"    {' '.join(sorted(key.scopes))}{where}; used {used}, ends {shown['expires_at'] or 'never'}\n"
                )
        raise typer.Exit(Exit.DONE)


@keys.command("rotate")
def rotate(key: KeyArgument, merchant: MerchantOption = "main", hours: HoursOption = 24) -> None:
    """Make a new key that lets do the same, and show it, this once; the old one goes on beside it for a while."""
    with one_clear_line():
        from api.access.keys import rotate_key
        from api.access.people import Granter

        with _house() as house:
            by = Granter(merchant=merchant)
            made, token = rotate_key(house.door, house.keyring, by, key, timedelta(hours=hours))
        say(f"{made.id} in the place of {key}, which ends in {counted(hours, 'hour', 'hours')}")
        say("the key is shown this once; keep it where secrets are kept")
        sys.stdout.write(f"{token.text}\n")
        raise typer.Exit(Exit.DONE)


@keys.command("revoke")
def revoke(key: KeyArgument) -> None:
    """End a key; servers that run refuse it within five seconds."""
    with one_clear_line():
        from engine.store.api_keys import revoke_key

        with _house() as house, house.database.write() as session:
            ended = revoke_key(session, key, house.clock.now())
        if not ended:
            # Not what was given: somebody may have pasted the key itself.
            fail(
                Wrong.NOT_FOUND,
                "there is no such key that is not revoked already; name it by its id, see `clearway keys list`",
                Exit.SOME_BAD,
            )
        sys.stdout.write(f"{key} revoked\n")
        raise typer.Exit(Exit.DONE)


@contextmanager
def _house() -> "Iterator[House]":
    from api.composition.house import open_house
    from engine.settings import Settings

    with open_house(Settings()) as house:
        yield house


def _role(given: str | None, scopes: list[str] | None) -> "Role | None":
    from api.access.roles import Role

    if given is None:
        return None
    if scopes:
        fail(Wrong.WRONG_USE, "--role and --scope: name one of the two")
    if given not in set(Role):
        fail(Wrong.REFUSED, f"--role {given}: use one of {', '.join(Role)}")
    return Role(given)


def _scopes(given: list[str] | None) -> "frozenset[Scope]":
    from api.access.scopes import OF_A_STOREFRONT, Scope

    if not given:
        return OF_A_STOREFRONT
    unknown = [each for each in given if each not in set(Scope)]
    if unknown:
        fail(Wrong.REFUSED, f"--scope {unknown[0]}: use one of {', '.join(Scope)}")
    return frozenset(Scope(each) for each in given)


def _document(key: "ApiKey", now: datetime) -> dict[str, object]:
    state = "revoked" if key.revoked_at is not None else "good" if key.is_good(now) else "expired"
    moments = {"created_at": key.created_at, "expires_at": key.expires_at, "last_used_at": key.last_used_at}
    return {
        "id": key.id,
        "shown": key.shown,
        "state": state,
        "merchant": key.merchant,
        "name": key.name,
        "scopes": sorted(key.scopes),
        "role": key.role,
        "shops": sorted(key.binding.shops),
        "legal_entities": sorted(key.binding.legal_entities),
        **{name: None if at is None else at.isoformat(timespec="seconds") for name, at in moments.items()},
    }
