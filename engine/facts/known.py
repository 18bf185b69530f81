"""What is stated and what is not: blank and null are both unknown, and an unknown fact is left out of the sheet."""

from collections.abc import Mapping

from engine.lexicon.spec import Value


def known(facts: Mapping[str, Value | None]) -> dict[str, Value]:
    """The facts that are known: neither null nor blank text."""
    # By class, since this is asked of every fact of every order; the words of an enumeration are never blank.
    return {
        name: value
        for name, value in facts.items()
        if value is not None and (value.__class__ is not str or value.strip())
    }


def stated(text: str | None) -> str | None:
    """The text without spaces around it, or None when it says nothing."""
    return (text.strip() or None) if text is not None else None


def same(first: str | None, second: str | None) -> bool | None:
    """Whether two codes are the same; unknown when either is."""
    return None if first is None or second is None else first == second
