"""What a form of a page asks the API to do, and where the reader stands afterwards."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from fastapi import Request
from starlette.responses import Response

from api.console.asking import Reply
from api.console.showing import KEY_FIELD, gone_to
from api.console.visit import Visit, visit_of
from engine.order.money import from_decimal

Form = Mapping[str, str]
Asks = Callable[[Visit, Form], Awaitable[Reply]]
Shows = Callable[[Visit, str, Reply | None], Awaitable[Response]]


async def acted(request: Request, ask: Asks, shows: Shows, to: str) -> Response:
    """Sends what the form says. Done: goes `to`, where it is told; refused: the page itself again, with the reason."""
    visit = await visit_of(request)
    reply = await ask(visit, await visit.form())
    return gone_to(with_done(to)) if reply.is_ok else await shows(visit, "", reply)


async def told(visit: Visit, form: Form, path: str, body: object = None, method: str = "POST") -> Reply:
    """Asks the API, once for each form; `seen` in the form is the version that was seen."""
    seen = form.get("seen", "")
    match = f'"{seen}"' if seen else ""
    return await visit.api.send(method, path, {} if body is None else body, key=form.get(KEY_FIELD, ""), match=match)


def with_done(path: str) -> str:
    """The address of a page that says that it was done."""
    return f"{path}{'&' if '?' in path else '?'}said=done"


def filled(form: Form, *names: str) -> dict[str, object]:
    """Those fields that say something."""
    return {name: form[name].strip() for name in names if form.get(name, "").strip()}


def whole(text: str, otherwise: int = 0) -> int:
    """A number that was typed; the API says what it thinks of it."""
    plain = text.strip().removeprefix("-")
    return int(text) if plain.isascii() and plain.isdigit() and len(plain) < 16 else otherwise


def minor(text: str, currency: str) -> int | str:
    """An amount as people type it, `12.90`, in minor units; what is none goes to the API as it is, which says so."""
    plain = text.strip().replace(",", ".")
    try:
        return from_decimal(Decimal(plain), currency).minor
    except (InvalidOperation, ValueError, OverflowError):
        return text.strip()


def moment(visit: Visit, text: str) -> str:
    """A time as browsers send it, by the reader's own clock, as the API takes it; what is none goes as it is."""
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=visit.zone).isoformat()
    except ValueError:
        return text.strip()
