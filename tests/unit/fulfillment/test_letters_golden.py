"""Every notice in every language as its customer reads it, against tests/golden/notices.

`CLEARWAY_UPDATE_GOLDEN=1` writes the files anew: read the difference before you keep it.
"""

import os
from pathlib import Path

import pytest

from fulfillment.notify.previewing import kinds, sample_letter
from fulfillment.notify.texts import LANGUAGES

GOLDEN = Path(__file__).parents[2] / "golden" / "notices"


def read(language: str) -> str:
    letters = [(kind, sample_letter(kind, language)) for kind in kinds()]
    return "\n".join(f"== {kind}: {each.subject}\n\n{each.text}" for kind, each in letters)


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_when_compared_then_read_as_they_did(language: str) -> None:
    golden = GOLDEN / f"{language}.txt"
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(read(language), encoding="utf-8")
    assert read(language) == golden.read_text(encoding="utf-8")


def test_page_of_mail_when_compared_then_looks_as_it_did() -> None:
    golden = GOLDEN / "question_link.en.html"
    html = sample_letter("question_link", "en").html
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        golden.write_text(html, encoding="utf-8")
    assert html == golden.read_text(encoding="utf-8")
