"""The folder of a model: what is published, its card, and the pictures that people ask for."""

from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.model_folder import CARD, CONTENT, ensure_whole
from engine.anomaly.artefact import Artefact
from engine.anomaly.packing import unpack
from engine.training.card import Card, read_card, refuse_changed
from engine.training.card_words import CardWords

if TYPE_CHECKING:  # fitting takes a second to import, and who screens with a model does not fit
    from engine.training.making import Trained


def write(folder: Path, made: "Trained") -> None:
    """The artefact and its card."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONTENT).write_bytes(made.content)
    (folder / CARD).write_text(made.card.text(), encoding="utf-8")


def card_of(path: Path) -> Card:
    """A card from its file, or from the folder that it is in. Raises CardRefused."""
    return read_card((path / CARD if path.is_dir() else path).read_bytes())


def artefact_of(folder: Path, card: Card) -> Artefact:
    """The artefact that the card is of. Raises ArtefactRefused when it is another, or reads other features, and
    CardChanged when the card is not as it was."""
    ensure_whole(folder)
    artefact = unpack((folder / CONTENT).read_bytes(), card.artefact)
    refuse_changed(card, artefact)
    return artefact


def draw(card: Card, page: Path | None, charts: Path | None, says: CardWords) -> list[Path]:
    """Writes the page and the pictures that are asked for; answers what was written."""
    if page is None and charts is None:
        return []
    from engine.training import charts as drawing
    from engine.training.page import page as page_of

    drawn = () if card.tested is None else drawing.charts(card.tested, says.charts)
    written = []
    if page is not None:
        page.write_text(page_of(card, drawn, says), encoding="utf-8")
        written.append(page)
    if charts is not None:
        charts.mkdir(parents=True, exist_ok=True)
        for name in drawing.CHARTS:  # those of another model would be taken for this one's
            for form in ("svg", "png"):
                (charts / f"{name}.{form}").unlink(missing_ok=True)
        for chart in drawn:
            (charts / f"{chart.name}.svg").write_text(chart.svg(), encoding="utf-8")
            (charts / f"{chart.name}.png").write_bytes(chart.png())
            written.append(charts / f"{chart.name}.svg")
    return written
