"""How people see to a notice that does not leave by itself. A module of its own: the command line names these words
before it loads more."""

from enum import StrEnum


class SeenTo(StrEnum):
    """The customer was told by another way, or need not be told any more."""

    TOLD_OTHERWISE = "told_otherwise"
    NOT_NEEDED = "not_needed"
