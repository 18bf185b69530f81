"""Sightings by the hundred thousand: merchants of ten thousand orders each, alike but for whose they are.

Growing means more merchants, so that a question about any of them has the same answer in a small table as in a large
one, and only the table can make it slower. One forwarder's door and one company card serve all merchants: a hub that
grows with the table.
"""

from collections.abc import Iterator, Sequence
from random import Random

from engine.facts.sighting import NEVER, Sighting
from engine.facts.velocity import DAY

EACH = 10_000  # orders of one merchant
DAYS = 90
SEED = 20261125
START = 1_780_000_000_000_000
HUB_SHARE = 0.2
_NUMBERS = ("ip", "card", "device", "email", "phone", "address", "recipient", "country", "basket", "network")
_SPREAD = 0x9E3779B97F4A7C15  # multiplying by this odd number scatters whole numbers over 64 bits
_HUB = -77
Plain = Sequence[tuple[int, dict[str, int], int]]  # time, numbers of keys (0: none), cents


def plain_rows() -> Plain:
    """One merchant's orders by time. Few customers order often."""
    random = Random(SEED)
    times = sorted(START + random.randrange(DAYS * DAY) for _ in range(EACH))
    return [(at, _keys(random), random.randrange(500, 40_000)) for at in times]


def _keys(random: Random) -> dict[str, int]:
    customer = 1 + int(5000 * random.random() ** 2)
    hub = random.random() < HUB_SHARE
    ip = 1 + int(7000 * random.random() ** 2)
    return {
        "ip": ip,
        "network": 1 + ip // 4,
        "card": _HUB if hub else customer * 3 + (random.random() < 0.1),
        "device": 0 if random.random() < 0.4 else customer,
        "email": customer,
        "phone": 0 if random.random() < 0.1 else customer,
        "address": _HUB if hub else customer,
        "recipient": customer,
        "country": 1 + int(30 * random.random() ** 3),
        "basket": 1 + random.randrange(2000),
    }


def sightings(merchant: int, plain: Plain) -> Iterator[Sighting]:
    """The rows of one merchant out of many."""
    for number, (at, keys, amount) in enumerate(plain):
        tokens = {name: _token(merchant, kind, keys[name]) for kind, name in enumerate(_NUMBERS)}
        order = _token(merchant, len(_NUMBERS), number + 1)
        yield Sighting(at=at, order=order, amount=amount, declines=0, fraud_known=NEVER, **tokens)


def is_hub(keys: dict[str, int]) -> bool:
    """Whether an order goes to the door that a fifth of all orders go to."""
    return keys["address"] == _HUB


def _token(merchant: int, kind: int, number: int) -> int:
    if number == 0:
        return 0
    plain = (0 if number == _HUB else merchant + 1) * 1_000_003 + number
    scattered = (plain * 16 + kind) * _SPREAD & (1 << 64) - 1
    return scattered - (1 << 63)
