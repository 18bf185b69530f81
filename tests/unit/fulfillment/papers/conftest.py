"""Fonts of the machine; without them these tests say so and are left out."""

import pytest

from fulfillment.documents.fonts import BASE, SIMPLIFIED
from fulfillment.documents.typesetting import Typesetter, typesetter


@pytest.fixture(scope="session")
def faces() -> Typesetter:
    """The process's typesetter."""
    made = typesetter()
    if not (made.has(BASE) and made.has(SIMPLIFIED)):
        pytest.skip("needs the Debian packages fonts-noto-core and fonts-noto-cjk")
    return made
