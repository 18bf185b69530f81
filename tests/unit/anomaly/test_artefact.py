"""An artefact comes back as it went, and nothing but that is ever walked."""

import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.lib import format as npy
from numpy.typing import NDArray

from engine.anomaly.archive import pack_arrays, unpack_arrays
from engine.anomaly.artefact import Artefact, Boosting, digest_of
from engine.anomaly.packing import pack, unpack
from engine.anomaly.refused import ArtefactRefused
from engine.anomaly.trees import LARGEST
from tests.fitted_models import WIDTH, an_artefact, packed

KINDS = ("boosting", "linear", "none")
Arrays = dict[str, NDArray[Any]]
Change = Callable[[Arrays], None]


def refusal(content: bytes, digest: str | None = None, schema: str | None = None) -> str:
    """The kind of fault for which bytes are refused."""
    with pytest.raises(ArtefactRefused) as refused:
        unpack(content, digest_of(content) if digest is None else digest, schema=schema or an_artefact().schema)
    return refused.value.fault


def changed(change: Change, kind: str = "boosting") -> bytes:
    """The bytes of an artefact whose arrays somebody has changed, packed again."""
    arrays = {name: array.copy() for name, array in unpack_arrays(packed(kind)[0]).items()}
    change(arrays)
    return pack_arrays(arrays)


def with_about(**fields: object) -> Change:
    """Says other things of itself."""

    def change(arrays: Arrays) -> None:
        about = json.loads(arrays["about"].tobytes()) | fields
        arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)

    return change


def setting(name: str, place: int, value: object) -> Change:
    """Sets one number of one array."""

    def change(arrays: Arrays) -> None:
        arrays[name][place] = value

    return change


def first_inner() -> int:
    """A node that has children."""
    trees = an_artefact().forest
    return int(np.flatnonzero(trees.first != np.arange(len(trees.first)))[5])


@pytest.mark.parametrize("kind", KINDS)
def test_artefact_when_packed_and_unpacked_then_packs_to_the_same_bytes(kind: str) -> None:
    content, artefact = packed(kind)
    again = unpack(content, artefact.version, schema=artefact.schema)
    assert pack(again) == content
    assert again.version == digest_of(content)


def test_artefact_when_unpacked_then_its_arrays_cannot_be_written() -> None:
    content, artefact = packed()
    again = unpack(content, artefact.version, schema=artefact.schema)
    with pytest.raises(ValueError, match="read-only"):
        again.forest.value[0] = 1.0


def test_bytes_when_one_is_flipped_then_refused() -> None:
    content, artefact = packed()
    chosen = random.Random(5)
    for place in (0, len(content) - 1, *(chosen.randrange(len(content)) for _ in range(200))):
        bad = bytearray(content)
        bad[place] ^= 1 << chosen.randrange(8)
        assert refusal(bytes(bad), artefact.version) == "digest"


def test_bytes_when_damaged_before_they_were_published_then_refused() -> None:
    content, _ = packed("none")
    chosen = random.Random(6)
    for _ in range(60):
        bad = bytearray(content)
        bad[chosen.randrange(len(content))] ^= 1 << chosen.randrange(8)
        assert refusal(bytes(bad)) in {"archive", "member", "size", "about", "schema", "tree", "number", "table"}


@pytest.mark.parametrize("length", [0, 10, 1000, -1])
def test_bytes_when_cut_short_then_refused(length: int) -> None:
    assert refusal(packed()[0][:length]) == "archive"


def _loop(arrays: Arrays) -> None:
    place = first_inner()
    arrays["forest.first"][place] = place


def _share(arrays: Arrays) -> None:
    arrays["forest.first"][0] = arrays["forest.first"][1]


def _open_leaf(arrays: Arrays) -> None:
    arrays["forest.threshold"][-1] = 0.0


def _end_early(arrays: Arrays) -> None:
    arrays["scores.upto"][-1] = 99.999


def _far_apart(arrays: Arrays) -> None:
    """Differences of these are all positive where they overflow."""
    last = np.iinfo(np.int32)
    arrays["features.starts"][1:4] = (last.max, last.min, -1)


def _drop(arrays: Arrays) -> None:
    del arrays["forest.value"]


def _add(arrays: Arrays) -> None:
    arrays["surprise"] = np.zeros(3)


def _narrow(arrays: Arrays) -> None:
    arrays["forest.value"] = arrays["forest.value"].astype(np.float32)


