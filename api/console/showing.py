"""A page as HTML: the frame, the words, and how times, amounts and codes are written in it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from secrets import token_hex
from urllib.parse import urlencode

import orjson
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access.browser import CSRF_FIELD
from api.access.scopes import Scope
from api.console.asking import Reply
from api.console.menu import HOME, MENU, Section
from api.console.problem_words import problem_sentence
from api.console.refusal_items import Item, Told, item_of, line_of, told
from api.console.visit import Visit
from api.console.wording import Words
from api.demo_shop.names import DEMO
from api.fault_words import CHINESE, sentence
from api.hint_words import hint_in
from engine.lexicon.code_words import code_word
from engine.order.carrier_names import carrier_name
from engine.order.channel_names import channel_name
from engine.order.currency import exponent
from engine.order.money import Money
from engine.pages import Environment, environment_of

OWN = "api.console"
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PROTECTED = {"Content-Security-Policy": CONTENT_POLICY, "Referrer-Policy": "same-origin"}
SEE_OTHER = 303
KEY_FIELD = "key"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def shown(
    visit: Visit, screen: str, template: str, status: int = 200, *, said: str = "", refused: Reply | None = None,
    **values: object,
) -> Response:  # fmt: skip
    """The page. `said` is a message on top of it, `refused` a problem of the API to be shown there."""
    words = Words(screen, visit.language)
    text = _environment().get_template(template).render(
        visit=visit,
        t=words,
        menu=menu_of(visit),
        here=visit.request.url.path,
        write=Writing(visit, words),
        csrf_field=CSRF_FIELD,
        csrf=visit.present.csrf,
        key_field=KEY_FIELD,
        new_key=token_hex,
        said=said,
        refused=None if refused is None else refused.document,
        linked=with_filters,
        reads_rules=visit.may(Scope.RULES_READ),
        is_demo=visit.present.holder.merchant == DEMO,
        is_part=visit.request.headers.get("hx-request") == "true",
        **values,
    )  # fmt: skip
    return HTMLResponse(text, status, headers=PROTECTED)


def gone_to(path: str) -> Response:
    """After a form was sent: the page that shows what became of it, so that a reload sends nothing again."""
    return RedirectResponse(path, SEE_OTHER, headers={"Referrer-Policy": "same-origin"})


def menu_of(visit: Visit) -> tuple[Section, ...]:
    """The navigation, with those screens alone that open to this person."""
    merchant = visit.present.holder.merchant
    sections = (
        Section(
            each.word,
            tuple(one for one in each.entries if visit.may(one.scope) and one.of in ("", merchant)),
        )
        for each in MENU
    )
    return tuple(each for each in sections if each.entries)


def first_screen(visit: Visit) -> str:
    """Where somebody begins: the first screen that opens to them."""
    found = menu_of(visit)
    return found[0].entries[0].path if found else f"{HOME}/nothing"


class Writing:
    """Writes values for people: in their language and their zone."""

    def __init__(self, visit: Visit, words: Words) -> None:
        self._visit = visit
        self._words = words

    def problem(self, problem: Mapping[str, object]) -> str:
        """A problem of the API in the reader's language, where its own words are in another."""
        return problem_sentence(problem, self._visit.language)

    def item(self, item: Mapping[str, object]) -> Item:
        """An entry of `errors` of a problem."""
        return item_of(item, self._words)

    def line(self, text: str) -> Item:
        """A fault of a row of a file."""
        return line_of(text, self._words)

    def told(self, text: object) -> Told:
        """A sentence of the API in the reader's language, where its form is known."""
        return told(text, self._words)

    def rule_fault(self, fault: Mapping[str, object]) -> str:
        """A fault of a rule file or of rows for a list, with what to write instead."""
        language = self._visit.language
        said = sentence(str(fault["code"]), str(fault["message"]), language)
        hint = hint_in(str(fault["hint"]), language)
        return f"{said}{'' if language == CHINESE else '; '}{hint}"

    def money(self, minor: object, currency: object) -> str:
        """`EUR 12.90`."""
        return str(Money(int(str(minor)), str(currency))) if minor is not None else "–"

    def amount(self, minor: object, currency: object) -> str:
        """`12.90`, as a field takes it."""
        digits = exponent(str(currency))
        return f"{Decimal(int(str(minor))).scaleb(-digits):.{digits}f}"

    def value(self, value: object) -> str:
        """A fact's value as people read it."""
        match value:
            case None:
                return "–"
            case bool():
                return self._words["yes"] if value else self._words["no"]
            case list() | tuple():
                return ", ".join(map(str, value)) or "–"
        return str(value)

    def fact(self, name: str, value: object) -> str:
        """A fact's value, its codes by the words that reasons use."""
        language = self._visit.language
        match value:
            case str():
                return code_word(name, value, language)
            case list() | tuple():
                return self._words["and_so"].join(code_word(name, str(each), language) for each in value) or "–"
        return self.value(value)

    def carrier(self, code: object) -> str:
        """A carrier as people call it."""
        return carrier_name(str(code), self._visit.language) if code else "–"

    def channel(self, code: object) -> str:
        """A sales channel as people call it."""
        return channel_name(str(code), self._visit.language) if code else "–"

    def sold_at(self, order: Mapping[str, object]) -> str:
        """The shop of an order, as its merchant calls it, and the channel."""
        shop, channel = order.get("shop"), order.get("channel")
        return " · ".join(each for each in (str(shop or ""), self.channel(channel) if channel else "") if each)

    def json(self, document: object) -> str:
        """A document, indented."""
        return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()

    def time(self, told: object) -> str:
        """A moment of the API, to the minute."""
        return f"{self._local(told):%Y-%m-%d %H:%M}" if told else "–"

    def left(self, told: object) -> str:
        """How long until a moment, or since it: `3 h left`."""
        if not told:
            return "–"
        span = _moment(told) - self._visit.now
        return self._words.fill("time_left" if span >= timedelta() else "time_over", span=self._span(abs(span)))

    def is_over(self, told: object) -> bool:
        """Whether a moment has passed."""
        return bool(told) and _moment(told) <= self._visit.now

    def age(self, told: object) -> str:
        """How long ago."""
        return self._span(max(self._visit.now - _moment(told), timedelta())) if told else "–"

    def minutes(self, number: object) -> str:
        """A span that the API tells in minutes."""
        return "–" if number is None else self._span(timedelta(minutes=int(str(number))))

    def span(self, seconds: object) -> str:
        """How long something takes or waits: `12 s`, `4 min`."""
        took = float(str(seconds))
        return self._words.fill("seconds", number=round(took)) if took < 60 else self._span(timedelta(seconds=took))

    def _span(self, span: timedelta) -> str:
        if span >= 2 * DAY:
            return self._words.fill("days", number=span // DAY)
        if span >= HOUR:
            return self._words.fill("hours", number=span // HOUR)
        return self._words.fill("minutes", number=span // timedelta(minutes=1))

    def _local(self, told: object) -> datetime:
        return _moment(told).astimezone(self._visit.zone)


def _moment(told: object) -> datetime:
    return datetime.fromisoformat(str(told))


@cache
def _environment() -> Environment:
    return environment_of(OWN)


@cache
def file_of(name: str) -> bytes:
    """One of our own styles and scripts."""
    return (files(OWN) / "static" / name).read_bytes()


def with_filters(path: str, filters: Mapping[str, str], **changed: str | None) -> str:
    """The address of a page with other filters; None takes one out."""
    kept = {**filters, **changed}
    told = urlencode({name: value for name, value in kept.items() if value})
    return f"{path}?{told}" if told else path
