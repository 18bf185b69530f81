"""What `clearway takedowns` reads and shows."""

from pathlib import Path

from api.cli.columns import padded
from engine.desk.takedown_file import MOST_BYTES
from engine.store.takedowns import TakedownRow

WIDTH = 32


def content_of(file: Path) -> bytes:
    """The bytes of a file, no more of them than tell that it is too long."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def notice_row(row: TakedownRow) -> str:
    """One line of the list."""
    about = padded(row.notice.sku or row.notice.title or "", WIDTH)
    dated = "" if row.dated is None else row.dated.isoformat()
    return f"{row.notice.id}  {row.state:<6}  {about}  {dated:<10}  {row.notice.reference}\n"
