"""The pictures of the documentation can be drawn again."""

from pathlib import Path

from fulfillment.documents.typesetting import Typesetter
from tests.pictures.album import PICTURES
from tests.pictures.papers import draw


def test_pictures_when_drawn_again_then_are_those_that_the_page_shows(faces: Typesetter, tmp_path: Path) -> None:
    draw(tmp_path)
    names = {each.name for each in tmp_path.iterdir()}
    assert names <= {each.name for each in PICTURES.iterdir()}
    page = (PICTURES.parent / "how-to-print-papers.md").read_text(encoding="utf-8")
    assert all(f"pictures/{name}" in page for name in names)
