"""`clearway serve`: the service on this machine, ready for its first order."""

import json
import shlex
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failing import Exit, Wrong, fail, one_clear_line

if TYPE_CHECKING:
    from socket import socket

    # The service is imported when it runs; a type alone need not slow down every other command.
    from api.composition.house import House
    from api.composition.serving import Parts
    from engine.settings import Settings

FIRST_KEY = "first key"

HostOption = Annotated[str | None, typer.Option("--host", metavar="ADDRESS", help="Address to listen on.")]
PortOption = Annotated[int | None, typer.Option("--port", metavar="N", min=0, max=65535, help="Port; 0: a free one.")]
WorkerOption = Annotated[bool | None, typer.Option("--worker/--no-worker", help="Whether to run a worker inside.")]
DemoOption = Annotated[
    bool | None, typer.Option("--demo/--no-demo", help="Whether the first start makes the demonstration shop.")
]


def serve(
    host: HostOption = None, port: PortOption = None, worker: WorkerOption = None, demo: DemoOption = None
) -> None:
    """Serve the API; the first start makes the database, the secret and a key, and publishes the rule book."""
    with one_clear_line():
        from api.composition.parts import parts
        from engine.settings import Settings

        options = {"host": host, "port": port, "worker": worker, "demo": demo}
        settings = Settings().model_copy(update={name: held for name, held in options.items() if held is not None})
        run(settings, parts(settings))
        raise typer.Exit(Exit.DONE)


def run(settings: "Settings", parts: "Parts") -> None:
    """Opens the installation, says how to use it, and serves."""
    from api.cli.demo_shop_commands import seed_at_first_start
    from api.composition.entrance import is_loopback
    from api.composition.house import open_house
    from api.composition.log_lines import write_log
    from api.composition.serving import ended_by_signals, serve

    write_log(settings)
    # Before anything is made: who finds the port taken need not wait for a database and a demonstration first.
    with ended_by_signals(), _listening(settings) as listening, open_house(settings) as house:
        published = parts.publish(house)
        if settings.demo and is_loopback(settings.host):  # its password is shown to whoever comes to the door
            seed_at_first_start(house)
        name = f"[{settings.host}]" if ":" in settings.host else settings.host
        _print(*_greeting(house, f"http://{name}:{listening.getsockname()[1]}", published, settings.host))
        serve(house, parts, listening)


def _listening(settings: "Settings") -> "socket":
    from api.composition.serving import listen

    try:
        return listen(settings.host, settings.port)
    except OSError as error:
        fail(
            Wrong.NOT_LISTENING,
            f"{settings.host}:{settings.port}: {error.strerror or error}; choose another with --host and --port",
        )


def _greeting(house: "House", origin: str, published: str | None, host: str) -> list[str]:
    from api.cli.demo_shop_commands import sign_in_lines
    from api.composition.entrance import is_loopback
    from api.composition.sample import SAMPLE_ORDER

    key = _first_key(house)
    lines = [
        f"Clearway listens on {origin}",
        f"  documentation   {origin}/docs",
        f"  for programs    {origin}/openapi.json",
    ]
    lines += _people(house, origin, host)
    lines += sign_in_lines(house) if is_loopback(host) else []
    if published is not None:
        lines.append(f"  rule book       {published}")
    if key is None:
        lines.append("  API key         make one with `clearway keys create`; those that exist are not shown again")
    else:
        lines.append(f"  API key         {key}   (for merchant main; shown this once)")
    order = json.dumps(SAMPLE_ORDER, ensure_ascii=False, separators=(",", ":"))
    bearer = '"Authorization: Bearer $CLEARWAY_KEY"' if key is None else f"'Authorization: Bearer {key}'"
    asked = (
        f"curl -s {origin}/v1/orders -H {bearer} -H 'Content-Type: application/json' "
        f"-H 'Idempotency-Key: first-order' -d {shlex.quote(order)}"
    )
    return [*lines, "", "A first decision:", "", asked, ""]


def _people(house: "House", origin: str, host: str) -> list[str]:
    """Where people sign in; while there is nobody yet, the link that makes the first, on this machine alone."""
    from api.access.caller import DEFAULT_MERCHANT
    from api.access.people import first_link
    from api.composition.entrance import is_loopback
    from api.entrance.links import LOGIN, link_url

    shown = [f"  for people      {house.settings.origin or origin}{LOGIN}"]
    if not is_loopback(host):
        return shown
    token = first_link(house.door, DEFAULT_MERCHANT)
    if token is None:
        return shown
    return [*shown, f"  first admin     {link_url(origin, token)}   (within an hour, once)"]


def _first_key(house: "House") -> str | None:
    from api.access.caller import DEFAULT_MERCHANT
    from api.access.keyring import KeyWanted
    from api.access.scopes import OF_A_STOREFRONT
    from engine.store.api_keys import has_good_key

    with house.database.read() as session:
        if has_good_key(session, house.clock.now()):
            return None
    wanted = KeyWanted(name=FIRST_KEY, merchant=DEFAULT_MERCHANT, scopes=OF_A_STOREFRONT)
    _, token = house.keyring.create(wanted, house.ids)
    return token.text


def _print(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
