"""The files in the folder of a model that `clearway model train` writes."""

from pathlib import Path

from api.cli.failing import Wrong, fail

CONTENT, CARD = "model.npz", "card.json"


def ensure_whole(folder: Path) -> None:
    """Ends the command unless both are there."""
    if not ((folder / CONTENT).is_file() and (folder / CARD).is_file()):
        fail(Wrong.NO_FOLDER, f"{folder}: name the folder that `clearway model train` wrote, with {CONTENT} and {CARD}")
