"""What waves and stations refuse.

FulfilmentError
├── WaveRefused          a wave that stands where this cannot be done, or terms that cannot be kept
└── PickRefused
    └── ScanRefused      what was scanned is not what is expected; says what is
"""

from collections.abc import Mapping

from fulfillment.errors import FulfilmentError, PickRefused


class WaveRefused(FulfilmentError):
    """the wave stands where this cannot be done"""

    code = "wave_refused"


class ScanRefused(PickRefused):
    """what was scanned is not what is expected"""

    code = "scan_refused"

    def __init__(self, said: str, expected: Mapping[str, str]) -> None:
        """`expected`: bin, item, tote, quantity or list, as far as they are known -> what it should be."""
        self.expected = dict(expected)
        named = ", ".join(f"{name} `{value}`" for name, value in self.expected.items())
        super().__init__(f"{said}; expected: {named}" if named else said)
