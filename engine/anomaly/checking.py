"""Is an artefact safe to walk, and does it say what it must? Every index and every number is looked at."""

import numpy as np
from numpy.typing import NDArray

from engine.anomaly.artefact import Artefact, Boosting, Curve
from engine.anomaly.drift import Histograms
from engine.anomaly.linear import Linear
from engine.anomaly.refused import ArtefactRefused
from engine.anomaly.shares import Shares
from engine.anomaly.trees import LARGEST, Floats, Trees, Whole

DEEPEST = 64  # steps from root to leaf; each costs every decision time
MOST_TREES = 2048  # so does each tree
MOST_VALUE = 1e6  # of a node, in bits or nats; sums of more could leave what a float holds


def checked(artefact: Artefact) -> Artefact:
    """The artefact itself, or `ArtefactRefused`: `tree`, `number` or `table`."""
    width = len(artefact.names)
    _trees(artefact.forest, width, "forest")
    _shares(artefact.scores, 1, "scores")
    _shares(artefact.features, width, "features")
    _histograms(artefact.drift, width + 1)
    if isinstance(artefact.classifier, Boosting):
        _finite(np.array([artefact.classifier.baseline]), "baseline")
        _trees(artefact.classifier.trees, width, "boosting")
    elif isinstance(artefact.classifier, Linear):
        _linear(artefact.classifier, width)
    if artefact.calibration is not None:
        _curve(artefact.calibration)
    return artefact


def _trees(trees: Trees, width: int, name: str) -> None:
    size = len(trees.first)
    if any(len(each) != size for each in (trees.feature, trees.threshold, trees.missing_left, trees.value)):
        raise ArtefactRefused("tree", f"arrays of the {name} are of different lengths")
    if not 0 < trees.trees <= min(size, MOST_TREES):
        raise ArtefactRefused("tree", f"the {name} has {trees.trees} trees in {size} nodes")
    if ((trees.feature < 0) | (trees.feature >= width)).any():
        raise ArtefactRefused("tree", f"a node of the {name} reads a feature that is not in the list")
    _finite(trees.threshold, f"threshold of the {name}")
    _finite(trees.value, f"value of the {name}")
    if np.abs(trees.value).max() > MOST_VALUE:
        raise ArtefactRefused("number", f"a value of the {name} is larger than {MOST_VALUE:.0e}")
    _no_cycle(trees, name)


def _no_cycle(trees: Trees, name: str) -> None:
    """Children come after their parents, and each node but the roots has one: so all are reached, and walks end."""
    nodes = np.arange(len(trees.first), dtype=np.int64)
    first = trees.first.astype(np.int64)
    inner = first != nodes
    if (first < nodes).any() or (first[inner] + 1 >= len(nodes)).any():
        raise ArtefactRefused("tree", f"a node of the {name} leads back, or to where no node is")
    children = np.concatenate((first[inner], first[inner] + 1))
    if not np.array_equal(np.sort(children), nodes[trees.trees :]):
        raise ArtefactRefused("tree", f"a node of the {name} cannot be reached, or by two ways")
    leaves = ~inner
    if (trees.threshold[leaves] != LARGEST).any() or not trees.missing_left[leaves].all():
        raise ArtefactRefused("tree", f"a leaf of the {name} can be left")
    _shallow(first, trees.trees, name)


def _shallow(first: NDArray[np.int64], trees: int, name: str) -> None:
    nodes = np.arange(trees, dtype=np.int64)
    for _ in range(DEEPEST + 1):
        nodes = nodes[first[nodes] != nodes]
        if not len(nodes):
            return
        nodes = np.concatenate((first[nodes], first[nodes] + 1))
    raise ArtefactRefused("tree", f"a tree of the {name} is deeper than {DEEPEST} steps")


def _shares(shares: Shares, columns: int, name: str) -> None:
    value, below, upto = shares.value, shares.below, shares.upto
    if not len(value) == len(below) == len(upto) or len(shares.known) != columns:
        raise ArtefactRefused("table", f"arrays of the {name} are of different lengths")
    inside = _starts(shares.starts, columns, len(value), name)
    for each in (value, below, upto, shares.known):
        _finite(each, f"table of the {name}")
    # Within a column all rise; where the next column begins they may fall.
    falls = (np.diff(value) <= 0) | (np.diff(below) < 0) | (np.diff(upto) < 0) | (upto[:-1] > below[1:] + 1e-9)
    if falls[inside].any() or (below > upto).any():
        raise ArtefactRefused("table", f"a table of the {name} does not rise")
    ends = shares.starts[1:][np.diff(shares.starts) > 0] - 1
    begins = shares.starts[:-1][np.diff(shares.starts) > 0]
    if (below[begins] != 0).any() or (upto[ends] != 100).any() or ((shares.known < 0) | (shares.known > 100)).any():
        raise ArtefactRefused("table", f"a table of the {name} does not go from 0 to 100")


def _starts(starts: Whole, columns: int, size: int, name: str) -> Whole:
    """Places from which the next is in the same column."""
    falls = starts[:-1] > starts[1:]  # a difference of the largest and the smallest number would come out positive
    if len(starts) != columns + 1 or starts[0] != 0 or starts[-1] != size or falls.any():
        raise ArtefactRefused("table", f"the columns of the {name} do not fit its arrays")
    last = np.zeros(size, dtype=np.bool_)
    last[starts[1:][starts[1:] > 0] - 1] = True
    return np.flatnonzero(~last).astype(np.int32)


def _histograms(drift: Histograms, columns: int) -> None:
    inside = _starts(drift.starts, columns, len(drift.edges), "drift reference")
    _finite(drift.edges, "edge")
    if (np.diff(drift.edges)[inside] <= 0).any():
        raise ArtefactRefused("table", "edges of the drift reference do not rise")
    if len(drift.counts) != len(drift.edges) + 2 * columns or (drift.counts < 0).any():
        raise ArtefactRefused("table", "counts of the drift reference do not fit its edges")
    _finite(drift.counts, "count")


def _linear(linear: Linear, width: int) -> None:
    parts = (linear.centre, linear.scale, linear.weight, linear.present, linear.missing)
    if any(len(each) != width for each in parts):
        raise ArtefactRefused("table", "there are more or fewer weights than features")
    for each in (*parts, np.array([linear.intercept])):
        _finite(each, "weight")
    if (linear.scale <= 0).any():
        raise ArtefactRefused("number", "a scale is not above 0")


def _curve(curve: Curve) -> None:
    _finite(curve.raw, "point of the calibration")
    _finite(curve.calibrated, "point of the calibration")
    if not len(curve.raw) == len(curve.calibrated) > 0:
        raise ArtefactRefused("table", "the calibration is empty or its arrays are of different lengths")
    if (np.diff(curve.raw) <= 0).any() or (np.diff(curve.calibrated) < 0).any():
        raise ArtefactRefused("table", "the calibration does not rise")
    if any(each.min() < 0 or each.max() > 1 for each in (curve.raw, curve.calibrated)):
        raise ArtefactRefused("table", "the calibration leaves 0 to 1")


def _finite(numbers: Floats, what: str) -> None:
    if not np.isfinite(numbers).all():
        raise ArtefactRefused("number", f"a {what} is not a finite number")
