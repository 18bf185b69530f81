"""Files that come with messages: which are kept is told by their first bytes, not by what the sender says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST_FILES = 10
MOST_BYTES = 5 << 20
MOST_TOGETHER = 15 << 20
# Signatures: ISO 32000-1 7.5.2 (PDF), PNG 5.2, JFIF and Exif (JPEG), GIF87a and GIF89a.
FORMS: Mapping[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}


@dataclass(frozen=True, slots=True)
class FileGiven:
    """A file; `media_type` is what its bytes say, empty until that was asked."""

    content: bytes = field(repr=False)
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """Files that are kept, and why each of the others is not, as codes."""

    good: tuple[FileGiven, ...]
    left_out: tuple[str, ...]


def form_of(content: bytes) -> str | None:
    """The media type that the first bytes tell; None for a form that is not kept."""
    return next((name for name, starts in FORMS.items() if content.startswith(starts)), None)


def checked_files(given: Sequence[FileGiven]) -> Checked:
    """Files that are kept: of a known form, not too large, not too many."""
    good: list[FileGiven] = []
    left_out: list[str] = []
    room = MOST_TOGETHER
    for each in given:
        form = form_of(each.content)
        if form is None:
            left_out.append("file_form")
        elif len(each.content) > min(MOST_BYTES, room):
            left_out.append("file_too_large")
        elif len(good) == MOST_FILES:
            left_out.append("too_many_files")
        else:
            room -= len(each.content)
            good.append(FileGiven(each.content, form))
    return Checked(tuple(good), tuple(left_out))