CHANGES: Mapping[str, tuple[Change, str]] = {
    "a child leads back": (setting("forest.first", 250, 3), "tree"),
    "a child is its parent": (_loop, "tree"),
    "a child lies outside": (setting("forest.first", 0, 10**6), "tree"),
    "two parents have one child": (_share, "tree"),
    "a feature lies outside": (setting("forest.feature", 0, WIDTH), "tree"),
    "a feature lies below": (setting("boosting.feature", 0, -1), "tree"),
    "a threshold is no number": (setting("forest.threshold", 0, np.nan), "number"),
    "a threshold is infinite": (setting("boosting.threshold", 0, np.inf), "number"),
    "a value is no number": (setting("forest.value", 7, np.nan), "number"),
    "a value is out of reach": (setting("forest.value", 7, 1e300), "number"),
    "a leaf can be left": (_open_leaf, "tree"),
    "no tree": (with_about(trees=0), "tree"),
    "more trees than nodes": (with_about(trees=10**9), "tree"),
    "fewer trees": (with_about(trees=199), "tree"),
    "percentiles fall": (setting("scores.below", 10, 99.0), "table"),
    "percentiles end early": (_end_early, "table"),
    "scores fall": (setting("scores.value", 10, 0.0), "table"),
    "columns overlap": (setting("features.starts", 3, 0), "table"),
    "columns overlap by an overflow": (_far_apart, "table"),
    "counts are negative": (setting("drift.counts", 0, -1.0), "table"),
    "a member is missing": (_drop, "member"),
    "a member is unknown": (_add, "member"),
    "a member is of another type": (_narrow, "member"),
    "another format": (with_about(format=2), "about"),
    "another kind": (with_about(classifier="pickle"), "about"),
    "no names": (with_about(names=[]), "about"),
    "a name that no text can hold": (with_about(names=["\ud800", *map(str, range(WIDTH - 1))]), "about"),
    "a card that no text can hold": (with_about(card="\ud800"), "about"),
    "a name twice": (with_about(names=["order.value_eur_minor"] * WIDTH), "about"),
    "a base in words": (with_about(base="0"), "about"),
    "a foreign schema": (with_about(schema="0" * 16), "schema"),
    "names that are not of the schema": (with_about(names=[f"x.{number}" for number in range(WIDTH)]), "schema"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_arrays_when_something_in_them_is_wrong_then_refused(case: str) -> None:
    change, fault = CHANGES[case]
    assert refusal(changed(change)) == fault


@pytest.mark.parametrize(("name", "fault"), [("linear.scale", "number"), ("calibration.raw", "table")])
def test_arrays_of_a_regression_when_wrong_then_refused(name: str, fault: str) -> None:
    assert refusal(changed(setting(name, 1, 0.0), "linear")) == fault


def test_arrays_when_they_hold_objects_then_refused_without_reading_them() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        member = io.BytesIO()
        npy.write_array(member, np.array([print], dtype=object), allow_pickle=True)
        archive.writestr("about.npy", member.getvalue())
    assert refusal(content.getvalue()) == "member"


def test_archive_when_a_member_would_unpack_to_much_more_then_refused_before_it_does() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.npy", b"\0" * 10**7)
    assert refusal(content.getvalue()) == "member"


def test_archive_when_it_has_very_many_members_then_refused_before_they_are_listed() -> None:
    arrays = {str(number): np.zeros(1) for number in range(65)}
    assert refusal(pack_arrays(arrays)) == "size"


def test_trees_when_there_are_more_than_a_decision_can_wait_for_then_refused() -> None:
    nodes = 2049

    def change(arrays: Arrays) -> None:
        arrays["forest.first"] = np.arange(nodes, dtype=np.int32)
        arrays["forest.feature"] = np.zeros(nodes, dtype=np.int32)
        arrays["forest.threshold"] = np.full(nodes, LARGEST)
        arrays["forest.missing_left"] = np.ones(nodes, dtype=np.bool_)
        arrays["forest.value"] = np.zeros(nodes)
        with_about(trees=nodes)(arrays)

    assert refusal(changed(change)) == "tree"


def test_member_when_its_header_promises_much_then_refused() -> None:
    member = io.BytesIO()
    npy.write_array_header_1_0(member, {"descr": "<f8", "fortran_order": False, "shape": (10**15,)})
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("about.npy", member.getvalue() + b"\0" * 8)
    assert refusal(content.getvalue()) == "member"


def test_member_when_its_header_is_huge_then_refused() -> None:
    member = b"\x93NUMPY\x01\x00\xff\xff" + b"(" * 65535
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("about.npy", member)
    assert refusal(content.getvalue()) == "member"


def test_archive_when_headers_and_structure_are_damaged_then_refused_whatever_is_hit() -> None:
    """Damage that checksums do not see: each member is changed and the archive written anew."""
    chosen = random.Random(8)
    with zipfile.ZipFile(io.BytesIO(packed("none")[0])) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    for _ in range(300):
        name = chosen.choice(sorted(members))
        bad = bytearray(members[name])
        bad[chosen.randrange(60)] = chosen.choice(b"(){}[]'\"#,\n\\ 9O\x00\xff")
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for each, told in (members | {name: bytes(bad)}).items():
                archive.writestr(each, told)
        if bytes(bad) != members[name]:
            assert refusal(content.getvalue()) == "member"


def test_artefact_when_orders_are_given_other_features_then_refused() -> None:
    assert refusal(packed()[0], schema="f" * 16) == "schema"


def test_refusal_when_told_then_says_what_to_do() -> None:
    told = str(ArtefactRefused("schema", "it reads other features than orders are given here"))
    assert "train a model on the features of this release" in told


def test_pack_when_versions_differ_then_the_bytes_do_not() -> None:
    artefact: Artefact = an_artefact()
    assert pack(replace(artefact, version="")) == pack(artefact)
    assert isinstance(artefact.classifier, Boosting)
