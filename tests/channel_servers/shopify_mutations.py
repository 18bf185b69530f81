"""What the shop does when an app tells it to, and how it refuses."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import orjson
from graphql import GraphQLDirective, GraphQLError, GraphQLResolveInfo, get_directive_values

from tests.channel_servers.shopify_shop import Held, Thing, some, whole

if TYPE_CHECKING:
    from tests.channel_servers.shopify import ShopifyServer


def fulfil(shop: "ShopifyServer", _info: object, fulfillment: Thing, message: str | None = None) -> Thing:
    """Takes pieces out of fulfilment orders, all of one location."""
    wanted = {
        str(each["fulfillmentOrderId"]): _pieces(each) for each in _things(fulfillment["lineItemsByFulfillmentOrder"])
    }
    order = next((o for o in shop.orders.values() if any(h.id in wanted for h in o.held)), None)
    held = [each for each in order.held if each.id in wanted] if order else []
    if order is None or len(held) != len(wanted):
        return _refused("fulfillment", "Fulfillment order does not exist.")
    if len({each.location for each in held}) > 1:
        return _refused("fulfillment", "All fulfillment orders must be assigned to the same location.")
    if any(not _holds(each, wanted[each.id]) for each in held):
        return _refused("fulfillment", "Invalid fulfillment order line item quantity requested.")
    lines: list[Thing] = []
    for each in held:
        for line, pieces in wanted[each.id].items():
            each.remaining[line] -= pieces
            lines.append({"quantity": pieces, "lineItem": order.line(each.lines[line])})
        each.status = "IN_PROGRESS" if any(each.remaining.values()) else "CLOSED"
    tracking = fulfillment.get("trackingInfo") or {}
    made = {
        "id": shop.id_of("Fulfillment"),
        "status": "SUCCESS",
        "tracking": tracking,
        "trackingInfo": some([tracking] if isinstance(tracking, dict) else []),
        "fulfillmentLineItems": whole(lines),
        "pieces": {str(_thing(line["lineItem"])["sku"]): line["quantity"] for line in lines},
    }
    order.fulfillments.append(made)
    if fulfillment.get("notifyCustomer"):
        shop.mails.append(f"shipped {order.number}")
    shop.touch(order)
    return {"fulfillment": made, "userErrors": []}


def cancel(shop: "ShopifyServer", _info: object, orderId: str, reason: str, restock: bool, **stated: object) -> Thing:  # noqa: N803
    """Cancels an order that is neither cancelled nor fulfilled."""
    order = shop.orders.get(_number(orderId))
    if order is None:
        return _not_cancelled("NOT_FOUND", "Order does not exist")
    if order.cancelled is not None:
        return _not_cancelled("INVALID", "Order has already been cancelled")
    if order.fulfillments:
        return _not_cancelled("INVALID", "Order cannot be cancelled: it has been fulfilled")
    if restock:
        for line in order.lines:
            shop.stock[line.sku] = shop.stock.get(line.sku, 0) + line.quantity
    if stated.get("notifyCustomer"):
        shop.mails.append(f"cancelled {order.number}")
    shop.cancel(order, reason)
    return {"job": {"id": shop.id_of("Job"), "done": False}, "orderCancelUserErrors": []}


def refund(shop: "ShopifyServer", info: GraphQLResolveInfo[object], input: Thing) -> Thing:  # noqa: A002 - the API's own name
    """Gives money back, once a key."""
    return _once(shop, info, input, lambda: _refund(shop, input))


def set_stock(shop: "ShopifyServer", info: GraphQLResolveInfo[object], input: Thing) -> Thing:  # noqa: A002
    """Sets levels, once a key."""
    return _once(shop, info, input, lambda: _set(shop, input))


MUTATIONS: Mapping[str, object] = {
    "fulfillmentCreate": fulfil,
    "orderCancel": cancel,
    "refundCreate": refund,
    "inventorySetQuantities": set_stock,
}


def _refund(shop: "ShopifyServer", asked: Thing) -> Thing:
    order = shop.orders[_number(str(asked["orderId"]))]
    parts = _things(asked.get("transactions") or [])
    factor = 2 if order.presentment not in ("", order.currency) else 1
    amount = sum((Decimal(str(part["amount"])) for part in parts), Decimal(0)) / factor
    if amount > order.total - order.refunded:
        return {
            "refund": None,
            "userErrors": [{"field": None, "message": "Refund amount exceeds the amount available"}],
        }
    pieces = {
        str(each["lineItemId"]): int(str(each["quantity"])) for each in _things(asked.get("refundLineItems") or [])
    }
    made: Thing = {"id": shop.id_of("Refund"), "note": asked.get("note"), "pieces": pieces}
    for part in parts:
        paid = {"kind": "REFUND", "status": "SUCCESS", "amount": str(Decimal(str(part["amount"])) / factor)}
        about = {"gateway": part["gateway"], "createdAt": shop.now().isoformat(), "parent": part["parentId"]}
        order.transactions.append({"id": shop.id_of("OrderTransaction"), "refund": made["id"], **paid, **about})
    for line in order.lines:
        line.refundable -= pieces.get(line.id, 0)
        line.current -= pieces.get(line.id, 0)
    order.status = "REFUNDED" if order.refunded >= order.total else "PARTIALLY_REFUNDED"
    order.refunds.append(made)
    shop.touch(order)
    return {"refund": {**made, "transactions": whole([]), "refundLineItems": whole([])}, "userErrors": []}


def _set(shop: "ShopifyServer", asked: Thing) -> Thing:
    for each in _things(asked["quantities"]):
        sku = str(each["inventoryItemId"]).removeprefix("gid://shopify/InventoryItem/")
        if "changeFromQuantity" not in each:
            words = "The changeFromQuantity field is required"
            return _stock_refused("CHANGE_FROM_QUANTITY_REQUIRED", words)
        if sku not in shop.stock:
            return _stock_refused("INVALID_INVENTORY_ITEM", "The specified inventory item could not be found.")
        shop.stock[sku] = int(str(each["quantity"]))
    return {"inventoryAdjustmentGroup": {"id": shop.id_of("InventoryAdjustmentGroup")}, "userErrors": []}


def _once(shop: "ShopifyServer", info: GraphQLResolveInfo[object], asked: Thing, does: Callable[[], Thing]) -> Thing:
    """The first answer again for a key that came before; another content under it is refused."""
    directive = info.schema.get_directive("idempotent")
    assert isinstance(directive, GraphQLDirective)
    values = get_directive_values(directive, info.field_nodes[0], info.variable_values)
    if not values:
        raise GraphQLError(
            "The @idempotent directive is required for this mutation.", extensions={"code": "BAD_REQUEST"}
        )
    key, content = str(values["key"]), orjson.dumps(asked, option=orjson.OPT_SORT_KEYS, default=str).decode()
    if key in shop.said:
        before, answer = shop.said[key]
        if before != content:
            words = "The same idempotency key cannot be used with different operation parameters."
            return {"userErrors": [{"code": "IDEMPOTENCY_KEY_PARAMETER_MISMATCH", "field": None, "message": words}]}
        return answer
    answer = does()
    shop.said[key] = content, answer
    return answer


def _holds(held: Held, wanted: Mapping[str, int]) -> bool:
    open_ = held.status in ("OPEN", "IN_PROGRESS")
    return open_ and all(0 < pieces <= held.remaining.get(line, 0) for line, pieces in wanted.items())


def _pieces(stated: Thing) -> dict[str, int]:
    return {str(each["id"]): int(str(each["quantity"])) for each in _things(stated["fulfillmentOrderLineItems"])}


def _things(value: object) -> list[Thing]:
    assert isinstance(value, list)
    return [_thing(each) for each in value]


def _thing(value: object) -> Thing:
    assert isinstance(value, dict)
    return value


def _number(gid: str) -> int:
    return int(gid.rsplit("/", 1)[-1])


def _refused(field: str, words: str) -> Thing:
    return {"fulfillment": None, "userErrors": [{"field": [field], "message": words}]}


def _not_cancelled(code: str, words: str) -> Thing:
    return {"job": None, "orderCancelUserErrors": [{"code": code, "field": ["orderId"], "message": words}]}


def _stock_refused(code: str, words: str) -> Thing:
    return {"inventoryAdjustmentGroup": None, "userErrors": [{"code": code, "field": ["input"], "message": words}]}
