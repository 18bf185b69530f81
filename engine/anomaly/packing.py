"""Artefact <-> bytes. What is read back has been checked in every index before anything walks it."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NoReturn, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.anomaly.archive import Plain, pack_arrays, unpack_arrays
from engine.anomaly.artefact import Artefact, Boosting, Curve, digest_of
from engine.anomaly.checking import checked
from engine.anomaly.drift import Histograms
from engine.anomaly.features import SCHEMA, schema_of
from engine.anomaly.linear import Linear
from engine.anomaly.refused import ArtefactRefused
from engine.anomaly.shares import Shares
from engine.anomaly.trees import Floats, Trees, Whole

Arrays = Mapping[str, Plain]
Number = TypeVar("Number", bound=np.generic)

FORMAT: Final = 1
ABOUT: Final = "about"
MOST_FEATURES: Final = 1024
_TREES: Final = ("first", "feature", "threshold", "missing_left", "value")
_SHARES: Final = ("starts", "value", "below", "upto", "known")
_DRIFT: Final = ("starts", "edges", "counts")
_LINEAR: Final = ("centre", "scale", "weight", "present", "missing")
_CURVE: Final = ("raw", "calibrated")


def pack(artefact: Artefact) -> bytes:
    """The artefact as an npz. The same artefact always gives the same bytes; `version` is not among them."""
    about = json.dumps(_about(artefact), sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
    arrays: dict[str, Plain] = {ABOUT: np.frombuffer(about, dtype=np.uint8)}
    for group, part, names in _parts(artefact):
        arrays |= {f"{group}.{name}": _little(getattr(part, name)) for name in names}
    return pack_arrays(arrays)


def unpack(content: bytes, digest: str, *, schema: str = SCHEMA) -> Artefact:
    """The artefact of bytes that were published under `digest`, for features of `schema`.

    Raises `ArtefactRefused` unless each byte is as published and each number within its bounds.
    """
    if not hmac.compare_digest(digest_of(content).encode(), digest.encode()):
        raise ArtefactRefused("digest", "its bytes are not those of its SHA-256")
    arrays = unpack_arrays(content)
    artefact = checked(_joined(_read_about(arrays), arrays))
    if artefact.schema != schema or artefact.schema != schema_of(artefact.names):
        raise ArtefactRefused("schema", "it reads other features than orders are given here")
    return replace(artefact, version=digest)


def published(artefact: Artefact) -> tuple[bytes, Artefact]:
    """The packed bytes, and the artefact under the version they give it."""
    content = pack(artefact)
    return content, replace(artefact, version=digest_of(content))


def _little(array: Plain) -> Plain:
    """The array with the lowest byte of each number first, wherever it was made."""
    return array.astype(array.dtype.newbyteorder("<"), copy=False)


def _about(artefact: Artefact) -> dict[str, object]:
    classifier = artefact.classifier
    kind = {Boosting: "boosting", Linear: "linear"}.get(type(classifier), "none")
    return {
        "format": FORMAT,
        "names": list(artefact.names),
        "schema": artefact.schema,
        "card": artefact.card,
        "trees": artefact.forest.trees,
        "classifier": kind,
        "boosting_trees": classifier.trees.trees if isinstance(classifier, Boosting) else 0,
        "base": _base(classifier),
        "calibrated": artefact.calibration is not None,
    }


def _base(classifier: Boosting | Linear | None) -> float:
    if isinstance(classifier, Boosting):
        return classifier.baseline
    return 0.0 if classifier is None else classifier.intercept


def _parts(artefact: Artefact) -> list[tuple[str, object, tuple[str, ...]]]:
    """Groups of arrays in the order in which they are packed."""
    parts: list[tuple[str, object, tuple[str, ...]]] = [
        ("forest", artefact.forest, _TREES),
        ("scores", artefact.scores, _SHARES),
        ("features", artefact.features, _SHARES),
        ("drift", artefact.drift, _DRIFT),
    ]
    if isinstance(artefact.classifier, Boosting):
        parts.append(("boosting", artefact.classifier.trees, _TREES))
    elif isinstance(artefact.classifier, Linear):
        parts.append(("linear", artefact.classifier, _LINEAR))
    if artefact.calibration is not None:
        parts.append(("calibration", artefact.calibration, _CURVE))
    return parts


class _About:
    """What an artefact says of itself, field by field."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        self._fields = fields

    def text(self, name: str) -> str:
        value = self._fields.get(name)
        return value if isinstance(value, str) and value.isascii() else self._refuse(name)

    def whole(self, name: str) -> int:
        value = self._fields.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else self._refuse(name)

    def number(self, name: str) -> float:
        value = self._fields.get(name)
        return value if isinstance(value, float) else self._refuse(name)

    def flag(self, name: str) -> bool:
        value = self._fields.get(name)
        return value if isinstance(value, bool) else self._refuse(name)

    def names(self) -> tuple[str, ...]:
        told = self._fields.get("names")
        if not isinstance(told, list) or not 0 < len(told) <= MOST_FEATURES:
            self._refuse("names")
        names = tuple(each for each in told if isinstance(each, str) and each.isascii())
        if len(set(names)) < len(told):
            self._refuse("names")
        return names

    def _refuse(self, name: str) -> NoReturn:
        raise ArtefactRefused("about", f"`{name}` is missing or not what it must be")


