"""What `clearway takedowns` shows."""

from api.cli.columns import padded
from engine.store.takedowns import TakedownRow

WIDTH = 32


def notice_row(row: TakedownRow) -> str:
    """One line of the list."""
    about = padded(row.notice.sku or row.notice.title or "", WIDTH)
    dated = "" if row.dated is None else row.dated.isoformat()
    return f"{row.notice.id}  {row.state:<6}  {about}  {dated:<10}  {row.notice.reference}\n"
