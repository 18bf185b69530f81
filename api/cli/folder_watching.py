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
from engine.desk.order_files import take_in
from engine.errors import ClearwayError

TAKEN, DECIDED, REFUSED = "taken", "decided", "refused"
EVERY_S = 2.0


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
        if write_answer(house, clerk, sent.file.id, out) is not Exit.DONE and not out.exists():
            path.replace(folder / REFUSED / path.name)
            return
    except ClearwayError as refused:
        (folder / REFUSED / f"{path.name}.txt").write_text(f"{refused.code}: {refused}\n", encoding="utf-8")
        path.replace(folder / REFUSED / path.name)
        sys.stdout.write(f"{path.name}: {refused}\n")
        return
    path.replace(folder / TAKEN / path.name)
