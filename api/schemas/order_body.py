"""The body that an order comes in: read by `engine.order.reading`, described by the schema made from the same types."""

from api.composition.sample import SAMPLE_ORDER
from api.describing import Document
from api.schemas.body import ITS_READER_SEES, REFERENCES, JsonBytes
from engine.order.schema import order_schema

_ALONE = frozenset({"$schema", "$id"})  # what a schema says of itself where it stands alone


def _described() -> Document:
    return {name: part for name, part in order_schema(REFERENCES).items() if name not in _ALONE}


ORDER_BODY = JsonBytes(_described(), SAMPLE_ORDER, deepest=ITS_READER_SEES)
