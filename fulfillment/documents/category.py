"""What a parcel is to customs: a sale stays a sale, whatever somebody would rather have it called.

A present is one only where nobody paid a shop for it (Regulation (EC) 1186/2009, article 25: no payment of any kind);
a paid order that goes to somebody else than the buyer is a sale with another consignee.
"""

from engine.order.order import Order
from engine.order.terms import OrderKind
from fulfillment.documents.declaration import Category
from fulfillment.documents.declaration_errors import CategoryRefused

_UNPAID = {OrderKind.GIFT: Category.GIFT, OrderKind.SAMPLE: Category.SAMPLE, OrderKind.WARRANTY: Category.OTHER}
_BOOKS = "49"  # chapter of printed matter


def due_category(order: Order, *, comes_back: bool = False) -> Category:
    """The category that the order itself asks for. `comes_back`: the parcel brings goods back to the seller."""
    if comes_back:
        return Category.RETURN
    if order.kind is OrderKind.WARRANTY:
        return Category.OTHER
    return Category.SALE if is_paid(order) else _UNPAID.get(order.kind, Category.SALE)


def is_paid(order: Order) -> bool:
    """Somebody pays for the goods. An order that only bears freight or tax does not sell anything."""
    totals = order.totals
    return totals.total - (totals.shipping or 0) - (totals.tax or 0) - (totals.duty or 0) > 0


def category_of(order: Order, wish: str | None, *, comes_back: bool = False) -> Category:
    """The category that is declared. Raises CategoryRefused for a wish that differs."""
    due = due_category(order, comes_back=comes_back)
    if wish is None or wish == due or (wish == Category.DOCUMENTS and _only_documents(order) and due is not due.SALE):
        return due if wish is None else Category(wish)
    raise CategoryRefused(wish, due)


def reason_of(order: Order, category: Category) -> str:
    """The words beside the category, in English; nothing for a plain sale."""
    original = order.original_order_id or "an earlier order"
    if category is Category.RETURN:
        return f"goods returned to the seller, order {order.id}"
    if order.kind is OrderKind.WARRANTY:
        return f"replacement under warranty for goods of order {original}, free of charge"
    if order.kind is OrderKind.RESHIP:
        return f"sent again in place of goods of order {original}"
    return {Category.SAMPLE: "sample, free of charge", Category.GIFT: "present, free of charge"}.get(category, "")


def _only_documents(order: Order) -> bool:
    return all((line.hs_code or "").startswith(_BOOKS) for line in order.lines if line.quantity)
