"""`make demo-channels` finds everything as it must be, and prints what the golden files say; set
CLEARWAY_UPDATE_GOLDEN=1 to write them again."""

import os
from pathlib import Path

import pytest

from tests.channel_demo import main

GOLDEN = Path(__file__).parents[2] / "golden" / "cli"


@pytest.mark.proof
@pytest.mark.parametrize(("language", "name"), [("en", "channel_demo.txt"), ("zh", "channel_demo.zh.txt")])
def test_channel_demo_when_run_then_all_is_there_and_the_page_is_the_golden_one(
    capsys: pytest.CaptureFixture[str], language: str, name: str
) -> None:
    assert main(["--lang", language]) == 0
    shown = capsys.readouterr().out
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        (GOLDEN / name).write_text(shown, encoding="utf-8")
    assert shown == (GOLDEN / name).read_text(encoding="utf-8")
