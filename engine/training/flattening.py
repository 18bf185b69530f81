"""Fitted models of scikit-learn -> the plain arrays that serve them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from engine.anomaly.artefact import Artefact, Boosting, Curve
from engine.anomaly.checking import checked
from engine.anomaly.drift import histograms_of
from engine.anomaly.features import schema_of
from engine.anomaly.linear import Linear
from engine.anomaly.scoring import anomaly_scores
from engine.anomaly.shares import shares_of
from engine.anomaly.trees import LARGEST, Flags, Floats, Trees, Whole
from engine.errors import ClearwayError

Classifier: TypeAlias = HistGradientBoostingClassifier | LogisticRegression | Pipeline
_LEAF: Final = -1


class CannotFlatten(ClearwayError):
    """a fitted model is of a kind that cannot be served"""

    code = "cannot_flatten"

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"{what} cannot be served as plain arrays; fit it with `engine.training.fitting`")


def flatten(
    forest: IsolationForest,
    classifier: Classifier | None,
    features: Floats,
    names: Sequence[str],
    *,
    card: str = "",
    calibration: tuple[Floats, Floats] | None = None,
) -> Artefact:
    """What is published of fitted models.

    `features` are the training rows of the forest, (n, len(names)), NaN unknown: percentiles and drift are held
    against them. `calibration` are raw and calibrated probabilities, both rising. Raises `CannotFlatten`.
    """
    trees = flat_forest(forest)
    scores = anomaly_scores(trees, features)
    return checked(
        Artefact(
            names=tuple(names),
            schema=schema_of(tuple(names)),
            card=card,
            forest=trees,
            scores=shares_of(scores[:, None]),
            features=shares_of(features),
            drift=histograms_of(np.column_stack((features, scores))),
            classifier=None if classifier is None else flat_classifier(classifier),
            calibration=None if calibration is None else Curve(raw=calibration[0], calibrated=calibration[1]),
        )
    )


def flat_forest(forest: IsolationForest) -> Trees:
    """Trees whose values sum up to the binary logarithm of the anomaly score.

    A leaf that `n` training rows reached at depth `d` isolates at `d + c(n)`, and the score is 2 to the minus mean of
    that over `c(rows a tree)`: F. Liu, K. Ting, Z. Zhou, "Isolation Forest" (2008).
    """
    if any(len(each) != forest.n_features_in_ for each in forest.estimators_features_):
        raise CannotFlatten("a forest whose trees see some features only")
    scale = len(forest.estimators_) * float(path_length(np.array([forest.max_samples_]))[0])
    if scale <= 0:
        raise CannotFlatten("a forest of one training row")
    return _levels([_isolation_tree(each.tree_, scale) for each in forest.estimators_])


def path_length(rows: NDArray[np.int64]) -> Floats:
    """Mean depth of an unsuccessful search in a binary tree of so many rows: c(n) of the paper."""
    n = rows.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = 2.0 * (np.log(n - 1.0) + np.euler_gamma) - 2.0 * (n - 1.0) / n
    return np.asarray(np.where(n > 2, mean, np.where(n == 2, 1.0, 0.0)))


@dataclass(frozen=True, slots=True)
class _Tree:
    """One tree as its library numbers it: children after parents, `left` is -1 at a leaf."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: Floats
    missing_left: Flags
    value: Floats
    count: Floats


def _isolation_tree(tree: object, scale: float) -> _Tree:
    left, right = tree.children_left, tree.children_right  # type: ignore[attr-defined]
    depth = np.zeros(len(left))
    for node in np.flatnonzero(left != _LEAF):
        depth[left[node]] = depth[right[node]] = depth[node] + 1
    count = tree.n_node_samples  # type: ignore[attr-defined]
    return _Tree(
        left=left,
        right=right,
        feature=tree.feature,  # type: ignore[attr-defined]
        threshold=tree.threshold,  # type: ignore[attr-defined]
        missing_left=tree.missing_go_to_left.astype(np.bool_),  # type: ignore[attr-defined]
        value=-(depth + path_length(count)) / scale,
        count=count.astype(np.float64),
    )


def flat_classifier(classifier: Classifier) -> Boosting | Linear:
    """The plain form of a fitted classifier of two classes, the second of which is fraud."""
    if isinstance(classifier, HistGradientBoostingClassifier):
        return flat_boosting(classifier)
    return flat_linear(classifier)


def flat_boosting(model: HistGradientBoostingClassifier) -> Boosting:
    """Trees whose values sum up, with the baseline, to the log-odds of fraud."""
    if len(model.classes_) != 2 or model.is_categorical_ is not None:
        raise CannotFlatten("boosting of more than two classes, or with categories,")
    trees = [_boosting_tree(each.nodes) for (each,) in model._predictors]  # noqa: SLF001 - nowhere else are they told
    baseline = float(np.ravel(model._baseline_prediction)[0])  # noqa: SLF001 - the same
    return Boosting(baseline=baseline, trees=_levels(trees))


def _boosting_tree(nodes: NDArray[np.void]) -> _Tree:
    leaf = nodes["is_leaf"].astype(np.bool_)
    return _Tree(
        left=np.where(leaf, _LEAF, nodes["left"].astype(np.int64)),
        right=np.where(leaf, _LEAF, nodes["right"].astype(np.int64)),
        feature=nodes["feature_idx"].astype(np.int64),
        threshold=nodes["num_threshold"].astype(np.float64),
        missing_left=nodes["missing_go_to_left"].astype(np.bool_),
        value=nodes["value"].astype(np.float64),
        count=nodes["count"].astype(np.float64),
    )


