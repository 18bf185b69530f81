"""Opens what a decision needs, from the options of a command: rule book, data, times, import settings, memory."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from api.cli.failing import Wrong, fail
from api.cli.screening import OpenFile, OpenMemory, PartyFacts
from engine.admission import Admission
from engine.bundled import data_folder, rules_folder
from engine.clock import SystemClock
from engine.errors import OrderRejected
from engine.facts.context import Context, Said, Scorer
from engine.lexicon.scored import ABSENT
from engine.order.decoding import decode
from engine.order.formats.files import records
from engine.order.formats.settings import ImportSettings, Products, products_of
from engine.order.order import ShipFrom


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What `screen` and `explain` have in common, as written on the command line."""

    file: Path
    format: str | None = None
    rules: Path | None = None
    data: Path | None = None
    at: str | None = None
    ship_from: str | None = None
    shop: str | None = None
    products: Path | None = None
    lists: tuple[Path, ...] = ()
    model: Path | None = None


def admission_of(options: Options) -> Admission:
    """The rule book and the data that the options name, or those that Clearway came with."""
    rules = options.rules if options.rules is not None else rules_folder()
    data = options.data if options.data is not None else data_folder()
    for folder in (rules, data):
        if not folder.is_dir():
            fail(Wrong.NO_FOLDER, f"{folder}: there is no such folder; check the path")
    return Admission.load(rules, data)


def context_of(options: Options) -> Context:
    """Everything but the memory of other orders."""
    return Context(decided_at=moment_of(options.at), model=scorer_of(options.model))


def scorer_of(folder: Path | None) -> Scorer:
    """The model of a folder that `clearway model train` wrote; without one, none. Raises CardRefused and
    ArtefactRefused: who names a model wants no decision without it."""
    if folder is None:
        return Said(ABSENT)
    from api.cli.model_files import artefact_of, card_of
    from engine.anomaly.scorer import ModelScorer

    return ModelScorer(artefact_of(folder, card_of(folder)))


def party_facts_of(options: Options, at: datetime) -> PartyFacts:
    """What the lists of the options say of an order's parties; nothing without lists."""
    if not options.lists:
        return lambda _: {}
    from api.cli.party_screening import Asked, load
    from engine.facts.parties import ListDate, party_facts
    from engine.parties.order_parties import parties_of
    from engine.parties.screen import Screen

    lists = load(Asked(lists=options.lists, today=at.date()))
    screen = Screen(lists)
    dates = [ListDate(name=each.source.lower(), digest=each.digest, dated=each.dated) for each in lists]
    return lambda order: party_facts(screen.hits(parties_of(order)), dates, lambda _hit, _entry: None, at, at.date())


def moment_of(text: str | None) -> datetime:
    """The time of the decision: now, unless one is given."""
    if text is None:
        return SystemClock().now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        fail(Wrong.REFUSED, f"--at {text}: write a moment such as 2026-11-22T09:30:00+01:00")
    if moment.tzinfo is None:
        fail(Wrong.REFUSED, f"--at {text}: the moment has no zone; end it with Z or an offset such as +08:00")
    return moment


def file_of(options: Options) -> OpenFile:
    """Opens the order file; called again, from its beginning."""
    file = options.file
    if file.exists() and not (file.is_file() or file.is_dir()):
        fail(Wrong.FILE, f"{file}: a pipe or a device cannot be read twice; save the orders to a file first")
    settings = settings_of(options)
    return lambda: records(file, options.format, settings)


def settings_of(options: Options) -> ImportSettings:
    """What payloads of shops do not say, from the options."""
    country = options.ship_from
    if country is not None and (len(country) != 2 or not country.isascii() or not country.isalpha()):
        fail(Wrong.REFUSED, f"--ship-from {country}: write a country as ISO 3166-1 has it, such as CN")
    return ImportSettings(
        shop=options.shop,
        ship_from=None if country is None else ShipFrom(country=country.upper()),
        products={} if options.products is None else _products(options.products),
    )


def _products(path: Path) -> Products:
    try:
        return products_of(decode(path.read_bytes()))
    except OrderRejected as rejected:
        fail(Wrong.FILE, "\n".join(f"{path}: {fault}" for fault in rejected.faults))


def memory_of(admission: Admission) -> OpenMemory:
    """A temporary file of sightings; gone when it is closed."""
    from engine.store.sightings import SightingFile

    return lambda: SightingFile(rates=admission.knowledge.rates)
