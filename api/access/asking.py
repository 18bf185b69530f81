"""Callers as those who let others in: what they may hand on, and who they are to the front door."""

from api.access.caller import Caller
from api.access.people import Granter


def granter(who: Caller) -> Granter:
    """The caller, who hands on what they have."""
    return Granter(merchant=who.merchant, name=who.name, identity=who.identity, scopes=who.scopes)