def _levels(trees: Sequence[_Tree]) -> Trees:
    """Trees joined and numbered level by level, siblings side by side, inner values from their leaves."""
    starts = np.concatenate(([0], np.cumsum([len(each.left) for each in trees])))
    joined = _Tree(
        left=_shifted([each.left for each in trees], starts),
        right=_shifted([each.right for each in trees], starts),
        **{name: np.concatenate([getattr(each, name) for each in trees]) for name in _Tree.__slots__[2:]},
    )
    levels, firsts = _order(joined, starts[:-1])
    value = _expected(joined, levels)
    order = np.concatenate(levels)
    leaf = joined.left[order] == _LEAF
    return Trees(
        trees=len(trees),
        first=firsts,
        feature=np.where(leaf, 0, joined.feature[order]).astype(np.int32),
        # Where the split is "known or not", scikit-learn's threshold is infinite.
        threshold=np.where(leaf, LARGEST, np.clip(joined.threshold[order], -LARGEST, LARGEST)),
        missing_left=leaf | joined.missing_left[order],
        value=value[order],
    )


def _shifted(parts: Sequence[NDArray[np.int64]], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    shifted = [np.where(part == _LEAF, _LEAF, part + start) for part, start in zip(parts, starts, strict=False)]
    return np.concatenate(shifted)


def _order(joined: _Tree, roots: NDArray[np.int64]) -> tuple[list[NDArray[np.int64]], Whole]:
    """Nodes by level, each left child before its right; and for each in that order the place of its left child."""
    levels, firsts, nodes, placed = [], [], roots, 0
    while len(nodes):
        inner = joined.left[nodes] != _LEAF
        at = placed + np.arange(len(nodes))
        placed += len(nodes)
        firsts.append(np.where(inner, placed + 2 * (np.cumsum(inner) - 1), at))
        levels.append(nodes)
        parents = nodes[inner]
        nodes = np.stack((joined.left[parents], joined.right[parents]), axis=1).ravel()
    return levels, np.concatenate(firsts).astype(np.int32)


def _expected(joined: _Tree, levels: list[NDArray[np.int64]]) -> Floats:
    """Values with those of inner nodes made the mean over training rows of the leaves below, from the bottom up."""
    value = joined.value.copy()
    for nodes in reversed(levels):
        inner = nodes[joined.left[nodes] != _LEAF]
        left, right = joined.left[inner], joined.right[inner]
        rows = joined.count[left] + joined.count[right]
        value[inner] = (joined.count[left] * value[left] + joined.count[right] * value[right]) / rows
    return value


def flat_linear(model: LogisticRegression | Pipeline) -> Linear:
    """Weights with what was imputed and scaled before folded in."""
    steps = [step for _, step in model.steps] if isinstance(model, Pipeline) else [model]
    regression = steps[-1]
    if not isinstance(regression, LogisticRegression) or regression.coef_.shape[0] != 1:
        raise CannotFlatten("a pipeline that does not end in a logistic regression of two classes")
    imputer, scaler = _before(steps[:-1])
    columns = regression.coef_.shape[1]
    weight = regression.coef_[0]
    centre = np.zeros(columns) if scaler is None else scaler.mean_
    scale = np.ones(columns) if scaler is None else scaler.scale_
    marked = _marked(imputer)
    width = columns - len(marked)
    fill = np.zeros(width) if imputer is None else imputer.statistics_
    present, missing = np.zeros(width), (fill - centre[:width]) / scale[:width] * weight[:width]
    for column, feature in enumerate(marked, start=width):
        present[feature] = -centre[column] / scale[column] * weight[column]
        missing[feature] += (1 - centre[column]) / scale[column] * weight[column]
    return Linear(
        intercept=float(regression.intercept_[0]),
        centre=centre[:width].copy(),
        scale=scale[:width].copy(),
        weight=weight[:width].copy(),
        present=present,
        missing=missing,
    )


def _before(steps: Sequence[object]) -> tuple[SimpleImputer | None, StandardScaler | None]:
    kinds = [type(each) for each in steps]
    if kinds not in ([], [StandardScaler], [SimpleImputer], [SimpleImputer, StandardScaler]):
        raise CannotFlatten("a pipeline with other steps than imputing and scaling")
    imputer = next((each for each in steps if isinstance(each, SimpleImputer)), None)
    scaler = next((each for each in steps if isinstance(each, StandardScaler)), None)
    if imputer is not None and np.isnan(imputer.statistics_).any():
        raise CannotFlatten("an imputer that leaves out features which were never known (set `keep_empty_features`)")
    if scaler is not None and not (scaler.with_mean and scaler.with_std):
        raise CannotFlatten("a scaler that does not centre or scale")
    return imputer, scaler


def _marked(imputer: SimpleImputer | None) -> Sequence[int]:
    """Features for which the imputer adds a column that says whether they were unknown."""
    indicator = None if imputer is None else imputer.indicator_
    return () if indicator is None else [int(each) for each in indicator.features_]
