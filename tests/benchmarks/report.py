"""`build/bench.json`: one section for each thing that is measured; measuring one leaves the others in place."""

from collections.abc import Mapping
from pathlib import Path

import orjson

REPORT = Path("build/bench.json")


def write(sections: Mapping[str, object], path: Path = REPORT) -> None:
    """Adds sections to the report."""
    kept = orjson.loads(path.read_bytes()) if path.exists() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(kept | dict(sections), option=orjson.OPT_INDENT_2))
