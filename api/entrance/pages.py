"""The pages themselves: one template, one style that the policy names by its hash, words in English and Chinese."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from importlib.resources import files

from api.access.browser import CSRF_FIELD
from api.access.passwords import SHORTEST
from api.access.sessions import Present
from api.demo_shop.at_the_door import ShownFigure
from api.entrance.links import CONSOLE, LOGIN, LOGOUT, PASSWORD, PROVIDER
from api.entrance.words import WORDS
from engine.errors import ClearwayError
from engine.workbench.frame import environment_of

OWN = "api.entrance"
AGAIN = ("email", "name")
STYLE = (files(OWN) / "entrance.css").read_text(encoding="utf-8")
CONTENT_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class Form(StrEnum):
    """What a page asks for, or says."""

    LOGIN = "login"
    SIGNED_IN = "signed_in"
    PASSWORD = "password"  # noqa: S105 - the form for one
    FIRST = "first"
    WELCOME = "welcome"
    OVER = "over"


def page_of(
    form: Form,
    language: str,
    *,
    error: ClearwayError | None = None,
    present: Present | None = None,
    name: str = "",
    typed: Mapping[str, str] | None = None,
    vouches: bool = False,
    demo: Sequence[ShownFigure] = (),
) -> str:
    """The page. `typed`: what was sent before, of which passwords are not shown again; `vouches`: whether an identity
    provider does; `demo`: the people of the demonstration shop, with whom anybody here may come in."""
    words = WORDS[language]
    said = "" if error is None else words.get(error.code, str(error))
    return (
        environment_of(OWN)
        .get_template("entrance.html")
        .render(
            form=form.value,
            language=language,
            words=words,
            style=STYLE,
            error=said,
            present=present,
            name=name,
            typed={field: (typed or {})[field] for field in AGAIN if field in (typed or {})},
            vouches=vouches,
            demo=demo,
            shortest=SHORTEST,
            csrf=CSRF_FIELD,
            paths={"console": CONSOLE, "login": LOGIN, "logout": LOGOUT, "password": PASSWORD, "provider": PROVIDER},
        )
    )
