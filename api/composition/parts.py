"""What `clearway serve` is made of: the desk behind the door, and the worker and the watcher of editions beside it."""

import threading
from collections.abc import Sequence

from fastapi import FastAPI

from api.app import create_app
from api.composition.desk import make_desk
from api.composition.house import House, store_checks
from api.composition.loops import Loop
from api.composition.serving import Parts
from api.services import Check, Services
from api.worker import Parts as WorkerParts
from api.worker import make_worker
from engine.bundled import data_folder, rules_folder
from engine.desk.desk import Desk
from engine.desk.editions import Loaded
from engine.desk.errors import NoEdition
from engine.settings import Settings

MERCHANT = "main"


def parts(settings: Settings) -> Parts:
    """The parts of the whole service."""
    service = _Service(settings)
    return Parts(publish=service.publish, build=service.build, background=service.background)


class _Service:
    """Makes the desk when first asked, so that all parts share it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._desk: Desk | None = None

    def desk(self, house: House) -> Desk:
        if self._desk is None:
            self._desk = make_desk(house.database, house.secret, house.clock, house.ids)
        return self._desk

    def publish(self, house: House) -> str:
        """Puts the bundled rule book in force when none is; answers in a line what is in force."""
        editions = self.desk(house).editions
        try:
            loaded = editions.current(MERCHANT)
        except NoEdition:
            note = "the rule book that came with this version"
            loaded = editions.publish(rules_folder(), data_folder(), "first start", note=note)
            return f"published, {_told(loaded)}"
        return f"in force, {_told(loaded)}"

    def build(self, house: House) -> FastAPI:
        desk = self.desk(house)
        return create_app(
            Services(
                database=house.database,
                keyring=house.keyring,
                clock=house.clock,
                ids=house.ids,
                desk=desk,
                checks=(*store_checks(house.database), Check("edition", _HasEdition(desk))),
            )
        )

    def background(self, house: House) -> Sequence[Loop]:
        watching: list[Loop] = [self.desk(house).editions.watch]
        if self._settings.worker:
            watching.append(_works(self.desk(house), house))
        return watching


def _works(desk: Desk, house: House) -> Loop:
    def work(stop: threading.Event) -> None:
        make_worker(WorkerParts(house.database, house.settings, house.clock, house.ids, desk)).run_until(stop)

    return work


def _told(loaded: Loaded) -> str:
    return f"{len(loaded.admission.book.rules)} rules, edition {loaded.digest[:12]}"


class _HasEdition:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self) -> str | None:
        try:
            self._desk.editions.current(MERCHANT)
        except NoEdition as error:
            return str(error)
        return None
