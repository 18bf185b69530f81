"""Small published models with their cards: fitted on rows that nobody ordered."""

import json
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import numpy as np
from sklearn.ensemble import IsolationForest

from engine.anomaly.artefact import Artefact
from engine.anomaly.features import FEATURES, SCHEMA
from engine.anomaly.packing import published
from engine.desk.desk import Caller, Desk
from engine.desk.model_registering import card_digest, register
from engine.store.models import Model
from engine.training.fitting import fit_boosting
from engine.training.flattening import flatten
from tests.desks import NOW

AS_OF = NOW - timedelta(days=3)
SMALL = 400
BEA = Caller(merchant="main", name="bea")


@dataclass(frozen=True)
class Published:
    """What training writes."""

    content: bytes
    card: bytes
    digest: str
    version: str
    artefact: Artefact


@cache
def a_model(version: str = "m1", *, seed: int = 1, as_of: datetime = AS_OF, parity: bool = True) -> Published:
    """A forest of few trees over rows around an ordinary order, with a classifier."""
    rows = training_rows(seed)
    forest = IsolationForest(n_estimators=20, max_samples=64, random_state=seed).fit(rows)
    fraud = rows[:, 0] > np.nanquantile(rows[:, 0], 0.9)
    card: dict[str, object] = {
        "version": "",
        "artefact": "",
        "schema": SCHEMA,
        "features": list(FEATURES),
        "terms": {"as_of": as_of.isoformat(), "seed": seed, "labels": {"mature_days": 7.0}},
        "made": {"rows": 5000, "labels": {"fraud": 40}},
        "tested": {"models": {"anomaly": {"average_precision": 0.3}}},
    }
    if parity:
        card["parity"] = {"rows": SMALL, "worst": 1e-13}
    flat = flatten(forest, fit_boosting(rows, fraud, seed=seed), rows, FEATURES, card=card_digest(card))
    content, artefact = published(flat)
    card |= {"version": version, "artefact": artefact.version}
    text = json.dumps(card, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return Published(content, text, artefact.version, version, artefact)


def training_rows(seed: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Rows of whole numbers; every seventh value is unknown."""
    luck = np.random.default_rng(seed)
    rows = luck.integers(0, 50, (SMALL, len(FEATURES))).astype(np.float64)
    rows[:, 0] = luck.integers(500, 20_000, SMALL)
    rows[luck.random(rows.shape) < 1 / 7] = math.nan
    return rows


def registered(desk: Desk, version: str = "m1", *, seed: int = 1) -> Model:
    """A model in the database, without a role."""
    made = a_model(version, seed=seed)
    return register(desk, BEA, made.content, made.card)
