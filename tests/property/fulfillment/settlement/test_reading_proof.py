"""The long fuzz: samples damaged in the ways that downloads, spreadsheets and hostile senders damage files."""

import random
from collections.abc import Callable
from contextlib import suppress

import pytest

from fulfillment.payments.settlement.closing import close
from fulfillment.payments.settlement.errors import ReportRejected
from fulfillment.payments.settlement.ladder import ladders
from fulfillment.payments.settlement.reading import PROVIDERS, read_report
from tests.settlement_files import SAMPLES, sample

NAMES = sorted(path.name for path in SAMPLES.iterdir())
TIMES = 1_500
ODD = (
    b"", b"0", b"-", b"--", b"1e9", b"NaN", b"Infinity", b"9" * 40, b"0.001", b"1,2,3", b"(5", b"-(5)",
    "٣".encode(), "−5".encode(), "１２".encode(),
    b'"', b"'", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\t", b";",
    b",",
    b"|", b"XXX", b"EUR", b"JPY", b"XAU", b"0001-01-01", b"9999-12-31T23:59:59Z", b"2026-02-30", b"1/1/1",
    b"24:00:00", b"Europe", b"../../etc/passwd", b"GMT+99", b"<a/>", b"&amp;", b"&#0;", b"]]>", b"{}", b"[]", b"null",
    b"CRDT", b"DBIT", b"CR", b"DR", b"SB", b"SF", b"CH", b"SH", "\u202e".encode(), b" " * 50, b"=1+1", b"1E400",
)  # fmt: skip
Damage = Callable[[random.Random, bytes], bytes]


def cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def flip(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


def replace_a_cell(chance: random.Random, content: bytes) -> bytes:
    separator = chance.choice([b",", b";", b"\t", b'"', b">", b"<", b"\n"])
    parts = content.split(separator)
    parts[chance.randrange(len(parts))] = chance.choice(ODD)
    return separator.join(parts)


def shuffle_lines(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(3):
        case 0:
            del lines[one]
        case 1:
            lines.insert(one, lines[other])
        case _:
            lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def recode(chance: random.Random, content: bytes) -> bytes:
    encoding = chance.choice(["utf-16", "utf-16-be", "utf-32", "latin-1", "utf-7"])
    return content.decode("latin-1").encode(encoding, "replace")


DAMAGES: tuple[Damage, ...] = (cut, flip, replace_a_cell, replace_a_cell, replace_a_cell, shuffle_lines, recode)


@pytest.mark.proof
@pytest.mark.parametrize("name", NAMES)
def test_reading_when_samples_are_damaged_then_raises_nothing_but_a_refusal(name: str) -> None:
    chance = random.Random(name)
    for _ in range(TIMES):
        content = sample(name)
        for _ in range(chance.randrange(1, 4)):
            content = chance.choice(DAMAGES)(chance, content) or b" "
        with suppress(ReportRejected):
            report = read_report(content, chance.choice(["auto", "auto", *PROVIDERS]), name)
            ladders(report, close(report))
