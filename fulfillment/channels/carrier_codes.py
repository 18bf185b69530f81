"""What channels call carriers, from data/channels/carriers.yaml.

Where channels measure valid tracking, a number without their own code of its carrier counts as none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from engine.bundled import data_folder
from engine.errors import DataRejected

POST = "post"
POSTS = {
    "CN": "china-post",
    "DE": "deutsche-post",
    "GB": "royal-mail",
    "US": "usps",
    "CA": "canada-post",
    "AU": "australia-post",
    "JP": "japan-post",
}


@dataclass(frozen=True, slots=True)
class CarrierCode:
    """A carrier as one channel has it; `listed` where the channel knows it by a code of its own."""

    code: str
    name: str
    listed: bool = True


def carrier_code(channel: str, carrier: str, number: str = "") -> CarrierCode:
    """The channel's code and name of a carrier of ours; of an unknown one what the channel takes for others.

    The post of an order that names no carrier is told by the country at the end of the parcel's `number` (UPU, standard
    S10, identification of postal items).
    """
    if carrier == POST:
        carrier = POSTS.get(number[-2:], POST)
    known, other = all_codes().get(channel, ({}, CarrierCode("{carrier}", "{carrier}")))
    found = known.get(_plain(carrier))
    if found is not None:
        return found
    code, name = (text.replace("{carrier}", carrier) for text in (other.code, other.name))
    return CarrierCode(code, name, listed=False)


def _plain(carrier: str) -> str:
    """Letters and digits: orders bear carriers as shops write them, `China Post` or `china_post`."""
    return "".join(sign for sign in carrier.casefold() if sign.isalnum())


@cache
def all_codes() -> Mapping[str, tuple[Mapping[str, CarrierCode], CarrierCode]]:
    """Channel -> its carriers, and what it takes for others. Raises DataRejected when the file is not as it must be."""
    path = data_folder() / "channels" / "carriers.yaml"
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(read, dict):
        raise DataRejected(str(path), "write a mapping of channels")
    return {str(name): _channel(str(path), entry) for name, entry in read.items()}


def _channel(path: str, entry: object) -> tuple[Mapping[str, CarrierCode], CarrierCode]:
    match entry:
        case {"other": other, "carriers": dict(carriers)}:
            return {_plain(str(name)): _code(path, each) for name, each in carriers.items()}, _code(path, other)
    raise DataRejected(path, "each channel needs `other` and `carriers`")


def _code(path: str, entry: object) -> CarrierCode:
    match entry:
        case {"code": str(code), "name": str(name)}:
            return CarrierCode(code, name)
    raise DataRejected(path, "each carrier needs a code and a name")
