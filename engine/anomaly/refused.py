"""What is said of an artefact that must not score."""

from typing import ClassVar, Final

from engine.errors import ClearwayError

_NEXT: Final = "publish the model again from its card"
NEXT: Final = {
    "schema": "train a model on the features of this release",
    "size": "train with fewer or smaller trees",
}  # by fault; all others mean that the bytes are not what was published


class ArtefactRefused(ClearwayError):
    """a model's artefact cannot be used"""

    code: ClassVar[str] = "artefact_refused"

    def __init__(self, fault: str, detail: str) -> None:
        """`fault` is a stable word: digest, archive, member, size, about, schema, tree, number or table."""
        self.fault = fault
        self.detail = detail
        super().__init__(f"the model is refused ({fault}): {detail}; {NEXT.get(fault, _NEXT)}")
