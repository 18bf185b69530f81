"""`clearway papers list` and `print`: what a parcel needs, what is missing, and the files."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desks import an_honest_order
from tests.integration.cli.conftest import Clearway, Ran, run, written
from tests.printed import pages, words

SENDER = {
    "company": "Harbour Lights Trading Co., Ltd.",
    "lines": ["88 Example Road"],
    "city": "Shenzhen",
    "country": "CN",
    "numbers": [{"kind": "EORI", "value": "DE123456789012345", "country": "DE"}],
}


@dataclass(frozen=True, slots=True)
class Story:
    """One installation with one packed order: what was said before it was known who sends, and the command since."""

    listed: Ran
    listed_in_chinese: Ran
    printed: Ran
    wrote: bool
    clearway: Clearway


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Told once, since a rule book is put in force for it."""
    folder = tmp_path_factory.mktemp("papers")
    sender, out = folder / "sender.json", folder / "papers.pdf"
    sender.write_text(json.dumps(SENDER), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLEARWAY_FOLDER", str(folder / "var"))
        patch.delenv("CLEARWAY_DATABASE_URL", raising=False)
        run("rules", "publish", "--note", "tests")
        run("order", "submit", written(folder / "orders.jsonl", an_honest_order()))
        run("worker", "--once")
        run("fulfil", "pick", "A-1001")
        run("fulfil", "pack", "A-1001", "500")
        run("worker", "--once")
        listed, chinese = run("papers", "list", "A-1001"), run("papers", "list", "A-1001", "--lang", "zh")
        printed = run("papers", "print", "A-1001", "--out", out)
        told = Story(listed, chinese, printed, out.exists(), run)
        run("papers", "sender", "put", sender)
        yield told


@pytest.fixture
def sent(story: Story) -> Clearway:
    """The command, now that it is known who sends."""
    return story.clearway


def test_list_when_the_sender_is_missing_then_says_so_and_what_to_do(story: Story) -> None:
    assert story.listed.code == 1
    assert "stops /postal_item/sender: the sender lacks" in story.listed.out
    assert "阻止 /postal_item/sender" in story.listed_in_chinese.out


def test_print_when_something_is_missing_then_writes_no_file(story: Story) -> None:
    assert (story.printed.code, "sender_incomplete" in story.printed.err, story.wrote) == (2, True, False)


def test_list_when_all_is_there_then_tells_what_is_needed(sent: Clearway) -> None:
    ran = sent("papers", "list", "A-1001", "--json")
    needed = [each["kind"] for each in json.loads(ran.out)["papers"] if each["needed"]]
    assert (ran.code, needed) == (0, ["label", "invoice", "packing_list", "packing_slip"])


def test_print_when_all_is_there_then_the_suffix_says_what_is_written(sent: Clearway, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("all.pdf", "label.zpl", "ahead.json", "ahead.xml")]
    assert [sent("papers", "print", "A-1001", "--out", each).code for each in files] == [0, 0, 0, 0]
    assert pages(files[0].read_bytes()) == 4
    assert [each.read_bytes()[:3] for each in files] == [b"%PD", b"^XA", b"{\n ", b"<?x"]


def test_print_when_kinds_are_named_then_holds_those_alone(sent: Clearway, tmp_path: Path) -> None:
    out = tmp_path / "two.pdf"
    sent("papers", "print", "A-1001", "--kind", "invoice", "--kind", "cn23", "--out", out)
    told = words(out.read_bytes())
    assert pages(out.read_bytes()) == 2
    assert "CUSTOMS DECLARATION" in told
    assert "Commercial invoice" in told


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--out", "x.txt"), ".pdf, .zpl, .json, .xml"),
        (("--kind", "cn99", "--out", "x.pdf"), "use one of label, cn22"),
        (("--size", "a3", "--out", "x.pdf"), "use one of 100x150"),
        (("--parcel", "RX1", "--out", "x.pdf"), "there is no"),
        (("--kind", "dangerous_goods_note", "--out", "x.pdf"), "this parcel needs no"),
    ],
)
def test_print_when_asked_for_what_there_is_not_then_says_what_there_is(
    sent: Clearway, options: tuple[str, ...], said: str
) -> None:
    ran = sent("papers", "print", "A-1001", *options)
    assert ran.code == 2
    assert said in ran.err
