"""Wrong use of the command line: one line in our own words, with a next step and a code."""

import pytest

from api.cli.failing import Wrong
from api.cli.next_steps import told_here
from engine.desk.model_errors import ReasonNeeded
from engine.errors import UnknownFormat
from tests.integration.cli.conftest import run


@pytest.mark.parametrize(
    ("asked", "told", "of", "code"),
    [
        ("rules check --lang fr", "--lang cannot be `fr`; write one of: en, zh", "rules check ", Wrong.REFUSED),
        (
            "serve --port 99999",
            "--port cannot be `99999`: the number is too large; use at most 65535",
            "serve ",
            "option_refused",
        ),
        ("serve --port", "--port stands without a value; write one behind it", "", "option_without_value"),
        ("screen", "give FILE", "screen ", "option_missing"),
        ("screen a b", "`b` is more than this command takes; leave it out", "screen ", "argument_unknown"),
        ("ruls", "there is no command `ruls`; did you mean rules?", "", "unknown_command"),
        ("rules check --lnag zh", "there is no option --lnag; did you mean --lang?", "rules check ", "unknown_option"),
    ],
)
def test_use_when_wrong_then_says_what_to_write_and_a_code(asked: str, told: str, of: str, code: str) -> None:
    ran = run(*asked.split())
    assert (ran.code, ran.out, ran.err) == (2, "", f"clearway: {told}; see `clearway {of}--help` [{code}]\n")


def test_error_when_told_at_the_command_line_then_names_the_option_and_its_code() -> None:
    assert told_here(ReasonNeeded()) == (
        "say why: whoever looks at it afterwards will ask; use `--why TEXT` [reason_needed]"
    )
    assert told_here(UnknownFormat("the file is empty")) == "the file is empty [unknown_format]"
