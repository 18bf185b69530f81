"""Services and their rates: what each takes, goes to and stops, own services, and rate cards with a look beforehand."""

import re

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, kind_of, told, word_said
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of
from fulfillment.shipping.rate_table import COLUMNS, MAY_HAVE

routes = pages()
SCREEN, PAGE = "services", f"{HOME}/services"
RATES, WHAT_IF = f"{PAGE}/rates", f"{PAGE}/what-if"
API, API_RATES = "/v1/shipping-services", "/v1/shipping-rates"
MOST_BYTES = 4 << 20
YAML = "application/yaml"
IS_YAML = re.compile(rb"^(services|groups):", re.MULTILINE)


@routes.get(PAGE)
async def show_services(request: Request) -> Response:
    """Every service, and a form for those of one's own."""
    return await _services(await visit_of(request))


@routes.post(f"{PAGE}/import")
async def take_services(request: Request) -> Response:
    """Takes a file of services, or only looks at it."""
    visit = await visit_of(request)
    reply, is_taken = await _sent(visit, API)
    return gone_to(f"{PAGE}?said=taken") if is_taken else await _services(visit, reply)


@routes.post(f"{PAGE}/withdraw")
async def withdraw(request: Request) -> Response:
    """A service of one's own is offered no more."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{API}/{form.get('service', '')}", method="DELETE")

    async def again(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _services(visit, refused)

    return await acted(request, ask, again, PAGE)


@routes.get(RATES)
async def show_rates(request: Request) -> Response:
    """Rate cards of one's own, in the order in which they were entered."""
    return await _rates(await visit_of(request))


@routes.post(RATES)
async def take_rates(request: Request) -> Response:
    """Takes a table of rates, or only looks at it."""
    visit = await visit_of(request)
    reply, is_taken = await _sent(visit, API_RATES)
    return gone_to(f"{RATES}?said=taken") if is_taken else await _rates(visit, reply)


async def _sent(visit: Visit, path: str) -> tuple[Reply, bool]:
    """What the API says of the file, and whether it was kept: not where it was only looked at, or has faults."""
    sent = await visit.upload(MOST_BYTES)
    content, looks = sent.files.get("file", b""), sent.texts.get("dry_run") == "true"
    reply = await visit.api.send(
        "POST", path, content=content, kind=YAML if IS_YAML.search(content) else kind_of(content),
        key=sent.texts.get(KEY_FIELD, ""), query={"dry_run": "true" if looks else ""},
    )  # fmt: skip
    return reply, reply.is_ok and not looks and not reply.document.get("faults")


async def _services(visit: Visit, reply: Reply | None = None) -> Response:
    found = await visit.api.must(API)
    return shown(
        visit, SCREEN, "services.html", refused=_refusal(reply), looked=_looked(reply), path=PAGE, rates=RATES,
        said=word_said(visit, SCREEN, "taken", "done"), what_if=WHAT_IF, rows=found.rows,
        today=f"{visit.now.astimezone(visit.zone):%Y-%m-%d}", may_act=visit.may(Scope.FULFILMENT_WRITE),
    )  # fmt: skip


async def _rates(visit: Visit, reply: Reply | None = None) -> Response:
    found = await visit.api.must(API_RATES, cursor=visit.query.get("cursor"))
    return shown(
        visit, SCREEN, "service_rates.html", refused=_refusal(reply), looked=_looked(reply), path=RATES, back=PAGE,
        said=word_said(visit, SCREEN, "taken"), columns=(*COLUMNS, *MAY_HAVE), rows=found.rows, reply=found.document,
        may_act=visit.may(Scope.FULFILMENT_WRITE),
    )  # fmt: skip


def _refusal(reply: Reply | None) -> Reply | None:
    return None if reply is None or reply.is_ok else reply


def _looked(reply: Reply | None) -> Document:
    """What came of a file that was not kept."""
    return reply.document if reply is not None and reply.is_ok else {}
