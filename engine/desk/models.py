"""The models in force, held in memory: checked once, refreshed when an activation or a state is new.

A model that is not as it was registered, or whose activation is not as it was signed, does not score: decisions go on
with `model.status` absent, and the log and `GET /v1/models` say why.
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event as Stop
from threading import Lock

from engine.anomaly.artefact import Artefact
from engine.anomaly.packing import unpack
from engine.anomaly.refused import ArtefactRefused
from engine.anomaly.scorer import ModelScorer, State
from engine.desk.model_errors import ChainBroken
from engine.desk.model_roles import Roles, roles_of
from engine.desk.model_signing import checked
from engine.desk.person import Seal
from engine.errors import ClearwayError
from engine.facts.context import Said, Scorer
from engine.journal import journal, tell
from engine.lexicon.scored import ABSENT, Scored
from engine.store.database import Database
from engine.store.merchant_settings import settings_of
from engine.store.models import Model, ModelState, Newest, content_of, model_of, newest_of_all, states_of, steps_of
from engine.store.sessions import ReadSession

LOG = journal("models")
MAIN = "main"  # whose models count for merchants without any of their own
LOOK_S = 0.5
MOST_KEPT = 6  # models unpacked beside those in force: re-screened orders ask for older ones
STALE_DAYS, USUAL_STALE_DAYS = "model_stale_days", 90


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ready:
    """A model that can score, with how it was doing when last measured (None: never)."""

    model: Model
    artefact: Artefact
    state: ModelState | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InForce:
    """The models of a merchant. `refused` says of each that has a role and cannot score why."""

    owner: str
    newest: Newest
    roles: Roles = field(default_factory=Roles)
    champion: Ready | None = None
    challenger: Ready | None = None
    scorer: Scorer = field(default_factory=lambda: Said(ABSENT))
    stale_after: timedelta = timedelta(days=USUAL_STALE_DAYS)
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What scores an order, and the digest of its model; None where there is none."""

    scorer: Scorer
    digest: str | None = None


NO_MODEL = Chosen(Said(ABSENT))
Named = tuple[str, str]  # owner and digest: two merchants may have the same artefact, each with its own state


