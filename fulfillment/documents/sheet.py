"""A sheet: which template is filled with which data, on paper of which size. Views of a declaration make sheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class PaperSize(Enum):
    """Width and height in millimetres."""

    A4 = (210.0, 297.0)
    A5_WIDE = (210.0, 148.0)
    A6 = (105.0, 148.0)
    LABEL = (100.0, 150.0)
    LABEL_INCHES = (101.6, 152.4)  # 4 by 6 inches
    CN22 = (74.0, 105.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper before it is set. `template` names a file of `templates/`; `data` is plain JSON."""

    template: str
    size: PaperSize
    title: str
    data: Mapping[str, object]

    def as_json(self) -> dict[str, object]:
        """What the templates read."""
        width, height = self.size.value
        return {"template": self.template, "width": width, "height": height, "title": self.title, "data": self.data}