def _read_about(arrays: Arrays) -> _About:
    told = arrays.get(ABOUT)
    if told is None or told.dtype != np.uint8:
        raise ArtefactRefused("about", "it does not say what it is")
    try:
        fields = json.loads(told.tobytes())
    except (ValueError, RecursionError) as error:
        raise ArtefactRefused("about", "what it says of itself cannot be read") from error
    about = _About(fields if isinstance(fields, dict) else {})
    if about.whole("format") != FORMAT:
        raise ArtefactRefused("about", f"it is of format {about.whole('format')}, and {FORMAT} is known")
    return about


def _joined(about: _About, arrays: Arrays) -> Artefact:
    reading = _Reading(arrays)
    artefact = Artefact(
        names=about.names(),
        schema=about.text("schema"),
        card=about.text("card"),
        forest=reading.trees("forest", about.whole("trees")),
        scores=reading.shares("scores"),
        features=reading.shares("features"),
        drift=Histograms(
            starts=reading.whole("drift.starts"),
            edges=reading.floats("drift.edges"),
            counts=reading.floats("drift.counts"),
        ),
        classifier=_classifier(about, reading),
        calibration=reading.curve() if about.flag("calibrated") else None,
    )
    reading.done()
    return artefact


def _classifier(about: _About, reading: "_Reading") -> Boosting | Linear | None:
    match about.text("classifier"):
        case "boosting":
            trees = reading.trees("boosting", about.whole("boosting_trees"))
            return Boosting(baseline=about.number("base"), trees=trees)
        case "linear":
            return reading.linear(about.number("base"))
        case "none":
            return None
        case kind:
            raise ArtefactRefused("about", f"it has a classifier of the unknown kind `{kind[:40]}`")


class _Reading:
    """Takes arrays by name; each must be there once, of its own type, and none may be left."""

    def __init__(self, arrays: Arrays) -> None:
        self._left = {name: array for name, array in arrays.items() if name != ABOUT}

    def floats(self, name: str) -> Floats:
        return self._take(name, np.float64)

    def whole(self, name: str) -> Whole:
        return self._take(name, np.int32)

    def trees(self, group: str, trees: int) -> Trees:
        return Trees(
            trees=trees,
            first=self.whole(f"{group}.first"),
            feature=self.whole(f"{group}.feature"),
            threshold=self.floats(f"{group}.threshold"),
            missing_left=self._take(f"{group}.missing_left", np.bool_),
            value=self.floats(f"{group}.value"),
        )

    def shares(self, group: str) -> Shares:
        parts = {name: self.floats(f"{group}.{name}") for name in _SHARES[1:]}
        return Shares(starts=self.whole(f"{group}.starts"), **parts)

    def linear(self, intercept: float) -> Linear:
        return Linear(intercept=intercept, **{name: self.floats(f"linear.{name}") for name in _LINEAR})

    def curve(self) -> Curve:
        return Curve(**{name: self.floats(f"calibration.{name}") for name in _CURVE})

    def done(self) -> None:
        if self._left:
            raise ArtefactRefused("member", f"nothing is known of its member `{min(self._left)[:40]}`")

    def _take(self, name: str, kind: type[Number]) -> NDArray[Number]:
        array = self._left.pop(name, None)
        if array is None or array.dtype != np.dtype(kind).newbyteorder("<"):
            raise ArtefactRefused("member", f"`{name}` is missing or of another type")
        return array.astype(kind, copy=False)
