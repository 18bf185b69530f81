"""The files in the folder of a model that `clearway model train` writes."""

from pathlib import Path

CONTENT, CARD = "model.npz", "card.json"


def is_whole(folder: Path) -> bool:
    """Both are there."""
    return (folder / CONTENT).is_file() and (folder / CARD).is_file()
