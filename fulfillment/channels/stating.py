"""What somebody wants of a connection, and what is wrong with it: checked before anything is kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.errors import TargetRefused
from engine.outgoing.target import Opening, looked_at
from engine.settings import CHANNEL_CREDENTIAL
from fulfillment.channels.errors import ConnectionRefused
from fulfillment.channels.words import ChannelName

MOST_WORDS, MOST_SECRETS, MOST_WORD, MOST_SECRET = 40, 20, 500, 8192
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")
PREFIX = re.compile(r"[A-Za-z0-9._:-]{0,40}")
COUNTRY = re.compile(r"[A-Z]{2}")
BOUNDS: Mapping[str, tuple[int, int]] = {
    "every_s": (15, 86_400),  # and 0, for never
    "overlap_s": (0, 86_400),
    "lag_s": (0, 3_600),
    "count_days": (1, 31),
}
NEVER = 0
TOLD_BY_ITSELF = frozenset({ChannelName.OWN_SHOP})  # a channel that may have no address: it sends its orders here


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What is wanted; what is None stays as it is, or as it usually is.

    `named`: credential -> variable of the environment; `secrets`: credential -> what it is, to be stored sealed, empty
    to take it out.
    """

    endpoint: str | None = None
    settings: Mapping[str, str] | None = None
    named: Mapping[str, str] | None = None
    secrets: Mapping[str, str] | None = None
    since: datetime | None = None
    every_s: int | None = None
    overlap_s: int | None = None
    lag_s: int | None = None
    count_days: int | None = None
    from_country: str | None = None
    from_warehouse: str | None = None


def check_stated(stated: Stated, channel: ChannelName, openings: Sequence[Opening]) -> None:
    """Raises ConnectionRefused."""
    if stated.endpoint or channel not in TOLD_BY_ITSELF:
        check_endpoint(stated.endpoint, openings)
    check_words(stated.settings, stated.named, stated.secrets, CHANNEL_CREDENTIAL)
    for name, (least, most) in BOUNDS.items():
        value = getattr(stated, name)
        is_never = name == "every_s" and value == NEVER
        if value is not None and not is_never and not least <= value <= most:
            raise ConnectionRefused(name, f"must be from {least} to {most}")
    if stated.from_country and COUNTRY.fullmatch(stated.from_country) is None:
        raise ConnectionRefused("from_country", "must be a code of two letters, such as `CN`")


def check_name(name: str, prefix: str) -> None:
    """Raises ConnectionRefused."""
    if NAME.fullmatch(name) is None:
        raise ConnectionRefused("name", "must have 1 to 40 small letters, digits and hyphens, such as `amazon-de`")
    if PREFIX.fullmatch(prefix) is None:
        raise ConnectionRefused("id_prefix", "must have at most 40 letters, digits, and `.`, `_`, `:` or `-`")


def check_words(
    settings: Mapping[str, str] | None, named: Mapping[str, str] | None, secrets: Mapping[str, str] | None, prefix: str
) -> None:
    """Raises ConnectionRefused; variables of the environment must begin with the prefix."""
    _check_words("settings", settings, MOST_WORDS, MOST_WORD)
    _check_words("credentials", named, MOST_SECRETS, MOST_WORD)
    _check_words("secrets", secrets, MOST_SECRETS, MOST_SECRET)
    for variable in (named or {}).values():
        if re.fullmatch(rf"{prefix}[A-Z0-9_]{{1,80}}", variable) is None:
            raise ConnectionRefused("credentials", f"must name variables of the environment that begin with {prefix}")


def check_endpoint(endpoint: str | None, openings: Sequence[Opening]) -> None:
    """Raises ConnectionRefused for an address that may not be called; None is left as it is."""
    if endpoint is None:
        return
    try:
        looked_at(endpoint, openings)
    except TargetRefused as refused:
        raise ConnectionRefused("endpoint", refused.detail) from refused


def _check_words(field: str, given: Mapping[str, str] | None, most: int, longest: int) -> None:
    words = given or {}
    if len(words) > most:
        raise ConnectionRefused(field, f"must have at most {most} entries")
    if any(WORD.fullmatch(name) is None for name in words):
        raise ConnectionRefused(field, "must have names of small letters, digits and underscores")
    if any(len(value) > longest for value in words.values()):
        raise ConnectionRefused(field, f"must have values of at most {longest} characters")
