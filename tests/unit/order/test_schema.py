"""The published schema is the one that the reader's annotations give."""

import json
from pathlib import Path

from engine.order.schema import order_schema

PUBLISHED = Path(__file__).parents[3] / "docs" / "order.schema.json"


def test_schema_when_published_is_current() -> None:
    """To renew it: `python -m engine.order.schema > docs/order.schema.json`."""
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == order_schema()
