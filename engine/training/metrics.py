"""How good scores are. A row has a label (fraud or not) and a score (higher is more suspicious).

Figures that do not exist, such as precision where there is no fraud, are NaN.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.metrics import log_loss as sklearn_log_loss

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

SURE: Final = 1e-15  # a probability of exactly 0 or 1 that is wrong once would cost infinitely much
CARDS_A_DAY: Final = 100


def roc_auc(fraud: Flags, score: Scores) -> float:
    """The chance that a fraud scores higher than an honest row; NaN when there is one kind only."""
    return float(roc_auc_score(fraud, score)) if 0 < fraud.sum() < len(fraud) else math.nan


def recall_at_share(fraud: Flags, score: Scores, share: float) -> float:
    """The share of fraud among the highest scores, so many of all rows. Rows of equal score count in part."""
    return caught(fraud, score, share * len(fraud)) / fraud.sum() if fraud.any() else math.nan


def precision_at_share(fraud: Flags, score: Scores, share: float) -> float:
    """How many of the highest scores, so many of all rows, are fraud."""
    alerts = share * len(fraud)
    return caught(fraud, score, alerts) / alerts if alerts else math.nan


def recall_a_day(fraud: Flags, score: Scores, day: Numbers, alerts: float) -> float:
    """The share of fraud that so many alerts on each day reach."""
    found = sum(caught(fraud[day == each], score[day == each], alerts) for each in np.unique(day))
    return float(found / fraud.sum()) if fraud.any() else math.nan


def caught(fraud: Flags, score: Scores, alerts: float) -> float:
    """How many frauds so many alerts reach, as an expectation over the order of equal scores."""
    if not len(score):
        return 0.0
    _, group, size = np.unique(-score, return_inverse=True, return_counts=True)
    frauds = np.bincount(group, weights=fraud)
    taken = np.clip(alerts - (np.cumsum(size) - size), 0, size)
    return float((frauds * taken / size).sum())


def card_precision(fraud: Flags, score: Scores, day: Numbers, card: Numbers, *, top: int = CARDS_A_DAY) -> float:
    """Of the cards with the highest scores of a day, how many were defrauded on it; the mean over the days.

    A card that was found leaves the days that follow, as it is blocked then (Fraud Detection Handbook, chapter 4).
    """
    shares = []
    blocked = np.zeros(int(card.max()) + 1 if len(card) else 0, dtype=np.bool_)
    for each in np.unique(day):
        rows = np.flatnonzero((day == each) & ~blocked[card])
        found = _found_cards(fraud[rows], score[rows], card[rows], top)
        blocked[found] = True
        shares.append(len(found) / top)
    return float(np.mean(shares)) if shares else math.nan


def _found_cards(fraud: Flags, score: Scores, card: Numbers, top: int) -> Numbers:
    cards, index = np.unique(card, return_inverse=True)
    highest = np.full(len(cards), -np.inf)
    np.maximum.at(highest, index, score)
    defrauded = np.bincount(index, weights=fraud, minlength=len(cards)) > 0
    first = np.argsort(-highest, kind="stable")[:top]
    return cards[first[defrauded[first]]]


def brier(fraud: Flags, probability: Scores) -> float:
    """Mean squared error of probabilities."""
    return float(brier_score_loss(fraud, probability, pos_label=True)) if len(fraud) else math.nan


def log_loss(fraud: Flags, probability: Scores) -> float:
    """Mean negative log-likelihood, in nats."""
    if not len(fraud):
        return math.nan
    return float(sklearn_log_loss(fraud, np.clip(probability, SURE, 1 - SURE), labels=[False, True]))


def calibration_error(fraud: Flags, probability: Scores, *, bins: int = 10) -> float:
    """Mean distance of said and seen frequency over bins of as many rows each, weighed by rows."""
    if not len(fraud):
        return math.nan
    parts = np.array_split(np.argsort(probability, kind="stable"), min(bins, len(fraud)))
    gaps = [abs(float(probability[rows].mean() - fraud[rows].mean())) * len(rows) for rows in parts]
    return float(sum(gaps) / len(fraud))
