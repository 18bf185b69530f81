"""A number with what is counted, in English: `1 day`, `3 days`."""


def counted(number: int, one: str, many: str) -> str:
    """Which of the two words it takes; none takes the one for many."""
    return f"{number} {one if number == 1 else many}"
