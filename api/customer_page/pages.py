"""The pages as HTML, each with the policy that lets it do nothing but be read and sent."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from starlette.responses import Response

from api.customer_page.form import Group
from api.customer_page.words import Words, words_of
from engine.pages import Environment, as_written, environment_of
from fulfillment.notify.texts import LANGUAGES

PACKAGE = "api.customer_page"
MEDIA_TYPE = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """What the form's page shows. `insists` is None where there is nothing to insist on."""

    order: str
    until: str
    seen: str
    groups: Sequence[Group]
    has_changed: bool = False
    insists: bool | None = None


def form_page(words: Words, page: FormPage, status: int = 200) -> Response:
    """The form, with what is wrong in it first."""
    wrong = [(group, each) for group in page.groups for each in group.fields if each.fault]
    title = words.says["title"].format(order=page.order)
    return page_response(words, "form.html", status, page=page, wrong=wrong, title=title)


def message_page(words: Words, title: str, texts: Sequence[str], status: int = 200) -> Response:
    """A page that only says something; both are names of words."""
    told = [words.says[each] for each in texts]
    return page_response(words, "message.html", status, title=words.says[title], texts=told)


def page_response(words: Words, template: str, status: int, **shown: object) -> Response:
    """A page of ours, with all languages at its foot."""
    html = (
        _environment()
        .get_template(template)
        .render(
            words=words,
            says=words.says,
            style=as_written(_style()),
            languages=[(each, words_of(each).says["language"]) for each in LANGUAGES],
            **shown,
        )
    )
    return Response(html, status, _headers(words.code), MEDIA_TYPE)


def _headers(language: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": _policy(),
        "Content-Language": language,
        "X-Robots-Tag": "noindex, nofollow",
        "Vary": "Accept-Language",
    }


@cache
def _policy() -> str:
    digest = b64encode(sha256(_style().encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


@cache
def _style() -> str:
    return (files(PACKAGE) / "templates" / "page.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return environment_of(PACKAGE)
