"""By what an account of causes is cut. A module of its own: the command line names these words before it loads more."""

from enum import StrEnum


class Cut(StrEnum):
    """By what causes are summed up."""

    SKU = "sku"
    SUPPLIER = "supplier"
    GOODS = "goods"  # HS heading and destination
    CARRIER = "carrier"
    SERVICE = "service"
    LANE = "lane"
    BOX = "box"  # with the warehouse that packs into it
    RULE = "rule"
    POLICY = "policy"  # a rule of the shipping or returns book that spoke of the order
    SHOP = "shop"
    MONTH = "month"
