"""Where pictures lie, how they are kept, and what they are taken of: a house of the tests on loopback, and a browser.

Pictures lie in the repository, so they have few colours and no more than `MOST_BYTES`.
"""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.browser.opening import Served, listening
from tests.databases import SqliteFiles

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
COLOURS, MOST_BYTES = 96, 150_000


def keep(page: Page, name: str) -> None:
    """What is in the window, as a small PNG."""
    with Image.open(io.BytesIO(page.screenshot())) as taken:
        few = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)
    assert (PICTURES / f"{name}.png").stat().st_size <= MOST_BYTES, name


@contextmanager
def a_house() -> Iterator[Served]:
    """A service with an empty database, and where it listens."""
    with (
        tempfile.TemporaryDirectory() as folder,
        SqliteFiles(Path(folder)).fresh() as database,
        listening(database) as served,
    ):
        yield served
