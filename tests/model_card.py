"""A card of a model for tests, invented from beginning to end."""

from engine.training.card import Card, Made, Reference, Terms
from engine.training.known import LabelCounts
from engine.training.measured import Bin, Curve, Figures, Histogram, Measured, Segment, Window

_MODELS = ("anomaly", "fraud")


def a_tested() -> Measured:
    """Two models on 4,000 orders, 40 of them fraud."""
    curve = Curve(recall=(0.0, 0.5, 1.0), precision=(0.8, 0.8, 0.2))
    return Measured(
        window=Window(since="2026-02-08T00:00:00+00:00", until="2026-02-22T00:00:00+00:00"),
        fitted_until="2026-02-08T00:00:00+00:00",
        labels_until="2026-03-01T00:00:00+00:00",
        rows=4000,
        frauds=40,
        budget=0.01,
        models={
            "anomaly": Figures(
                average_precision=0.31,
                roc_auc=0.84,
                recall_at_budget=0.35,
                precision_at_budget=0.35,
                card_precision=0.021,
            ),
            "fraud": Figures(
                average_precision=0.62,
                roc_auc=0.95,
                recall_at_budget=0.6,
                precision_at_budget=0.6,
                card_precision=0.027,
                brier=0.0051,
                calibration_error=0.0012,
            ),
        },
        curves=dict.fromkeys(_MODELS, curve),
        scores={
            "anomaly": Histogram(edges=(0.0, 50.0, 100.0), fraud=(4, 36), other=(2000, 1960)),
            "fraud": Histogram(edges=(0.0, 0.5, 1.0), fraud=(20, 20), other=(3950, 10)),
        },
        calibration=(Bin(told=0.001, found=0.0, rows=2000), Bin(told=0.021, found=0.02, rows=2000)),
        segments=(
            Segment(by="destination", name="DE", rows=3000, frauds=40, alerts=0.012,
                    average_precision={"anomaly": 0.33, "fraud": 0.65}),
            Segment(by="destination", name="FR", rows=1000, frauds=0, alerts=0.004, average_precision={}),
            Segment(by="currency", name="EUR", rows=4000, frauds=40, alerts=0.01,
                    average_precision={"anomaly": 0.31, "fraud": 0.62}),
        ),
        drift={"order.value_eur_minor": 0.13, "customer.guest": 0.002, "score": 0.04},
        missing={"order.value_eur_minor": 0.0, "customer.guest": 0.25},
    )  # fmt: skip


def a_card(tested: Measured | None = None) -> Card:
    """Of two features; without a test unless one is given."""
    return Card(
        version="2026-03-01-0a1b2c3d",
        artefact="0a1b2c3d" * 8,
        terms=Terms(as_of="2026-03-01T00:00:00+00:00", seed=7),
        made=Made(
            window=Window(since="2026-01-01T08:00:00+00:00", until="2026-02-28T20:00:00+00:00"),
            rows=12_000,
            classifier="linear",
            labels=LabelCounts(
                fraud=120,
                honest=30,
                assumed_honest=9800,
                unclear=25,
                too_young=1425,
                refused=600,
                by_source={"analyst": 70, "chargeback": 105},
                by_reason={"10.4": 80},
                median_days=18.5,
            ),
            refused=0.05,
            let_through=12,
            data="d1e5" * 16,
        ),
        features=("order.value_eur_minor", "customer.guest"),
        schema="5a17dde427394b8a",
        libraries={"clearway": "0.1.0", "numpy": "2.4.6", "python": "3.11.7", "scikit-learn": "1.9.1"},
        parameters={"forest": {"n_estimators": 200.0, "max_samples": 1024.0}, "linear": {"C": 1.0}},
        percentiles=tuple(round(0.35 + at / 400, 6) for at in range(101)),
        reference={
            "order.value_eur_minor": Reference(edges=(1000.0, 5000.0), counts=(4000, 4000, 4000)),
            "customer.guest": Reference(edges=(0.0,), counts=(6000, 3000), unknown=3000),
            "score": Reference(edges=(0.4,), counts=(6000, 6000)),
        },
        calibration={"slope": 0.9, "intercept": -0.1},
        tested=tested,
    )
