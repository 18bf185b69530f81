"""What the options of `clearway channels add` and `change` state. Secrets are asked for, since a command line is kept
in histories and shown to everybody on the machine."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import typer

from api.cli.channel_phrases import SECRET, said
from api.cli.failing import Wrong, fail
from api.cli.phrases import Language
from fulfillment.channels.stating import Stated


@dataclass(frozen=True, slots=True)
class Given:
    """Options as they were written."""

    endpoint: str | None
    settings: Sequence[str] | None
    credentials: Sequence[str] | None
    secrets: Sequence[str] | None
    since: str | None
    every: int | None
    country: str | None


def stated(given: Given, language: Language) -> Stated:
    """As use cases take it. Ends the command where it cannot be read."""
    return Stated(
        endpoint=given.endpoint,
        settings=pairs("--set", given.settings),
        named=pairs("--credential", given.credentials),
        secrets=asked(given.secrets, language),
        since=moment("--since", given.since),
        every_s=given.every,
        from_country=given.country,
    )


def moment(option: str, text: str | None) -> datetime | None:
    """A moment with a zone. Ends the command for anything else."""
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        fail(Wrong.REFUSED, f"{option} {text}: write a moment such as 2026-11-22T09:30:00+01:00")
    if read.tzinfo is None:
        fail(Wrong.REFUSED, f"{option} {text}: the moment has no zone; end it with Z or an offset such as +08:00")
    return read


def pairs(option: str, given: Sequence[str] | None) -> Mapping[str, str] | None:
    """`name=value` each; None for none. Ends the command for anything else."""
    if not given:
        return None
    pairs = [each.partition("=") for each in given]
    for name, mark, _ in pairs:
        if not mark:
            fail(Wrong.REFUSED, f"{option} {name}: write it as name=value")
    return {name: value for name, _, value in pairs}


def asked(names: Sequence[str] | None, language: Language) -> Mapping[str, str] | None:
    """Secrets, read from the terminal or a line of standard input each."""
    return {name: _secret(name, language) for name in names} if names else None


def _secret(name: str, language: Language) -> str:
    """Typed unseen at a terminal; else the next line of standard input, for scripts."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt(said(SECRET, language, name=name), hide_input=True, err=True))
