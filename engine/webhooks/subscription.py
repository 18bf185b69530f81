"""Which types of events an endpoint wants: `*` for all, `order.*` for a family, or a type by its name."""

import re
from collections.abc import Sequence

ALL = "*"
FORM = r"^(\*|[a-z][a-z0-9_]*\.(\*|[a-z][a-z0-9_]*))$"
MOST_PATTERNS = 100
_FORM = re.compile(FORM)
_FAMILY = ".*"


def is_pattern(text: str) -> bool:
    """Whether a text may stand for types."""
    return _FORM.fullmatch(text) is not None


def wants(patterns: Sequence[str], type_: str) -> bool:
    """Whether one of the patterns means this type."""
    return any(_means(each, type_) for each in patterns)


def _means(pattern: str, type_: str) -> bool:
    if pattern in {ALL, type_}:
        return True
    # With its dot, so that `order.*` is not `order_line.created`.
    return pattern.endswith(_FAMILY) and type_.startswith(pattern[:-1])
