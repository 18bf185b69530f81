"""What `clearway serve` is made of: the desk behind the door, and the worker and the watcher of editions beside it."""

import threading
from collections.abc import Sequence

from fastapi import FastAPI

from api.access.rates import Limits, Rates, read_limits
from api.app import create_app
from api.composition.house import House, store_checks
from api.composition.job_log import UNWATCHED, Watching
from api.composition.loops import Loop, keeping_up
from api.composition.openings import openings_of
from api.composition.print_shop import font_folders_of
from api.composition.readiness import operating_checks
from api.composition.serving import Parts
from api.composition.watched import Watched, make_watched
from api.services import Services
from api.worker import begin_daily, make_worker
from engine.bundled import data_folder, rules_folder
from engine.desk.desk import Caller
from engine.desk.edition_files import data_files, rule_files
from engine.desk.editions import Loaded
from engine.desk.errors import EditionDamaged, NoEdition
from engine.desk.proposals import begin
from engine.errors import SettingUnusable
from engine.settings import Settings
from fulfillment.carriers.live_rates import LiveRates

MERCHANT = "main"


def parts(settings: Settings) -> Parts:
    """The parts of the whole service."""
    ending = threading.Event()
    watched = make_watched(settings)

    def background(house: House) -> Sequence[Loop]:
        watching = keeping_up(house.desk)
        return (*watching, _works(house, watched.watching)) if settings.worker else watching

    return Parts(
        publish=publish_if_none,
        build=lambda house: build(house, watched, ending),
        background=background,
        beside=watched.beside,
        ending=ending,
    )


def publish_if_none(house: House) -> str:
    """Puts the bundled rule book in force when none is; answers in a line what is in force."""
    editions = house.desk.editions
    try:
        loaded = editions.current(MERCHANT)
    except EditionDamaged as damaged:
        return f"in force, but cannot be used: {damaged}"  # `/readyz` tells it too; no other is put in its place
    except NoEdition:
        note = "the rule book that came with this version"
        starter = Caller(merchant=MERCHANT, name="first start")
        begin(house.desk, starter, rule_files(rules_folder()), data_files(data_folder()), note)
        return f"published, {told(editions.current(MERCHANT))}"
    return f"in force, {told(loaded)}"


def build(house: House, watched: Watched | None = None, ending: threading.Event | None = None) -> FastAPI:
    """The application of a house. Lists of denied parties are indexed before the first order comes."""
    house.desk.party_lists.look()
    watching = UNWATCHED if watched is None else watched.watching
    ending = threading.Event() if ending is None else ending
    return create_app(
        Services(
            database=house.database,
            keyring=house.keyring,
            door=house.door,
            clock=house.clock,
            ids=house.ids,
            desk=house.desk,
            checks=(*store_checks(house.database), *operating_checks(house.desk, house.settings, ending)),
            fonts=font_folders_of(house.settings),
            zpl_font=house.settings.zpl_font,
            rates=Rates(limits_of(house.settings)),
            needs_idempotency_key=house.settings.idempotency_required,
            openings=openings_of(house.settings),
            accounts=house.accounts,
            lines=house.lines,
            live_rates=LiveRates(house.clock),
            customers_url=house.settings.customers_url,
            sends_texts=bool(house.settings.sms_url),
            slow_ms=house.settings.slow_ms,
            watch=watching.watch,
            tracing=watching.tracing,
        )
    )


def limits_of(settings: Settings) -> Limits:
    """How fast keys may call. Raises SettingUnusable."""
    try:
        return read_limits(
            settings.rate_per_key, settings.rate_burst, settings.rate_of_keys, settings.failures_per_minute
        )
    except ValueError as error:
        detail = "write it like `key_…=50/100`, with blanks between"
        raise SettingUnusable("CLEARWAY_RATE_OF_KEYS", detail) from error


def _works(house: House, watching: Watching) -> Loop:
    def work(stop: threading.Event) -> None:
        begin_daily(house)
        make_worker(house, watching=watching).run_until(stop)

    return work


def told(loaded: Loaded) -> str:
    """An edition in a few words."""
    return f"{len(loaded.admission.book.rules)} rules, edition {loaded.digest[:12]}"
