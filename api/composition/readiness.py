"""What `/readyz` looks at beside database and tables: the edition, the worker, the model, the disk, and whether this
process is about to end."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from api.services import Check
from engine.desk.desk import Desk
from engine.desk.errors import NoEdition
from engine.settings import Settings
from engine.store.beats import silent_for_s
from engine.store.database import Database, parsed_url

MERCHANT = "main"
SILENT_S = 60.0
MEGABYTE = 1 << 20


def operating_checks(desk: Desk, settings: Settings, ending: Event) -> tuple[Check, ...]:
    """In the order in which they are asked; those that do not block are told of beside the rest."""
    return (
        Check("draining", lambda: "this process is about to end" if ending.is_set() else None),
        Check("edition", _HasEdition(desk)),
        Check("disk", _HasRoom(_folder_of(settings), settings.disk_least_mb), blocks=desk.database.is_sqlite),
        Check("worker", _Works(desk.database), blocks=False),
        Check("model", _ModelsRead(desk), blocks=False),
    )


def _folder_of(settings: Settings) -> Path:
    """Where the file of the database lies, or else what this process writes."""
    parsed = parsed_url(settings.database)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(parsed.database).absolute().parent if is_file and parsed.database else settings.folder


@dataclass(frozen=True, slots=True)
class _HasEdition:
    desk: Desk

    def __call__(self) -> str | None:
        try:
            self.desk.editions.current(MERCHANT)
        except NoEdition as error:
            return str(error)
        return None


@dataclass(frozen=True, slots=True)
class _HasRoom:
    folder: Path
    least_mb: int
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free

    def __call__(self) -> str | None:
        left = self.free(self.folder) // MEGABYTE
        return f"{left} MB are left where {self.least_mb} are wanted; make room" if left < self.least_mb else None


@dataclass(frozen=True, slots=True)
class _Works:
    database: Database

    def __call__(self) -> str | None:
        with self.database.read() as session:
            silent = silent_for_s(session)
        if silent is None:
            return "no worker has run yet; start `clearway worker`, or `clearway serve` with one inside"
        if silent > SILENT_S:
            return f"no worker has given a sign of life for {silent:.0f} s; see its log"
        return None


@dataclass(frozen=True, slots=True)
class _ModelsRead:
    desk: Desk

    def __call__(self) -> str | None:
        refused = self.desk.models.in_force(MERCHANT).refused
        return f"a model that is in force cannot be used: {refused[0]}" if refused else None
