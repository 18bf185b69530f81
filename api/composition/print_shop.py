"""What papers are printed with: eyes on the desk, the project's data, fonts."""

from pathlib import Path

from api.composition.customs_eyes import CustomsEyes
from api.composition.site import DeskEyes
from engine.bundled import data_folder
from engine.desk.desk import Desk
from engine.settings import Settings
from fulfillment.documents.paper_book import load_paper_book
from fulfillment.documents.parcel_papers import PrintShop
from fulfillment.documents.typesetting import typesetter


def make_print_shop(desk: Desk, fonts: tuple[Path, ...] = (), printer_font: str = "") -> PrintShop:
    """The print shop of a desk. Fonts are looked for once a process."""
    return PrintShop(
        desk=DeskEyes(desk),
        customs=CustomsEyes(desk),
        book=load_paper_book(data_folder()),
        typesetter=typesetter(fonts),
        ids=desk.ids,
        printer_font=printer_font,
    )


def font_folders_of(settings: Settings) -> tuple[Path, ...]:
    """Folders that the operator named."""
    return tuple(Path(each) for each in settings.fonts.split())
