"""The people of the demonstration, as the sign-in page shows them to whoever sits at this machine and nobody else."""

from dataclasses import dataclass

from fastapi import Request

from api.access.front_door import FrontDoor
from api.composition.entrance import is_loopback
from api.demo_shop.figures import is_there, password_of
from api.demo_shop.names import FIGURES


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One of them with what lets them in. `word` names what they do in the words of the page."""

    name: str
    word: str
    email: str
    password: str


def shown_figures(request: Request, door: FrontDoor) -> tuple[ShownFigure, ...]:
    """None where the demonstration is not there, or the page is asked for over a network."""
    if not _sits_here(request):
        return ()
    with door.database.read() as session:
        if not is_there(session):
            return ()
    password = password_of(door.secret)
    return tuple(ShownFigure(each.name, each.word, each.email, password) for each in FIGURES)


def _sits_here(request: Request) -> bool:
    """Both ends are this machine: a proxy beside us would be another's end, and keeps the name that was asked for."""
    client = "" if request.client is None else request.client.host
    return is_loopback(client) and is_loopback(request.url.hostname or "")
