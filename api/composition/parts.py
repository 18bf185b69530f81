"""What `clearway serve` is made of."""

from api.composition.serving import Parts
from engine.settings import Settings


def parts(_: Settings) -> Parts:
    """The parts of the whole service. The desk gives `publish`, `build` and the edition watcher; the worker joins
    `background` where `settings.worker` says so."""
    return Parts()
