"""Errors of papers.

PaperError
├── FontMissing      a font family that the text needs is not on this machine; names the package
├── LettersMissing   letters that neither a font draws nor a transliteration knows
├── CodeRefused      a text that no bar code carries (`fulfillment.documents.barcode`)
├── PaperEmpty       a paper without a single line
├── PaperNotCalledFor  this parcel needs no such paper; names those that it needs
├── PaperWithheld    the order may not go on, so nothing of it is printed
└── PaperIncomplete  what destination, carrier or paper ask for is missing; carries every fault
"""

from collections.abc import Sequence

from engine.errors import Fault
from fulfillment.errors import FulfilmentError
from fulfillment.reason import Reason, kept_by


class PaperError(FulfilmentError):
    """the paper cannot be printed"""

    code = "paper_error"


class FontMissing(PaperError):
    """a font that the text needs is not on this machine"""

    code = "font_missing"

    def __init__(self, family: str, package: str) -> None:
        self.family = family
        self.package = package
        super().__init__(
            f"the font `{family}` is not on this machine; install the Debian package `{package}`, "
            "or name the folder of the fonts in `CLEARWAY_FONTS`"
        )


class LettersMissing(PaperError):
    """letters that no font draws and no transliteration knows"""

    code = "letters_missing"

    def __init__(self, letters: Sequence[str]) -> None:
        self.letters = tuple(letters)
        named = ", ".join(f"`U+{ord(each):04X}`" for each in self.letters)
        super().__init__(f"no font draws {named}; write the text without them")


class PaperEmpty(PaperError):
    """a paper needs at least one line"""

    code = "paper_empty"


class PaperNotCalledFor(PaperError):
    """this parcel needs no such paper"""

    code = "paper_not_called_for"

    def __init__(self, kind: str, possible: Sequence[str]) -> None:
        self.kind = kind
        self.possible = tuple(possible)
        named = ", ".join(f"`{each}`" for each in self.possible)
        super().__init__(f"this parcel needs no `{kind}`; its papers are {named}")


class PaperWithheld(PaperError):
    """the order may not go on, so nothing of it is printed"""

    code = "paper_withheld"

    def __init__(self, outcome: str, reasons: Sequence[Reason] = ()) -> None:
        self.outcome = outcome
        self.reasons = tuple(reasons)
        why = "; ".join(kept_by(each, "en") for each in self.reasons) or f"its outcome is `{outcome}`"
        super().__init__(f"nothing of the order is printed while it may not go on: {why}")


class PaperIncomplete(PaperError):
    """something that the destination asks for is missing; each is listed with its place"""

    code = "paper_incomplete"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            "nothing is printed and no parcel leaves before all is complete: "
            + "; ".join(str(each) for each in self.faults)
        )
