"""What packing refuses.

PackingRefused
├── FitsNowhere    a piece goes into none of the boxes
├── Unmeasured     articles without size or weight
├── BoxRefused     a box that cannot be kept as it is
├── SplitRefused   parcels are made for no reason that counts
└── TableRejected  a row of a table of items or boxes cannot be read; names the row
"""

from collections.abc import Sequence

from fulfillment.errors import FulfilmentError


class PackingRefused(FulfilmentError):
    """the goods cannot be packed as asked"""

    code = "packing_refused"


class FitsNowhere(PackingRefused):
    """a piece goes into none of the boxes; add a larger or stronger one, or ship it as it is"""

    code = "fits_nowhere"

    def __init__(self, pieces: Sequence[tuple[str, str]]) -> None:
        self.pieces = tuple(pieces)
        named = ", ".join(f"`{sku}` ({reason})" for sku, reason in self.pieces)
        super().__init__(f"no box takes {named}; add a larger or stronger box")


class Unmeasured(PackingRefused):
    """articles are without size or weight; enter them in the product file"""

    code = "goods_unmeasured"

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        named = ", ".join(f"`{each}`" for each in self.names)
        super().__init__(f"size or weight of {named} is not known; enter both in the product file, or pack by eye")


class TableRejected(PackingRefused):
    """a row cannot be read"""

    code = "packing_table_rejected"

    def __init__(self, where: str, name: str, detail: str) -> None:
        self.where = where
        self.name = name
        self.detail = detail
        super().__init__(f"{where}: `{name}` {detail}")


class BoxRefused(PackingRefused):
    """the box cannot be kept as it is"""

    code = "box_refused"


class SplitRefused(PackingRefused):
    """customs add up what one recipient is sent; splitting an order changes no tax"""

    code = "split_refused"
