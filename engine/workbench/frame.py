"""The frame that pages of all packages share: `frame.html`, which theirs extend. It draws nothing."""

from engine import pages
from engine.pages import Environment

OWN = "engine.workbench"


def environment_of(package: str) -> Environment:
    """Where a package's templates are found, and the frame that all pages share."""
    return pages.environment_of(package, OWN)
