"""What a form of a page asks the API to do, and where the reader stands afterwards."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from fastapi import Request
from starlette.responses import Response

from api.console.asking import Reply
from api.console.showing import KEY_FIELD, gone_to
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from engine.order.money import from_decimal

KINDS = (
    (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"<", "application/xml"),
    (b"{", "application/json"),
    (b"[", "application/json"),
)
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


def word_said(visit: Visit, screen: str, *known: str) -> str:
    """What a page says of what was done before it was shown: one of these words of its screen, else nothing."""
    said = visit.query.get("said", "")
    return Words(screen, visit.language)[said] if said in known else ""


def filled(form: Form, *names: str) -> dict[str, object]:
    """Those fields that say something."""
    return {name: form[name].strip() for name in names if form.get(name, "").strip()}


def whole(text: str, otherwise: int = 0) -> int:
    """A number that was typed; the API says what it thinks of it."""
    plain = text.strip().removeprefix("-")
    return int(text) if plain.isascii() and plain.isdigit() and len(plain) < 16 else otherwise


async def sent_file(visit: Visit, path: str, most: int, *names: str) -> Reply:
    """Hands a chosen file on, with those fields of the form that say something; the API says what it thinks of it."""
    sent = await visit.upload(most)
    content = sent.files.get("file", b"")
    asked = {name: sent.texts.get(name, "").strip() for name in names}
    key = sent.texts.get(KEY_FIELD, "")
    return await visit.api.send("POST", path, content=content, kind=kind_of(content), key=key, query=asked)


def kind_of(content: bytes) -> str:
    """How a table is sent, by how it begins: browsers name the same file in many ways."""
    begins = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for beginning, kind in KINDS if begins.startswith(beginning)), "text/csv")


def minor(text: str, currency: str) -> int | str:
    """An amount as people type it, `12.90`, in minor units; what is none goes to the API as it is, which says so."""
    plain = text.strip().replace(",", ".")
    try:
        return from_decimal(Decimal(plain), currency).minor
    except (InvalidOperation, ValueError, OverflowError, KeyError):  # KeyError: of a currency that there is not
        return text.strip()


def moment(visit: Visit, text: str) -> str:
    """A time as browsers send it, by the reader's own clock, as the API takes it; what is none goes as it is."""
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=visit.zone).isoformat()
    except ValueError:
        return text.strip()
