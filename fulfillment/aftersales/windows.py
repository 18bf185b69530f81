"""The return window: a timer that is a job, so that it outlives every restart."""

from datetime import timedelta

from fulfillment.casefile import CaseFile
from fulfillment.jobs import WINDOW
from fulfillment.states import Stage


def start_window(file: CaseFile, _: str) -> None:
    """From now the customer may send goods back for so long."""
    days = file.site.desk.return_terms(file.session, file.merchant).shop_days
    ends = file.now + max(file.site.return_window, timedelta(days=days))
    file.change(window_ends_at=ends)
    file.add_job(WINDOW, {}, track="window", run_after=ends)


def look_again(file: CaseFile, _: str) -> None:
    """Something that kept the order open is over: the timer that met it may have passed."""
    ends = file.case.window_ends_at
    if file.case.stage == Stage.DELIVERED and ends is not None:
        file.add_job(WINDOW, {}, track="window", run_after=max(ends, file.now))