class Models:
    """Keeps champion and challenger of each merchant ready. Safe for several threads."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal
        self._in_force: dict[str, InForce] = {}
        self._kept: dict[Named, Ready] = {}
        self._alone: dict[Named, tuple[Ready, Scorer]] = {}  # scorers without a challenger, for orders scored before
        self.latencies: dict[str, float] = {}  # by digest, the best that was measured: the arrays never change
        self._reading = Lock()  # held by the one who unpacks, so that nobody does it twice

    def choose(self, merchant: str, placed_at: datetime, scored_by: str | None = None) -> Chosen:
        """What scores an order: the model that scored it before, where it is to be had, else the champion, with the
        challenger in its shadow. No statement when these are in memory."""
        mine = self.in_force(merchant)
        before = None if scored_by is None else self._before(mine, scored_by)
        if before is not None:
            return _dated(before, self._alone_of(before), mine, placed_at)
        return NO_MODEL if mine.champion is None else _dated(mine.champion, mine.scorer, mine, placed_at)

    def in_force(self, merchant: str) -> InForce:
        """The models that count for a merchant: its own, or those of `main`."""
        mine = self._in_force.get(merchant) or self.refresh(merchant)
        if mine.newest.seq or merchant == MAIN:
            return mine
        return self._in_force.get(MAIN) or self.refresh(MAIN)

    def refresh(self, merchant: str) -> InForce:
        """Reads what counts now."""
        with self._reading, self._database.read() as session:
            newest = newest_of_all(session).get(merchant, Newest())
            found = self._in_force[merchant] = self._read(session, merchant, newest)
        for each in found.refused:
            tell(LOG, logging.ERROR, "model_refused", merchant=merchant, why=str(each))
        return found

    def look(self) -> None:
        """Reads again what has changed for those merchants that were asked about: one statement where nothing has."""
        with self._database.read() as session:
            newest = newest_of_all(session)
        for merchant, known in list(self._in_force.items()):
            if newest.get(merchant, Newest()) != known.newest:
                with suppress(ClearwayError):  # one that cannot be read keeps nobody from theirs
                    self.refresh(merchant)

    def watch(self, stop: Stop) -> None:
        """Looks for new models until told to stop."""
        while not stop.wait(LOOK_S):
            with suppress(ClearwayError):  # the database is away for a moment; readiness tells
                self.look()

    def _read(self, session: ReadSession, merchant: str, newest: Newest) -> InForce:
        if not newest.seq:
            return InForce(owner=merchant, newest=newest)
        steps = steps_of(session, merchant)
        try:
            checked(self._seal, steps)
        except ChainBroken as broken:
            return InForce(owner=merchant, newest=newest, refused=(str(broken),))
        roles = roles_of(steps)
        refused: list[str] = []
        champion, challenger = (
            self._role(session, merchant, digest, refused) for digest in (roles.champion, roles.challenger)
        )
        return InForce(
            owner=merchant,
            newest=newest,
            roles=roles,
            champion=champion,
            challenger=challenger,
            scorer=NO_MODEL.scorer if champion is None else _scorer(champion, challenger),
            stale_after=_stale_after(settings_of(session, merchant)),
            refused=tuple(refused),
        )

    def _role(self, session: ReadSession, merchant: str, digest: str | None, refused: list[str]) -> Ready | None:
        if digest is None:
            return None
        try:
            return self._ready(session, merchant, digest)
        except ArtefactRefused as error:
            refused.append(f"model {digest[:12]}: {error}")
            return None

    def _before(self, mine: InForce, digest: str) -> Ready | None:
        """A model that was champion once; None where it cannot be had."""
        if digest not in mine.roles.were:
            return None
        found = self._kept.get((mine.owner, digest))
        if found is not None:
            return found
        with self._reading, self._database.read() as session:
            return self._role(session, mine.owner, digest, [])

    def _alone_of(self, ready: Ready) -> Scorer:
        """Bulk re-screening asks for the same few again and again, and to make one costs more than to score."""
        name = ready.model.merchant, ready.model.digest
        known = self._alone.get(name)
        if known is not None and known[0] is ready:
            return known[1]
        scorer = _scorer(ready, None)
        kept = {other: each for other, each in self._alone.items() if other in self._kept}
        self._alone = kept | {name: (ready, scorer)}
        return scorer

    def _ready(self, session: ReadSession, merchant: str, digest: str) -> Ready:
        """Raises ArtefactRefused."""
        known = self._kept.pop((merchant, digest), None)
        model = model_of(session, merchant, digest) if known is None else known.model
        states = states_of(session, merchant, digest)
        if model is None:
            raise ArtefactRefused("digest", "there is none of this digest")
        artefact = unpacked(session, merchant, digest) if known is None else known.artefact
        ready = Ready(model=model, artefact=artefact, state=states[0] if states else None)
        self._kept = dict([*self._kept.items()][-MOST_KEPT:]) | {
            (merchant, digest): ready
        }  # the last asked for stays longest
        return ready


def _stale_after(settings: Mapping[str, object]) -> timedelta:
    days = settings.get(STALE_DAYS)
    return timedelta(days=days if isinstance(days, int) else USUAL_STALE_DAYS)


def unpacked(session: ReadSession, merchant: str, digest: str) -> Artefact:
    """What is stored under a digest, checked. Raises ArtefactRefused."""
    content = content_of(session, merchant, digest)
    if content is None:
        raise ArtefactRefused("digest", "there is none of this digest")
    return unpack(content, digest)


def _scorer(champion: Ready, challenger: Ready | None) -> Scorer:
    drifted = champion.state is not None and champion.state.status == "drift"
    state = State(status="drift" if drifted else "ok", drift_permille=_permille(champion.state))
    return ModelScorer(champion.artefact, None if challenger is None else challenger.artefact, state)


def _permille(state: ModelState | None) -> int | None:
    largest = None if state is None else state.figures.get("largest_psi")
    return round(largest * 1000) if isinstance(largest, int | float) else None


def _dated(ready: Ready, scorer: Scorer, mine: InForce, placed_at: datetime) -> Chosen:
    """A model that knows nothing of so long before the order says so."""
    is_stale = placed_at - ready.model.as_of > mine.stale_after
    return Chosen(_Stale(scorer) if is_stale else scorer, ready.model.digest)


@dataclass(frozen=True, slots=True)
class _Stale:
    """A scorer of which no drift is known, but that is old."""

    scorer: Scorer

    def score(self, features: tuple[float, ...]) -> Scored:
        said = self.scorer.score(features)
        if said.facts.get("model.status") != "ok":
            return said
        return Scored({**said.facts, "model.status": "stale"}, said.detail)
