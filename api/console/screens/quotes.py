"""What services ask for an order, or for parcels that nobody has ordered yet; and an order's service named from there.

Nothing of a quote is kept, so what it is about stands in the address, to be sent to others.
"""

from collections.abc import Sequence

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, filled, minor, told, whole
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from fulfillment.shipping.choosing import Way
from fulfillment.shipping.dispatch import Terms
from fulfillment.shipping.goods_class import GoodsClass
from fulfillment.shipping.named_because import NamedBecause

routes = pages()
SCREEN, PAGE = "quotes", f"{HOME}/quotes"
API = "/v1/shipping-quotes"
SIDES = ("length", "width", "height")
MOST_PARCELS = 10
NUMBERS = ("IOSS", "VOEC", "CPF", "PCCC", "EORI")
FULFILMENT = f"{HOME}/fulfilment"


@routes.get(PAGE)
async def show_quote(request: Request) -> Response:
    """The form, and what it led to where something is asked."""
    return await _page(await visit_of(request))


@routes.post(f"{PAGE}/{{order_id}}/name")
async def name_service(request: Request, order_id: str) -> Response:
    """The order goes by the service that somebody chose here."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await told(visit, form, f"/v1/orders/{order_id}/services", filled(form, "service", "reason_code"))
    if reply.is_ok:
        return gone_to(f"{PAGE}?order={order_id}&said=named")
    return await _page(visit, order_id, reply)


async def _page(visit: Visit, order_id: str = "", refused: Reply | None = None) -> Response:
    typed, words = visit.query, Words(SCREEN, visit.language)
    orders = [{"id": order_id}] if order_id else await _orders(visit, typed.get("order", ""))
    asks = len(orders) == 1 if order_id or typed.get("order") else "weight.1" in typed
    document = {"order_id": orders[0]["id"]} if orders else _parcels(visit)
    reply = await visit.api.send("POST", API, {**document, **_wishes(visit)}) if asks else None
    quote = reply.document if reply is not None and reply.is_ok else {}
    order = await _order(visit, str(orders[0]["id"])) if len(orders) == 1 else {}
    services = (await visit.api.must("/v1/shipping-services")).rows if quote else []
    return shown(
        visit, SCREEN, "quotes.html", path=PAGE, typed=typed, quote=quote, orders=orders, order=order,
        refused=refused or (reply if reply is not None and not reply.is_ok else None),
        said=words["named"] if typed.get("said") == "named" and refused is None else "",
        none_found=bool(typed.get("order")) and not orders, names=_names(visit, services), rows=_rows(visit),
        goods=[str(each) for each in GoodsClass], chosen_goods=_goods, sides=SIDES, numbers=NUMBERS,
        has_numbers=set(visit.request.query_params.getlist("number")),
        ways=[(str(each), words.code("way", each)) for each in Way],
        terms=[str(each) for each in Terms], reasons=[str(each) for each in NamedBecause], fulfilment=FULFILMENT,
        may_name=visit.may(Scope.FULFILMENT_WRITE), most_parcels=MOST_PARCELS,
    )  # fmt: skip


async def _orders(visit: Visit, named: str) -> Sequence[Document]:
    """Those that are meant: the merchant's own number may stand in several shops."""
    if not named.strip():
        return []
    asked = "ids" if named.strip().startswith("ord_") else "merchant_order_id"
    found = await visit.api.get("/v1/orders", **{asked: named.strip()}, limit=20)
    return found.rows


async def _order(visit: Visit, order_id: str) -> Document:
    found = await visit.api.get("/v1/orders", ids=order_id, limit=1)
    return found.rows[0] if found.rows else {}


def _names(visit: Visit, services: Sequence[Document]) -> Form:
    """What services are called, by id."""
    key = "name_zh" if visit.language == "zh" else "name"
    return {str(each["id"]): str(each[key] or each["name"]) for each in services}


def _rows(visit: Visit) -> Sequence[int]:
    """The numbers of the parcels that the form has room for."""
    return range(1, 1 + min(max(whole(visit.query.get("rows", ""), 1), 1), MOST_PARCELS))


def _goods(visit: Visit, row: int) -> Sequence[str]:
    return visit.request.query_params.getlist(f"goods.{row}") or ["general"]


def _parcels(visit: Visit) -> Document:
    """Parcels with lane and value as they were typed; the API says what it thinks of them."""
    typed, parcels = visit.query, []
    for row in _rows(visit):
        if row > 1 and f"weight.{row}" not in typed:
            continue
        sides = [whole(typed[f"{each}.{row}"]) for each in SIDES if f"{each}.{row}" in typed]
        parcel = {"weight_g": whole(typed.get(f"weight.{row}", "")), "goods": _goods(visit, row)}
        parcels.append(parcel | ({"sides_mm": sides} if sides else {}))
    asked: Document = {"parcels": parcels, **filled(typed, "terms")}
    for name, field in (("from_country", "from"), ("to_country", "to")):
        asked |= {name: typed[field].strip().upper()} if field in typed else {}
    asked |= {"postcode": typed["postcode"].strip()} if "postcode" in typed else {}
    if typed.get("value"):
        currency = typed.get("currency", "").strip().upper() or "EUR"
        asked |= {"value_minor": minor(typed["value"], currency), "currency": currency}
    return asked | {"identifiers": visit.request.query_params.getlist("number")}


def _wishes(visit: Visit) -> Document:
    """How one is chosen, for an order and for parcels alike."""
    typed = visit.query
    needs: Document = {name: True for name in ("tracked", "insured") if name in typed}
    needs |= {"most_days": whole(typed["most_days"])} if "most_days" in typed else {}
    return {**filled(typed, "way"), "needs": needs, "live": "live" in typed}
