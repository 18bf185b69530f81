"""Papers of synthetic parcels, as they are printed."""

from pathlib import Path

from fulfillment.documents.cn23 import cn23
from fulfillment.documents.label_sheet import label_sheet
from fulfillment.documents.letters import Scribe
from fulfillment.documents.pick_list import pick_sheet
from fulfillment.documents.sheet import Sheet
from fulfillment.documents.typesetting import Typesetter, typesetter
from tests.pictures.album import PICTURES
from tests.sample_papers import BATTERY, PICK_HEAD, PICK_ROWS, a_copy

DOTS_PER_INCH = 110
NAMES = ("pick_list", "label", "cn23")


def shown(faces: Typesetter) -> dict[str, Sheet]:
    """What is drawn, by name."""
    return {
        "pick_list": pick_sheet(PICK_HEAD, PICK_ROWS, Scribe(faces, "CN")),
        "label": label_sheet(a_copy(faces, "JP")),
        "cn23": cn23(a_copy(faces, "SA", dangerous=(BATTERY,))),
    }


def draw(folder: Path = PICTURES) -> None:
    """Writes one PNG a paper, of its first page."""
    faces = typesetter()
    for name, sheet in shown(faces).items():
        (folder / f"{name}.png").write_bytes(faces.pictures(sheet, dots_per_inch=DOTS_PER_INCH)[0])
