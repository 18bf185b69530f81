"""`clearway files watch`: a folder into which files of orders are dropped.

A file is taken once it has not grown for a look; then it lies in `taken`, and its answer in `decided`. A file that
cannot be taken lies in `refused` with why beside it. Broken off anywhere, the next look goes on: the same content is
never decided twice.
"""

import sys
import time
from pathlib import Path

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.cli.file_work import decide, kind_of, write_answer
from api.composition.house import House
from engine.desk.order_files import found_file, take_in
from engine.errors import ClearwayError
from engine.store.order_files import REFUSED as NOT_READ

TAKEN, DECIDED, REFUSED = "taken", "decided", "refused"
EVERY_S = 2.0
MOST_ALIKE = 10_000


def watch(clerk: Clerk, folder: Path, shop: str | None, profile: str | None, *, once: bool) -> Exit:
    """Looks again and again until it is interrupted, or once."""
    for name in (TAKEN, DECIDED, REFUSED):
        (folder / name).mkdir(parents=True, exist_ok=True)
    seen: dict[Path, int] = {}
    with at_home() as house:
        while True:
            for path in settled_files(folder, seen, once=once):
                _take(house, clerk, folder, path, shop, profile)
            if once:
                return Exit.DONE
            time.sleep(EVERY_S)


def settled_files(folder: Path, seen: dict[Path, int], *, once: bool) -> list[Path]:
    """Files that have the size that they had at the last look: whoever writes them has finished."""
    now = {path: path.stat().st_size for path in sorted(folder.iterdir()) if path.is_file() and _counts(path)}
    ready = [path for path, size in now.items() if once or seen.get(path) == size]
    seen.clear()
    seen.update(now)
    return ready


def _counts(path: Path) -> bool:
    return not path.name.startswith((".", "~")) and path.suffix.lower() not in {".part", ".tmp", ".crdownload"}


def _take(house: House, clerk: Clerk, folder: Path, path: Path, shop: str | None, profile: str | None) -> None:
    try:
        sent = take_in(house.desk, clerk.caller, path.read_bytes(), kind_of(path), shop=shop, profile=profile)
        decide(house)
        ending = ".xlsx" if path.suffix.lower() == ".xlsx" else ".csv"
        out = folder / DECIDED / f"{path.stem}-{sent.file.id[-8:]}{ending}"
        write_answer(house, clerk, sent.file.id, out)
        with house.database.read() as session:
            file = found_file(session, clerk.caller, sent.file.id)
        why = f"{file.code}: {file.detail}" if file.state == NOT_READ else None
    except ClearwayError as refused:
        why = f"{refused.code}: {refused}"
        sys.stdout.write(f"{path.name}: {refused}\n")
    place = _free(folder / (TAKEN if why is None else REFUSED) / path.name)
    if why is not None:
        place.with_name(f"{place.name}.txt").write_text(f"{why}\n", encoding="utf-8")
    path.replace(place)


def _free(wanted: Path) -> Path:
    """The place, or one beside it where another file lies there: exports of every day bear one name."""
    names = (wanted, *(wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}") for number in range(2, MOST_ALIKE)))
    return next((each for each in names if not each.exists()), wanted)
