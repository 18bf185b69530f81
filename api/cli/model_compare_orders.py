"""Orders and labels in files -> cases to compare on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from api.cli.failing import Wrong, fail, say
from api.cli.model_compare import Asked, Gathered
from api.cli.model_files import artefact_of, card_of
from api.cli.model_sources import moment_of, orders_in
from api.cli.model_words import TEXTS
from api.cli.opening import Options, admission_of
from api.cli.phrases import Language
from api.cli.progress import counting, waiting
from engine.anomaly.artefact import Artefact
from engine.anomaly.kept_label import KeptLabel
from engine.anomaly.packing import unpack
from engine.anomaly.scoring import Scoring
from engine.counted import filled
from engine.order.order import Order
from engine.training.card import Card, Terms
from engine.training.comparing_document import Compared
from engine.training.comparing_orders import Judged, cases_of, judged, truth
from engine.training.evaluating import refuse_seen
from engine.training.known import known_by
from engine.training.label_file import labels_of, rows_in, schemes_of
from engine.training.making import train

FEWEST = 200  # orders to learn from
TRAINED_SHARE = 2 / 3  # of the days, where nobody says from when on to compare


@dataclass(frozen=True, slots=True)
class _Told:
    """What became known, and which scheme planted an order."""

    labels: Sequence[KeptLabel]
    schemes: dict[str, str]


def gathered(asked: Asked, made_at: datetime, language: Language) -> Gathered:
    """Decides the orders, finds or trains the model, and scores the later ones."""
    if asked.orders is None or asked.labels is None:
        fail(Wrong.WRONG_USE, "name the labels of the orders with `--labels FILE`")
    options = Options(file=asked.orders, rules=asked.rules, data=asked.data)
    told = _told(asked.labels)
    orders, unread = orders_in(options)
    if not orders:
        fail(Wrong.FILE, f"{asked.orders}: there is no order to compare on")
    since = _since(asked, orders)
    with counting("deciding", len(orders), quiet=False) as step:
        found = judged(orders, admission_of(options), told.labels, step)
    artefact, card = _model(asked, found, told, since)
    cases = cases_of(found, truth(told.labels, told.schemes), Scoring(artefact), since)
    if unread:
        say(filled(TEXTS[language].unread, unread))
    return Gathered(cases, _about(asked, card, orders, since, made_at, is_simulated=bool(told.schemes)), unread)


def _told(path: Path) -> _Told:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(rows_in(lines))
    return _Told(list(labels_of(rows)), schemes_of(rows))


def _since(asked: Asked, orders: Sequence[Order]) -> datetime:
    if asked.since is not None:
        return moment_of(asked.since, "--from")
    days = sorted(each.placed_at.astimezone(UTC).date() for each in orders)
    kept = round(TRAINED_SHARE * ((days[-1] - days[0]).days + 1))
    return datetime.combine(days[0] + timedelta(days=kept), time(), UTC)


def _model(asked: Asked, found: Judged, told: _Told, since: datetime) -> tuple[Artefact, Card]:
    """The model of a folder, which must know nothing of the compared weeks; else one that is trained on what is
    earlier, with what was known then."""
    if asked.folder is not None:
        card = card_of(asked.folder)
        refuse_seen(card, since)
        return artefact_of(asked.folder, card), card
    with waiting("fitting"):
        terms = Terms(as_of=since.isoformat(), seed=asked.seed, least_rows=FEWEST)
        made = train(found.vectors, known_by(told.labels, since), terms)
    return unpack(made.content, made.card.artefact), made.card


def _about(
    asked: Asked, card: Card, orders: Sequence[Order], since: datetime, made_at: datetime, *, is_simulated: bool
) -> Compared:
    first, last = (pick(each.placed_at for each in orders).date().isoformat() for pick in (min, max))
    models = {"forest": f"isolation forest, {card.version}"}
    if card.made.classifier != "none":
        models["classifier"] = f"{card.made.classifier}, {card.version}"
    return Compared(
        data=asked.orders.name if asked.orders is not None else "",
        rules="rules of the set fraud" if asked.rules is None else f"rules of the set fraud, {asked.rules.name}",
        models=models,
        trained=f"{first} / {since.date().isoformat()}",
        tested=f"{since.date().isoformat()} / {last}",
        currency="EUR",
        is_simulated=is_simulated,
        made_at=made_at,
    )
