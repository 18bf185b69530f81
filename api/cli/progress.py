"""A progress bar on standard error, and only on a terminal; the only importer of `rich`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

Step = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Steps:
    """Called with the number of records that a pass has done so far."""

    remembered: Step
    decided: Step


def _unseen(_count: int) -> None:
    """Nobody watches."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[Steps]:
    """A bar for each of the two passes; the second knows from the first how far it has to go."""
    if quiet or not sys.stderr.isatty():
        yield Steps(_unseen, _unseen)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        first = bar.add_task("1/2", total=None)
        second = bar.add_task("2/2", total=None, visible=False)

        def decided(count: int) -> None:
            if sys.stdout.isatty():
                bar.stop()  # the rows that appear there show how far it is
            else:
                bar.update(second, completed=count, total=bar.tasks[0].completed or None, visible=True)

        yield Steps(lambda count: bar.update(first, completed=count), decided)


@contextmanager
def counting(what: str, total: int, *, quiet: bool) -> Iterator[Step]:
    """One bar up to a known total."""
    if quiet or not sys.stderr.isatty():
        yield _unseen
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.update(task, completed=count)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Something that turns while work goes on of which nobody knows how far it is."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield
